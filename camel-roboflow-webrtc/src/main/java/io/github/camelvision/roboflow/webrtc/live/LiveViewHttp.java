package io.github.camelvision.roboflow.webrtc.live;

import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.http.HttpServers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live view on the context's HTTP server: GET only, nothing is changed, nothing may be cached. */
final class LiveViewHttp {

    /** Camel's HTTP servers keep Cache-Control to themselves; the page asks with {@code no-store}, others are told by Expires. */
    private static final Map<String, Object> SECURITY = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Expires", "0");

    private static final Logger LOG = LoggerFactory.getLogger(LiveViewHttp.class);
    private static final String WHO = "liveView=true";
    /** Made in time. */
    private static final LiveView.Reply FAILED = new LiveView.Reply(500, "text/plain",
            "The live view could not answer; the log says why".getBytes(StandardCharsets.US_ASCII), Map.of());

    private final CamelContext context;
    private final String path;
    private final LiveView view;
    private final Set<LiveLogin> logins;
    private final List<Consumer> consumers = new ArrayList<>();
    private final Repeats failures = new Repeats();

    /** @param logins any of them lets in; empty: everybody may watch */
    LiveViewHttp(CamelContext context, String path, LiveView view, Set<LiveLogin> logins) {
        this.logins = logins;
        this.context = context;
        this.path = path;
        this.view = view;
    }

    void start() throws Exception {
        RestConfiguration configuration = CamelContextHelper.getRestConfiguration(context, null);
        RestConsumerFactory server = HttpServers.of(context, configuration, WHO);
        // some servers take both for one path, others do not
        for (String page : List.of(path, path + "/")) {
            serve(server, configuration, page, request -> endsWithSlash(request) ? view.file("index.html") : toTheSlash());
        }
        for (String file : LiveView.files()) {
            serve(server, configuration, path + "/" + file, request -> view.file(file));
        }
        serve(server, configuration, path + "/sessions.json", request -> view.sessions());
        serve(server, configuration, path + "/session.json", request -> view.session(text(request, "id"), text(request, "viewer")));
        serve(server, configuration, path + "/frame.jpg", request -> view.frame(text(request, "id"), text(request, "viewer"),
                number(request), "false".equals(text(request, "boxes")) ? LiveTap.Look.PLAIN : LiveTap.Look.BOXES));
        serve(server, configuration, path + "/small.jpg", request -> view.frame(text(request, "id"), text(request, "viewer"),
                number(request), LiveTap.Look.SMALL));
    }

    private void serve(RestConsumerFactory server, RestConfiguration configuration, String at, Function<Message, LiveView.Reply> answer)
            throws Exception {
        Consumer consumer = server.createConsumer(context, exchange -> respond(exchange, answer(exchange.getMessage(), answer)), "GET",
                at, null, null, null, configuration, Map.of());
        consumers.add(consumer);
        HttpServers.start(WHO, consumer);
    }

    private LiveView.Reply answer(Message request, Function<Message, LiveView.Reply> answer) {
        String given = text(request, "Authorization");
        boolean in = logins.isEmpty();
        for (LiveLogin login : logins) {
            in |= login.letsIn(given);
        }
        if (!in) {
            return new LiveView.Reply(401, "text/plain", new byte[0],
                    Map.of("WWW-Authenticate", "Basic realm=\"live view\", charset=\"UTF-8\""));
        }
        try {
            return answer.apply(request);
        } catch (RuntimeException | Error e) { // a full heap, for instance: the viewer is told, and may ask again
            long before = failures.told(System.nanoTime());
            if (before >= 0) {
                LastWords.error(LOG, "A request to the live view at {} could not be answered", path, e);
            }
            return FAILED;
        }
    }

    /** The page's links are relative, so that it works behind any prefix, and need the slash. */
    private static boolean endsWithSlash(Message request) {
        String uri = request.getHeader(Exchange.HTTP_URI, String.class);
        return uri == null || uri.endsWith("/");
    }

    private LiveView.Reply toTheSlash() {
        return new LiveView.Reply(302, "text/plain", new byte[0], Map.of("Location", path.substring(path.lastIndexOf('/') + 1) + "/"));
    }

    private static String text(Message request, String name) {
        return request.getHeader(name, String.class);
    }

    private static long number(Message request) {
        String text = text(request, "after");
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void respond(Exchange exchange, LiveView.Reply reply) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(reply.body());
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        message.setHeader(Exchange.CONTENT_TYPE, reply.contentType());
        SECURITY.forEach(message::setHeader);
        reply.headers().forEach(message::setHeader);
    }

    void stop() {
        ServiceHelper.stopAndShutdownServices(consumers);
        consumers.clear();
    }
}
