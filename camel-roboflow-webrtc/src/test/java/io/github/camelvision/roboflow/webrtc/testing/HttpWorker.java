package io.github.camelvision.roboflow.webrtc.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerOptions;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The Java worker behind the JDK's HTTP server, without Camel. Its workflow reads the painted number of each frame; its outputs are
 * {@code number}, {@code predictions}, {@code image} (the frame) and {@code next} (a frame with the number + {@value #NEXT}).
 */
public final class HttpWorker implements AutoCloseable {

    public static final int NEXT = 10_000;

    private final RtcRuntime runtime = RtcRuntime.shared();
    private final WorkerServer worker;
    private final HttpServer http;
    private final ExecutorService requests = Executors.newCachedThreadPool();

    public HttpWorker() {
        this(Duration.ZERO);
    }

    /** @param processing what the workflow takes for each frame */
    public HttpWorker(Duration processing) {
        this(processing, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** @param address where it takes requests */
    public HttpWorker(Duration processing, InetSocketAddress address) {
        Executor executor = processing.isZero() ? Runnable::run
                : CompletableFuture.delayedExecutor(processing.toMillis(), TimeUnit.MILLISECONDS);
        worker = new WorkerServer(WorkerOptions.builder().maxSessions(1_000).build(),
                task -> CompletableFuture.supplyAsync(() -> outputs(task.frame()), executor), runtime::newPeer);
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/initialise_webrtc_worker", this::initialise);
        http.setExecutor(requests);
        http.start();
    }

    private static Map<String, Object> outputs(Frame frame) {
        int number = PaintedFrames.read(frame);
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("number", number);
        outputs.put("predictions", Map.of("predictions", List.of(Map.of("class", "n" + number))));
        outputs.put("image", frame);
        outputs.put("next", PaintedFrames.paint(number + NEXT, frame.width(), frame.height()));
        return outputs;
    }

    private void initialise(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            WorkerAnswer answer = worker.initialise(exchange.getRequestBody().readAllBytes(), headers).toCompletableFuture().join();
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    public String url() {
        return "http://" + http.getAddress().getAddress().getHostAddress() + ":" + http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        requests.shutdown();
        worker.stop().toCompletableFuture().join();
        runtime.close();
    }
}
