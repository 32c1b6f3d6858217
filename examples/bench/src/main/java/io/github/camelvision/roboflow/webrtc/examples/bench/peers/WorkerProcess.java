package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.examples.bench.Samples;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Our worker, until its standard input ends: reads the number, finds one object and gives the frame back, as the Python peer does. */
public final class WorkerProcess {

    private WorkerProcess() {}

    /** @param args the port, the window of acknowledgement */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", args[0]);
        main.addInitialProperty("camel.main.shutdownTimeout", "2");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                int cores = Runtime.getRuntime().availableProcessors();
                Map<String, Object> predictions = Samples.predictions(1, 640, 480);
                from("roboflow-webrtc-worker:bench?maxSessions=1000&maxInFlight=" + cores + "&ackWindow=" + args[1]).process(exchange -> {
                    Frame frame = exchange.getMessage().getBody(Frame.class);
                    exchange.getMessage()
                            .setBody(Map.of("predictions", predictions, "image", frame, "number", PaintedNumber.read(frame)));
                });
            }
        });
        main.start();
        System.out.println("READY " + args[0]);
        untilStdinEnds();
        main.stop();
        System.exit(0);
    }

    static void untilStdinEnds() throws IOException {
        while (System.in.read() >= 0) {
            // nothing is said on it
        }
    }
}
