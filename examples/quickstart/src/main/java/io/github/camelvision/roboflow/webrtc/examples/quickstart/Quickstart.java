package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.Progress;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Streams a video through a vision workflow: an embedded worker and a client in one CamelContext, over real WebRTC. Exit code 0 when every
 * frame has its line, 1 otherwise, with one line on the error output that says why; after Ctrl-C that of the signal. Results go to the
 * standard output, progress to the error output.
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
        } catch (QuickstartException e) {
            exitCode = fail(e.getMessage());
        } catch (IOException e) {
            exitCode = fail("cannot write the output: " + describe(e));
        } catch (InterruptedException e) {
            exitCode = fail("interrupted");
        } catch (Exception e) {
            exitCode = fail(describe(e));
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
        boolean terminal = Boolean.getBoolean("example.terminal");
        createOutput(options.output());
        String input = options.input();
        if (input == null) {
            input = ConveyorVideo.rendered(options.output(), stop).toString();
        } else if (!options.rtsp()) {
            input = Path.of(input).toAbsolutePath().normalize().toString();
        }
        VideoProbe probe = options.rtsp() ? new VideoProbe(0, 0, 0, 0) : VideoProbe.of(Path.of(input));
        System.err.println("workflow " + options.workflow() + " on " + options.shownInput() + (probe.width() == 0 ? ""
                : " (%dx%d, %.3g fps)".formatted(probe.width(), probe.height(), probe.fps())));

        VisionWorkflow workflow = "people".equals(options.workflow()) ? new PeopleWorkflow() : new PartsWorkflow();
        Path predictions = options.output().resolve("predictions.jsonl");
        Path annotated = options.output().resolve("annotated.mp4");
        long start = System.nanoTime();
        QuickstartRun run;
        long frames;
        try (FrameCount count = options.rtsp() ? null : FrameCount.start(Path.of(input))) {
            try (PredictionLog log = new PredictionLog(predictions); AnnotatedVideo video = new AnnotatedVideo(annotated)) {
                Progress progress = new Progress(System.err, terminal, "predictions:", probe.frames());
                run = new QuickstartRun(log, video, options.rtsp(), progress, System.err);
                stream(options, input, workflow, run, stop);
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
            throw new QuickstartException("--output " + directory + " cannot be made a directory; name one that can be written", e);
        }
    }

    private static void stream(QuickstartOptions options, String input, VisionWorkflow workflow, QuickstartRun run, StopSignal stop)
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
        main.configure().addRoutesBuilder(new QuickstartRoutes(options, input, port, workflow, run));
        // Ctrl-C ends a stream as its end would: with a complete video and a summary.
        stop.whenRequested(run::completed);
        try {
            main.start();
            run.await();
        } finally {
            main.stop();
        }
    }

    private static int summary(QuickstartOptions options, QuickstartRun run, long frames, boolean interrupted, double seconds) {
        Path predictions = options.output().resolve("predictions.jsonl");
        Path annotated = options.output().resolve("annotated.mp4");
        long written = run.log().written();
        int exitCode = interrupted ? fail("stopped before the end") : judge(options, run, frames);
        System.out.println("wrote " + predictions + (Files.exists(annotated) ? " and " + annotated : ""));
        System.out.printf(Locale.ROOT, "frames=%d predictions=%d lost=%d seconds=%.1f%n", frames, written, frames - written, seconds);
        return exitCode;
    }

    private static int judge(QuickstartOptions options, QuickstartRun run, long frames) {
        long written = run.log().written();
        if (frames == 0 || written == 0) {
            return fail("no prediction came for " + options.shownInput() + "; " + (options.rtsp()
                    ? "check host, port, path, user and password, and that the stream is on" : "check that players show its pictures"));
        }
        if (run.log().failed() > 0) {
            return fail("the workflow failed on " + run.log().failed() + " frames; see \"errors\" in predictions.jsonl");
        }
        return frames == written ? 0 : fail((frames - written) + " frames have no prediction");
    }

    private static int fail(String message) {
        System.err.println("quickstart: " + message);
        return 1;
    }

    /** The message of the innermost cause that has one: the outer ones only say where it happened. */
    private static String describe(Throwable failure) {
        String message = failure.toString();
        for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                message = t.getMessage();
            }
        }
        return message.replaceAll("\\s+", " ").strip();
    }
}
