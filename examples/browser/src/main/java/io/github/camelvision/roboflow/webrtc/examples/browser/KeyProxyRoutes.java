package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;

/**
 * What stands between the page and the server's key: the page asks for a session here, as the SDK's {@code connectors.withProxyUrl} does,
 * and this adds the key and asks the server. Only the page's own origin may ask, only so often, and only for what the page needs.
 */
final class KeyProxyRoutes extends RouteBuilder {

    private static final int SESSIONS_PER_MINUTE = 20;
    private static final String CLIENT = "client";

    private final BrowserOptions options;
    private final SessionRequests requests;

    KeyProxyRoutes(BrowserOptions options) {
        this.options = options;
        this.requests = new SessionRequests(options);
    }

    @Override
    public void configure() {
        onException(RefusedException.class).handled(true)
                .process(exchange -> {
                    RefusedException refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RefusedException.class);
                    answer(exchange, refusal.status(), refusal.getMessage());
                });
        onException(ThrottlerRejectedExecutionException.class).handled(true)
                .process(exchange -> answer(exchange, 429,
                        "Too many sessions were started in the last minute. Wait a minute and try again."));
        onException(IOException.class).handled(true)
                .log("${exception.message}")
                .process(exchange -> answer(exchange, 502, "The vision server cannot be reached. Is it running?"));

        from("platform-http:/api/init-webrtc?httpMethodRestrict=POST&consumes=application/json").routeId("key-proxy")
                .process(this::checkOrigin)
                .throttle(SESSIONS_PER_MINUTE).timePeriodMillis(60_000).correlationExpression(exchangeProperty(CLIENT))
                .rejectExecution(true)
                .process(exchange -> {
                    byte[] request = requests.forServer(exchange.getMessage().getBody(byte[].class));
                    // Nothing of the page's request but what was read goes on: no cookie, no header.
                    exchange.getMessage().removeHeaders("*");
                    exchange.getMessage().setBody(request);
                    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
                    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
                })
                .to(options.server() + "/initialise_webrtc_worker?throwExceptionOnFailure=false&followRedirects=false"
                        + "&connectTimeout=10000&responseTimeout=90000")
                .process(exchange -> {
                    Object status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
                    byte[] body = exchange.getMessage().getBody(byte[].class);
                    reply(exchange, (Integer) status, body);
                });

        from("platform-http:/api/turn-config?httpMethodRestrict=GET").routeId("turn-config")
                .process(this::checkSite)
                .process(exchange -> reply(exchange, 200, Json.bytes(Map.of("iceServers", requests.iceServers()))));
    }

    /** A browser tells with every POST which page it comes from; who is no browser has no business here. */
    private void checkOrigin(Exchange exchange) {
        String origin = exchange.getMessage().getHeader("Origin", String.class);
        if (origin == null || !options.origins().contains(origin)) {
            throw new RefusedException(403, "Only the page at " + options.pageUrl()
                    + " may start sessions here. If you opened it under another address, start run.sh with --origin and that address.");
        }
        Object address = exchange.getMessage().getHeader("CamelVertxPlatformHttpRemoteAddress");
        exchange.setProperty(CLIENT, address instanceof SocketAddress client ? client.hostAddress() : "unknown");
    }

    /** TURN servers cost money: other sites get none. Browsers send no Origin with a GET of the same origin. */
    private void checkSite(Exchange exchange) {
        if (!"same-origin".equals(exchange.getMessage().getHeader("Sec-Fetch-Site", String.class))) {
            throw new RefusedException(403, "Only the page itself may ask this.");
        }
    }

    private static void answer(Exchange exchange, int status, String message) {
        reply(exchange, status, Json.bytes(Map.of("message", message)));
    }

    private static void reply(Exchange exchange, int status, byte[] json) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(json);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }
}
