package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A webhook that answers 503 to the first post of every event, and takes the second. */
final class Hook implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Integer> posts = new ConcurrentHashMap<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    Hook() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/events", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            boolean again = posts.merge(String.valueOf(key), 1, Integer::sum) > 1;
            if (again) {
                taken.add(body);
            }
            exchange.sendResponseHeaders(again ? 200 : 503, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events?token=a%20b";
    }

    /** Bodies of the posts that got 200. */
    List<String> taken() {
        return taken;
    }

    /** Number of posts by event. */
    Map<String, Integer> posts() {
        return posts;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
