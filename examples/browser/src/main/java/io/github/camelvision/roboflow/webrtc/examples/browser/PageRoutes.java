package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.core.signalling.http.IceServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** Serves the page, the SDK, and what the page must know about this program. */
final class PageRoutes extends RouteBuilder {

    /** Only own scripts and no other page's frame; video comes over WebRTC. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8");

    private final BrowserOptions options;

    PageRoutes(BrowserOptions options) {
        this.options = options;
    }

    @Override
    public void configure() throws IOException {
        page("/", "index.html");
        for (String file : List.of("style.css", "app.js", "session.js", "results.js", "words.js")) {
            page("/" + file, file);
        }
        // run.sh has npm install it; see package.json.
        file("/inference-sdk.js", "js", Files.readAllBytes(Path.of(System.getProperty("browser.sdk"))));

        from("platform-http:/api/config?httpMethodRestrict=GET").routeId("config")
                .process(exchange -> send(exchange, "application/json", Json.bytes(config())));
    }

    private void page(String path, String name) throws IOException {
        try (InputStream in = PageRoutes.class.getResourceAsStream("/page/" + name)) {
            file(path, name.substring(name.lastIndexOf('.') + 1), in.readAllBytes());
        }
    }

    private void file(String path, String extension, byte[] content) {
        from("platform-http:" + path + "?httpMethodRestrict=GET").routeId("page " + path)
                .process(exchange -> send(exchange, TYPES.get(extension), content));
    }

    private static void send(Exchange exchange, String type, byte[] content) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(content);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setHeader("Content-Security-Policy", POLICY);
        message.setHeader("X-Content-Type-Options", "nosniff");
        message.setHeader("Referrer-Policy", "no-referrer");
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("workflows", options.remote()
                ? List.of(Map.of("id", options.workflow(), "label", options.workflow(), "hint", "A workflow of " + options.server() + "."))
                : Detectors.ALL.stream().map(d -> Map.of("id", d.id(), "label", d.label(), "hint", d.hint())).toList());
        config.put("workspace", options.workspace());
        config.put("results", options.shortResultsPlace());
        // A worker nearby needs no STUN server; without one the browser need not wait for it.
        config.put("direct", !IceServers.hosted(options.server()));
        return config;
    }
}
