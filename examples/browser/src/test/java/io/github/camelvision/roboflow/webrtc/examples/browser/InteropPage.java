package io.github.camelvision.roboflow.webrtc.examples.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Serves the tests' page, the SDK and a video file, at another origin than the worker. */
final class InteropPage implements AutoCloseable {

    private final HttpServer http;
    private final Map<String, Path> files;

    InteropPage(Path sdk, Path video) throws IOException {
        Path page = Path.of("src/test/resources/interop");
        files = Map.of("/", page.resolve("index.html"), "/interop.js", page.resolve("interop.js"), "/inference-sdk.js", sdk,
                "/video.mp4", video);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            try (exchange) {
                Path file = files.get(exchange.getRequestURI().getPath());
                if (file == null) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                String name = file.getFileName().toString();
                exchange.getResponseHeaders().set("Content-Type", name.endsWith(".html") ? "text/html"
                        : name.endsWith(".js") ? "text/javascript" : "video/mp4");
                exchange.sendResponseHeaders(200, Files.size(file));
                Files.copy(file, exchange.getResponseBody());
            }
        });
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
