package io.github.camelvision.roboflow.webrtc.testing;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/**
 * Programs that end in different ways. The first argument says how, the second what the session does then: {@code streaming},
 * {@code connecting}, or {@code serving} for a program that has a worker only, whose client is a process of its own. Each prints
 * {@code ready} when it begins to end and nothing else, so that whatever else comes is native code's.
 */
public final class ExitMain implements AutoCloseable {

    private static final int CODE = 3;
    private static final int FPS = 15;
    private static final int FEW = 3;

    private final RouteFixture fixture;
    private final HangingServer hanging = new HangingServer();
    private final ScheduledThreadPoolExecutor camera = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "camera"));
    private final CountDownLatch answered = new CountDownLatch(FEW);

    private ExitMain(String state, Runnable onAnswer) throws Exception {
        fixture = new RouteFixture();
        if (state.equals("serving")) {
            fixture.start();
            awaitResults(fixture.workerUrl());
        } else {
            open(state.equals("streaming"), onAnswer);
        }
        System.out.println("ready");
    }

    private void open(boolean streaming, Runnable onAnswer) throws Exception {
        String client = streaming ? RouteFixture.client() : RouteFixture.client().replace("{{worker.url}}", hanging.url());
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:frames").to("roboflow-webrtc:exit?source=manual&" + client);
                from("roboflow-webrtc:exit?source=manual&" + client).process(exchange -> {
                    answered.countDown();
                    if (answered.getCount() == 0) {
                        onAnswer.run();
                    }
                });
            }
        });
        daemon(fixture.context()::start, "start").start();
        if (streaming) {
            AtomicInteger number = new AtomicInteger();
            ProducerTemplate frames = fixture.context().createProducerTemplate();
            camera.scheduleAtFixedRate(() -> {
                if (fixture.context().isStarted()) {
                    frames.sendBody("direct:frames", PaintedFrames.paint(number.incrementAndGet(), 320, 240));
                }
            }, 0, 1_000_000 / FPS, TimeUnit.MICROSECONDS);
            answered.await(60, TimeUnit.SECONDS);
        } else {
            hanging.awaitRequest();
        }
    }

    /** Starts a client, which goes on until it is killed, and waits until it has results. */
    private static void awaitResults(String url) throws Exception {
        Process client = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), ClientMain.class.getName(), url).redirectError(Redirect.DISCARD).start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        int results = 0;
        while (results < FEW) {
            String line = lines.readLine();
            if (line == null) {
                throw new IllegalStateException("The client ended");
            }
            results += line.equals("result") ? 1 : 0;
        }
    }

    public static void main(String[] args) throws Exception {
        String state = args[1];
        switch (args[0]) {
            case "return" -> open(state).close();
            case "throw" -> {
                try (ExitMain program = open(state)) {
                    throw new IllegalStateException("thrown by main on purpose, " + program.fixture.context().getStatus());
                }
            }
            case "exit" -> {
                open(state).close();
                System.exit(CODE);
            }
            case "exit-open" -> {
                open(state);
                System.exit(CODE);
            }
            case "exit-in-route" -> new ExitMain(state, () -> System.exit(CODE));
            case "signal", "interrupt" -> {
                open(state);
                new CountDownLatch(1).await();
            }
            case "signal-hook" -> {
                ExitMain program = open(state);
                Runtime.getRuntime().addShutdownHook(new Thread(program::close));
                new CountDownLatch(1).await();
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static ExitMain open(String state) throws Exception {
        return new ExitMain(state, () -> {});
    }

    private static Thread daemon(Runnable action, String name) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        camera.shutdownNow();
        fixture.close();
        hanging.close();
    }
}
