package io.github.camelvision.roboflow.webrtc.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What stands before a worker's HTTP port, and answers its requests as somebody between may: until {@link #heal}. */
public final class FaultyFront implements AutoCloseable {

    /** What is done with a request, given the worker's own answer where there is one. */
    private interface Answer {
        void to(HttpExchange exchange, byte[] request) throws IOException;
    }

    private volatile String worker;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch healed = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Answer answer = this::forward;

    /** @param worker URL of a worker that works */
    public FaultyFront(String worker) {
        this.worker = worker;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                answer.to(exchange, exchange.getRequestBody().readAllBytes());
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Another worker answers from now on. */
    public FaultyFront leadsTo(String url) {
        worker = url;
        return this;
    }

    public int asked() {
        return asked.get();
    }

    /** Says nothing. */
    public FaultyFront hangs() {
        answer = (exchange, request) -> awaitHealed();
        return this;
    }

    /** Says half of the worker's answer, and closes. */
    public FaultyFront truncates() {
        answer = (exchange, request) -> {
            byte[] body = ask(request).body();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
        };
        return this;
    }

    /** The answer is JSON that is cut in the middle, with the length that it has. */
    public FaultyFront cutsJson() {
        answer = (exchange, request) -> {
            byte[] body = ask(request).body();
            reply(exchange, 200, java.util.Arrays.copyOf(body, body.length / 2));
        };
        return this;
    }

    /** Answers like this. */
    public FaultyFront says(int status, String header, String value, String body) {
        answer = (exchange, request) -> {
            if (header != null) {
                exchange.getResponseHeaders().set(header, value);
            }
            reply(exchange, status, body.getBytes(StandardCharsets.UTF_8));
        };
        return this;
    }

    /** Changes the worker's answer. */
    public FaultyFront changes(UnaryOperator<String> change) {
        answer = (exchange, request) -> {
            HttpResponse<byte[]> reply = ask(request);
            String changed = change.apply(new String(reply.body(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            reply(exchange, reply.statusCode(), changed.getBytes(StandardCharsets.UTF_8));
        };
        return this;
    }

    /** The worker's own answers from now on, also to those that hang. */
    public void heal() {
        answer = this::forward;
        healed.countDown();
    }

    private void awaitHealed() {
        try {
            healed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange, byte[] request) throws IOException {
        HttpResponse<byte[]> reply = ask(request);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        reply(exchange, reply.statusCode(), reply.body());
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private HttpResponse<byte[]> ask(byte[] request) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(worker + "/initialise_webrtc_worker"))
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(request)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        heal();
        server.stop(0);
        threads.shutdownNow();
    }
}
