package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Streams a video through a vision workflow: an embedded worker and a client in one CamelContext, over real WebRTC. Exit code 0 when every
 * frame has its line, 1 otherwise, with one line on the error output that says why.
 */
public final class Quickstart {

    private static final int STOP_SECONDS = 20;

    private Quickstart() {
    }

    public static void main(String[] args) {
        int exitCode;
        try {
            exitCode = run(QuickstartOptions.parse(args));
        } catch (QuickstartException e) {
            exitCode = fail(e.getMessage());
        } catch (IOException e) {
            exitCode = fail("cannot write the output: " + describe(e));
        } catch (InterruptedException e) {
            exitCode = fail("interrupted");
        } catch (Exception e) {
            exitCode = fail(describe(e));
        }
        System.exit(exitCode);
    }

    private static int run(QuickstartOptions options) throws Exception {
        if (options.help()) {
            System.out.print(QuickstartOptions.USAGE);
            return 0;
        }
        boolean terminal = Boolean.getBoolean("quickstart.terminal");
        Files.createDirectories(options.output());
        String input = options.input();
        if (input == null) {
            input = renderConveyor(options.output(), terminal).toString();
        } else if (!options.rtsp()) {
            input = Path.of(input).toAbsolutePath().normalize().toString();
        }
        VideoProbe probe = options.rtsp() ? new VideoProbe(0, 0, 0, 0) : VideoProbe.of(Path.of(input));
        System.out.println("workflow " + options.workflow() + " on " + options.shownInput() + (probe.width() == 0 ? ""
                : " (%dx%d, %.3g fps)".formatted(probe.width(), probe.height(), probe.fps())));

        VisionWorkflow workflow = "people".equals(options.workflow()) ? new PeopleWorkflow() : new PartsWorkflow();
        Path predictions = options.output().resolve("predictions.jsonl");
        Path annotated = options.output().resolve("annotated.mp4");
        long start = System.nanoTime();
        QuickstartRun run;
        try (PredictionLog log = new PredictionLog(predictions); AnnotatedVideo video = new AnnotatedVideo(annotated)) {
            Progress progress = new Progress(System.out, terminal, "predictions:", probe.frames());
            run = new QuickstartRun(log, video, options.rtsp(), progress, System.err);
            stream(options, input, workflow, run);
        }
        if (run.failure() != null) {
            throw run.failure();
        }
        return summary(run, predictions, annotated, (System.nanoTime() - start) / 1e9);
    }

    private static void stream(QuickstartOptions options, String input, VisionWorkflow workflow, QuickstartRun run) throws Exception {
        int port = freePort();
        Main main = new Main();
        // Without a hang-up hook of its own: the one below knows what is to be finished.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addInitialProperty("camel.main.name", "quickstart");
        main.addInitialProperty("camel.main.shutdownTimeout", String.valueOf(STOP_SECONDS));
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", String.valueOf(port));
        main.configure().addRoutesBuilder(new QuickstartRoutes(options, input, port, workflow, run));
        CountDownLatch stopped = new CountDownLatch(1);
        // Ctrl-C ends a stream as its end would: with a complete video and a summary.
        Thread hook = new Thread(() -> {
            run.completed();
            try {
                stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "quickstart-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            main.start();
            run.await();
        } finally {
            main.stop();
            stopped.countDown();
        }
    }

    private static int summary(QuickstartRun run, Path predictions, Path annotated, double seconds) {
        long frames = run.frames();
        long written = run.log().written();
        System.out.println("wrote " + predictions + (Files.exists(annotated) ? " and " + annotated : ""));
        System.out.printf(Locale.ROOT, "frames=%d predictions=%d lost=%d seconds=%.1f%n", frames, written, frames - written, seconds);
        if (frames == 0) {
            return fail("no frame arrived; check the input");
        }
        if (run.log().failed() > 0) {
            return fail("the workflow failed on " + run.log().failed() + " frames; see errors in " + predictions);
        }
        return frames == written ? 0 : fail((frames - written) + " predictions were lost");
    }

    private static Path renderConveyor(Path directory, boolean terminal) throws IOException {
        ConveyorVideo conveyor = new ConveyorVideo(directory);
        Progress progress = new Progress(System.out, terminal, "rendering the conveyor video, pictures:", ConveyorVideo.FRAMES);
        conveyor.renderIfMissing(progress::show);
        progress.end();
        return conveyor.video().toAbsolutePath();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
