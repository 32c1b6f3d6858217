package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.Progress;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Streams a video through a vision workflow, over real WebRTC: an embedded worker and a client in one CamelContext, or a client alone.
 * Exit code 0 when every frame has its line, 1 otherwise, with one line on the error output that says why; after Ctrl-C that of the signal.
 * Results go to the standard output, progress to the error output.
 */
public final class Quickstart {

    /** Camel's limit for frames in process at the end; the rest of the time after Ctrl-C is for writing. */
    private static final int CAMEL_STOP_SECONDS = 5;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    private Quickstart() {}

    public static void main(String[] args) {
        StopSignal stop = StopSignal.install(STOP_PATIENCE);
        int exitCode;
        try {
            exitCode = run(QuickstartOptions.parse(args), stop);
        } catch (ExampleException e) {
            exitCode = fail(e.getMessage());
        } catch (IOException e) {
            exitCode = fail("cannot write the output: " + Example.describe(e));
        } catch (InterruptedException e) {
            exitCode = fail("interrupted");
        } catch (Exception e) {
            exitCode = fail(Example.describe(e));
        } finally {
            System.out.flush();
            stop.finished();
        }
        System.exit(exitCode);
    }

    private static int run(QuickstartOptions options, StopSignal stop) throws Exception {
        if (options.help()) {
            System.out.print(QuickstartOptions.USAGE);
            return 0;
        }
        if (options.server() != null) {
            options.server().checkKey(System.getenv(OwnServer.KEY));
        }
        boolean terminal = Boolean.getBoolean("example.terminal");
        createOutput(options.output());
        String input = options.input();
        if (input == null) {
            input = ConveyorVideo.rendered(options.output(), stop).toString();
        } else if (!options.live()) {
            input = Path.of(input).toAbsolutePath().normalize().toString();
        }
        VideoProbe probe = options.live() ? new VideoProbe(0, 0, 0, 0) : VideoProbe.of(Path.of(input));
        System.err.println(options.shownWork() + " on " + options.shownInput() + (probe.width() == 0 ? ""
                : " (%dx%d, %.3g fps)".formatted(probe.width(), probe.height(), probe.fps())));

        Path predictions = options.output().resolve("predictions.jsonl");
        Path annotated = options.output().resolve("annotated.mp4");
        long start = System.nanoTime();
        QuickstartRun run;
        long frames;
        try (FrameCount count = options.live() ? null : FrameCount.start(Path.of(input))) {
            try (PredictionLog log = new PredictionLog(predictions, options.server() != null);
                    AnnotatedVideo video = new AnnotatedVideo(annotated)) {
                Progress progress = new Progress(System.err, terminal, "predictions:", probe.frames());
                run = new QuickstartRun(log, video, options.live(), options.server() == null, progress, System.err);
                stream(options, input, run, stop);
            }
            if (run.failure() instanceof RoboflowWebrtcException told) {
                throw new ExampleException(told.getMessage(), told);
            }
            if (run.failure() != null) {
                throw run.failure();
            }
            // What was on its way when Ctrl-C came is not lost, and the rest of the file was never sent.
            frames = stop.requested() ? run.numbered() : count == null ? run.processed() : Math.max(count.await(), run.numbered());
        }
        return summary(options, run, frames, stop.requested(), (System.nanoTime() - start) / 1e9);
    }

    private static void createOutput(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ExampleException("--output " + directory + " cannot be made a directory; name one that can be written", e);
        }
    }

    private static void stream(QuickstartOptions options, String input, QuickstartRun run, StopSignal stop)
            throws Exception {
        int port = Example.freePort();
        Main main = new Main();
        // Without a hang-up hook of its own: StopSignal's waits until everything is written.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addInitialProperty("camel.main.name", "quickstart");
        main.addInitialProperty("camel.main.shutdownTimeout", String.valueOf(CAMEL_STOP_SECONDS));
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", String.valueOf(port));
        main.configure().addRoutesBuilder(routes(options, input, port, run));
        if (options.server() != null) {
            main.addInitialProperty("camel.component.roboflow-webrtc.live-view", "true");
        }
        // Ctrl-C ends a stream as its end would: with a complete video and a summary.
        stop.whenRequested(run::completed);
        try {
            main.start();
            if (options.server() != null) {
                System.err.println("what it sees: http://127.0.0.1:" + port + "/roboflow-webrtc/");
            }
            run.await(options.live() ? options.seconds() : 0);
        } finally {
            main.stop();
        }
    }

    private static RouteBuilder routes(QuickstartOptions options, String input, int port, QuickstartRun run) {
        if (options.server() != null) {
            return new OwnServerRoutes(options, input, run);
        }
        VisionWorkflow workflow = "people".equals(options.workflow()) ? new PeopleWorkflow() : new PartsWorkflow();
        return new QuickstartRoutes(options, input, port, workflow, run);
    }

    private static int summary(QuickstartOptions options, QuickstartRun run, long frames, boolean interrupted, double seconds) {
        Path predictions = options.output().resolve("predictions.jsonl");
        Path annotated = options.output().resolve("annotated.mp4");
        long written = run.log().written();
        int exitCode = interrupted ? options.live() ? 1 : fail("stopped before the end") : judge(options, run, frames);
        System.out.println("wrote " + predictions + (Files.exists(annotated) ? " and " + annotated : ""));
        System.out.printf(Locale.ROOT, "frames=%d predictions=%d lost=%d seconds=%.1f%n", frames, written, frames - written, seconds);
        return exitCode;
    }

    private static int judge(QuickstartOptions options, QuickstartRun run, long frames) {
        long written = run.log().written();
        if (frames == 0 || written == 0) {
            return fail("no prediction came for " + options.shownInput() + "; " + (options.rtsp()
                    ? "check host, port, path, user and password, and that the stream is on" : "check that players show its frames"));
        }
        if (run.log().failed() > 0) {
            return fail("the workflow failed on " + run.log().failed() + " frames; see \"errors\" in predictions.jsonl");
        }
        // A server that is too slow for a live source skips frames.
        return frames == written || options.live() && options.server() != null ? 0
                : fail((frames - written) + " frames have no prediction");
    }

    private static int fail(String message) {
        System.err.println("quickstart: " + message);
        return 1;
    }
}
