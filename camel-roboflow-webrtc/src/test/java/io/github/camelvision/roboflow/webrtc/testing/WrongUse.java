package io.github.camelvision.roboflow.webrtc.testing;

import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.testkit.Stills;
import java.awt.Color;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A mistake that somebody makes, and what the answer to it must say.
 *
 * @param what was written, for the table
 * @param fragments of the one sentence that answers it: the option, and the cure
 */
public record WrongUse(String what, Attempt attempt, List<String> fragments) {

    /** A server that does not exist: no mistake of these gets as far as to call it. */
    public static final String SERVER = "apiUrl=http://127.0.0.1:9&reconnect=false";
    public static final String RIGHT = SERVER + "&workspace=acme&workflowId=parts";

    /** What somebody does; throws what the mistake is answered with. */
    @FunctionalInterface
    public interface Attempt {
        void run(DefaultCamelContext context) throws Exception;
    }

    /** In a route {@code gate} that consumes from the session {@code cam}. */
    public static WrongUse from(String options, String... fragments) {
        return route(options, "from(\"roboflow-webrtc:cam?…" + options + "\")", RIGHT + (options.isEmpty() ? "" : "&" + options),
                fragments);
    }

    /** As {@link #from}, and these are all options. */
    public static WrongUse only(String options, String... fragments) {
        return route(options, "from(\"roboflow-webrtc:cam?" + options + "\")", options, fragments);
    }

    private static WrongUse route(String options, String what, String all, String... fragments) {
        return new WrongUse(what, context -> {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:cam?" + all).routeId("gate").to("mock:out");
                }
            });
            context.start();
        }, with(fragments, "gate"));
    }

    /** In a route {@code gate} that sends frames into the session {@code cam}. */
    public static WrongUse to(String options, String... fragments) {
        return new WrongUse("to(\"roboflow-webrtc:cam?…" + options + "\")", context -> {
            sending(context, RIGHT + (options.isEmpty() ? "" : "&" + options));
            context.start();
        }, with(fragments, "gate"));
    }

    /** A body or header that the producer cannot send. */
    public static WrongUse send(String what, String options, Object body, String header, Object value, String... fragments) {
        return sendWith(what, options, body, header == null ? Map.of() : Map.of(header, value), fragments);
    }

    /** As above, with all these headers. */
    public static WrongUse sendWith(String what, String options, Object body, Map<String, Object> headers, String... fragments) {
        return new WrongUse(what, context -> {
            sending(context, RIGHT + (options.isEmpty() ? "" : "&" + options));
            context.start();
            try (var template = context.createProducerTemplate()) {
                template.requestBodyAndHeaders("direct:in", body, headers);
            }
        }, List.of(fragments));
    }

    /** In a route {@code gate} that serves as a worker {@code w}. */
    public static WrongUse worker(String options, String... fragments) {
        return alone("roboflow-webrtc-worker:w" + (options.isEmpty() ? "" : "?" + options), fragments);
    }

    /** In a route {@code gate} that receives from a fleet {@code f}. */
    public static WrongUse fleet(String options, String... fragments) {
        return alone("roboflow-webrtc-fleet:f?" + options, fragments);
    }

    private static WrongUse alone(String uri, String... fragments) {
        return new WrongUse("from(\"" + uri + "\")", context -> {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri).routeId("gate").to("mock:out");
                }
            });
            context.start();
        }, with(fragments, "gate"));
    }

    /** In a step {@code toD} of a route {@code gate}, whose first message finds it wrong. */
    public static WrongUse toD(String uri, String... fragments) {
        return new WrongUse("toD(\"" + uri.replace(RIGHT + "&", "…") + "\")", context -> {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").routeId("gate").toD(uri);
                }
            });
            context.start();
            try (var template = context.createProducerTemplate()) {
                template.requestBodyAndHeader("direct:in", Stills.plain(8, 8, Color.RED), "camera", "cam");
            }
        }, List.of(fragments));
    }

    /** An endpoint alone, and routes of several endpoints: {@code "a -> b"}. */
    public static WrongUse routes(String what, List<String> routes, String... fragments) {
        return new WrongUse(what, context -> {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    for (int i = 0; i < routes.size(); i++) {
                        String[] ends = routes.get(i).split(" -> ");
                        from(ends[0]).routeId("gate" + i).to(ends[1]);
                    }
                }
            });
            context.start();
        }, List.of(fragments));
    }

    /** A session {@code cam} whose server answers every request with this. */
    public static WrongUse server(String what, int status, String type, String body, String options, String... fragments) {
        return new WrongUse(what, context -> {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", type);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            });
            server.start();
            try {
                connecting(context, "http://127.0.0.1:" + server.getAddress().getPort(), options);
            } finally {
                server.stop(0);
            }
        }, with(fragments, "cam"));
    }

    /** A session {@code cam} whose server is not there. */
    public static WrongUse noServer(String url, String options, String... fragments) {
        return new WrongUse("apiUrl=" + url, context -> connecting(context, url, options), with(fragments, "cam"));
    }

    private static void connecting(DefaultCamelContext context, String url, String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:cam?awaitConnection=40s&reconnect=false&workspace=acme&workflowId=parts&apiUrl=" + url + options)
                        .routeId("gate").to("mock:out");
            }
        });
        context.start();
    }

    private static void sending(DefaultCamelContext context, String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("gate").to(ExchangePattern.InOut, "roboflow-webrtc:cam?" + options);
            }
        });
    }

    private static List<String> with(String[] fragments, String route) {
        return Stream.concat(Arrays.stream(fragments), Stream.of(route)).toList();
    }

    /** What the user reads of a failure, from the outermost sentence to ours. */
    public static List<String> messages(Throwable failure) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.add(String.valueOf(cause.getMessage()));
        }
        return messages;
    }

    /** The component's own sentence: what the first exception says that is not one of Camel's around it. */
    public static String sentence(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.camel.")) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Override
    public String toString() {
        return what;
    }
}
