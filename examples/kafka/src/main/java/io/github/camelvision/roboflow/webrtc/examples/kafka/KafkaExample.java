package io.github.camelvision.roboflow.webrtc.examples.kafka;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import io.github.camelvision.roboflow.webrtc.examples.common.KafkaArguments;
import io.github.camelvision.roboflow.webrtc.examples.common.Progress;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.ConveyorVideo;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.camel.main.Main;

/** Predictions of several cameras to Kafka and back. Results go to the standard output, progress to the error output. */
public final class KafkaExample {

    private static final String NAME = "kafka";
    /** Records that must have arrived before the broker is stopped. */
    private static final int BEFORE_OUTAGE = 50;
    private static final long POLL_MILLIS = 50;
    private static final long ARRIVAL_PATIENCE_MILLIS = 60_000;

    private KafkaExample() {}

    public static void main(String[] args) {
        Example.main(NAME, stop -> run(KafkaOptions.parse(args), stop));
    }

    private static int run(KafkaOptions options, StopSignal stop) throws Exception {
        if (options.help()) {
            System.out.print(KafkaOptions.USAGE);
            return 0;
        }
        Example.createOutput(options.output());
        if (options.bootstrap() != null) {
            KafkaArguments.reach(options.bootstrap());
        }
        Path video = ConveyorVideo.orRendered(options.input(), options.output(), stop);
        try (EmbeddedBroker broker = options.bootstrap() == null ? new EmbeddedBroker(options.output()) : null;
                CameraFiles files = new CameraFiles(options.output(), options.cameras())) {
            String bootstrap = broker == null ? options.bootstrap() : broker.address();
            System.err.println(options.cameras().size() + " cameras to topic " + options.topic() + " of "
                    + (broker == null ? bootstrap : "an embedded broker at " + bootstrap));
            Progress progress = new Progress(System.err, Example.terminal(), "predictions through Kafka:", 0);
            KafkaRun run = new KafkaRun("roboflow-example-" + UUID.randomUUID(), files, progress, options.cameras().size());
            new Topic(bootstrap, options.topic()).prepare(run.id());
            stream(options, broker, new KafkaRoutes(options, bootstrap, video, Example.freePort(), run), run, stop);
            progress.end();
            return summary(options, run, stop.requested());
        }
    }

    private static void stream(KafkaOptions options, EmbeddedBroker broker, KafkaRoutes routes, KafkaRun run, StopSignal stop)
            throws Exception {
        Main main = Example.camel(NAME, routes.port(), routes);
        stop.whenRequested(run::stop);
        try {
            main.start();
            if (options.outage() > 0) {
                outage(broker, options.outage(), run);
            }
            run.await();
            if (run.failure() == null && !stop.requested()) {
                run.ledger().awaitArrival(ARRIVAL_PATIENCE_MILLIS);
            }
        } finally {
            main.stop();
        }
        if (run.failure() != null) {
            throw run.failure();
        }
    }

    private static void outage(EmbeddedBroker broker, int seconds, KafkaRun run) throws InterruptedException {
        while (run.ledger().received() < BEFORE_OUTAGE) {
            if (run.await(POLL_MILLIS)) {
                throw run.failure() == null ? new ExampleException("the cameras were at their ends before the broker was stopped")
                        : new ExampleException(Example.describe(run.failure()), run.failure());
            }
        }
        broker.stop();
        System.err.println("broker stopped for " + seconds + " s after " + run.ledger().received() + " predictions");
        run.await(seconds * 1000L);
        System.err.println("broker starts again; received meanwhile: " + run.ledger().received());
        broker.start();
    }

    private static int summary(KafkaOptions options, KafkaRun run, boolean interrupted) {
        Ledger ledger = run.ledger();
        long lost = ledger.sent() - ledger.received();
        int exitCode = 0;
        if (interrupted) {
            exitCode = Example.fail(NAME, "stopped before the end");
        } else if (ledger.sent() == 0) {
            exitCode = Example.fail(NAME, "no prediction came; check that players show the frames of --input");
        } else if (lost + ledger.doubled() + ledger.changed() + ledger.disordered() > 0) {
            exitCode = Example.fail(NAME, "not every prediction came once, unchanged and in its camera's order: " + lost + " lost, "
                    + ledger.doubled() + " doubled, " + ledger.changed() + " changed, " + ledger.disordered() + " out of order");
        }
        System.out.println("wrote a file for each camera to " + options.output());
        System.out.println("sent=" + ledger.sent() + " received=" + ledger.received() + " lost=" + lost + " doubled=" + ledger.doubled());
        return exitCode;
    }
}
