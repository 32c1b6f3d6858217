package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An old connection may lead nowhere after an outage: only a young one is used again. */
class HttpClientsTest {

    @Test
    void aConnectionIsUsedAgainAtOnceAndNeverLater() throws Exception {
        List<Integer> ports = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[2]);
            exchange.close();
        });
        server.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            HttpClients clients = HttpClients.of(uri.toString(), Duration.ofSeconds(10), null);
            get(clients, uri);
            get(clients, uri);
            assertThat(ports.get(1)).isEqualTo(ports.get(0));
            long answered = System.nanoTime();
            Waiting.await("rest").until(() -> System.nanoTime() - answered > TimeUnit.MILLISECONDS.toNanos(4200));
            get(clients, uri);
            assertThat(ports.get(2)).isNotEqualTo(ports.get(1));
        } finally {
            server.stop(0);
        }
    }

    private static void get(HttpClients clients, URI uri) throws Exception {
        assertThat(clients.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray()).get(20, TimeUnit.SECONDS)
                .body()).hasSize(2);
    }
}
