package io.github.camelvision.roboflow.webrtc.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that takes every request and says nothing, until it is told what. */
public final class HangingServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile int status;
    private volatile byte[] body = new byte[0];

    public HangingServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        asked.countDown();
        try (exchange) {
            decided.await();
            if (status > 0) {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whether nothing was answered yet. */
    public boolean silent() {
        return decided.getCount() > 0;
    }

    /** Requests that have come. */
    public int asked() {
        return requests.get();
    }

    /** Waits for the first request; false when none came. */
    public boolean awaitRequest() throws InterruptedException {
        return asked.await(45, TimeUnit.SECONDS);
    }

    /** Every request is answered like this, those that hang too. */
    public void answer(int withStatus, String json) {
        body = json.getBytes(StandardCharsets.UTF_8);
        status = withStatus;
        decided.countDown();
    }

    /** Drops those that hang. Idempotent. */
    @Override
    public void close() {
        decided.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
