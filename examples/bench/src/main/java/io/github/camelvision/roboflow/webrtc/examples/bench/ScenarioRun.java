package io.github.camelvision.roboflow.webrtc.examples.bench;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** One file through one scenario, in a Camel application of its own. */
final class ScenarioRun {

    private static final int GIVE_UP_SECONDS = 600;

    private final Scenario scenario;
    private final Path video;
    private final int port;
    private final CompletableFuture<Measurement> result = new CompletableFuture<>();
    private Resources resources;
    private long firstNanos;
    private long lastNanos;
    private int frames;

    ScenarioRun(Scenario scenario, Path video, int port) {
        this.scenario = scenario;
        this.video = video;
        this.port = port;
    }

    Measurement run() throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.port", String.valueOf(port));
        main.addInitialProperty("camel.main.shutdownTimeout", "5");
        main.configure().addRoutesBuilder(new Routes());
        main.start();
        try {
            return result.get(GIVE_UP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no end of the video within " + GIVE_UP_SECONDS + " s, after " + frames + " frames", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            main.stop();
        }
    }

    /** The first frame starts the clock: it has waited for connection and upload. One thread. */
    private void arrived(Exchange exchange) {
        String event = exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT, String.class);
        if (event == null) {
            lastNanos = System.nanoTime();
            if (frames == 0) {
                firstNanos = lastNanos;
                resources = new Resources();
            }
            frames++;
        } else if (event.equals("completed")) {
            if (frames < 2) {
                result.completeExceptionally(new IllegalStateException("the session ended after " + frames + " frames"));
                return;
            }
            int counted = frames - 1;
            result.complete(new Measurement(counted, (lastNanos - firstNanos) / 1e9, resources.cpuMillis() / counted,
                    resources.allocatedKb() / counted, resources.mostThreads()));
        }
    }

    private final class Routes extends RouteBuilder {

        @Override
        public void configure() {
            Map<String, Object> predictions = Samples.predictions(20, 640, 480);
            from("roboflow-webrtc-worker:bench")
                    .process(exchange -> exchange.getMessage().setBody(
                            Map.of("predictions", predictions, "image", exchange.getMessage().getBody(Frame.class))));

            from("roboflow-webrtc:bench?source=file&sourceUri=RAW(" + video + ")&apiUrl=http://127.0.0.1:" + port
                    + "&workspace=bench&workflowId=bench&emitEvents=true&bridgeErrorHandler=true&" + scenario.options)
                            .onException(Exception.class)
                            .handled(true)
                            .process(exchange -> result
                                    .completeExceptionally(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                            .end()
                            .process(ScenarioRun.this::arrived);
        }
    }
}
