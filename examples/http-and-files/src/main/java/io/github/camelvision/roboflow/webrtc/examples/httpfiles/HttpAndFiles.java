package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.Progress;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.ConveyorVideo;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.apache.camel.main.Main;

/** Predictions to rotating files, defects to a webhook. Results go to the standard output, progress to the error output. */
public final class HttpAndFiles {

    private static final String NAME = "http-and-files";

    private HttpAndFiles() {}

    public static void main(String[] args) {
        Example.main(NAME, stop -> run(HttpAndFilesOptions.parse(args), stop));
    }

    private static int run(HttpAndFilesOptions options, StopSignal stop) throws Exception {
        if (options.help()) {
            System.out.print(HttpAndFilesOptions.USAGE);
            return 0;
        }
        Example.createOutput(options.output());
        Path video = ConveyorVideo.orRendered(options.input(), options.output(), stop);
        System.err.println("events go to " + (options.webhook() == null ? "the embedded receiver" : "your webhook"));
        String id = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        HttpAndFilesRun run;
        try (RotatingFile predictions = new RotatingFile(options.output().resolve("predictions"), "predictions",
                options.rotateKilobytes() * 1024L, LocalDate::now)) {
            Progress progress = new Progress(System.err, Example.terminal(), "predictions:", 0);
            run = new HttpAndFilesRun(id, predictions, progress);
            stream(options, video, run, stop);
        }
        return summary(options, run, stop.requested());
    }

    private static void stream(HttpAndFilesOptions options, Path video, HttpAndFilesRun run, StopSignal stop) throws Exception {
        int port = Example.freePort();
        Main main = Example.camel(NAME, port, new HttpAndFilesRoutes(options, video, port, run));
        main.addInitialProperty("events.folder", options.output().resolve("events").toString());
        main.addInitialProperty("undelivered.folder", options.output().resolve("undelivered").toString());
        stop.whenRequested(run::stop);
        try {
            main.start();
            run.awaitEnd();
            run.awaitDelivery();
        } finally {
            run.closing();
            main.stop();
        }
        if (run.failure() != null) {
            throw run.failure();
        }
    }

    private static int summary(HttpAndFilesOptions options, HttpAndFilesRun run, boolean interrupted) {
        int exitCode = 0;
        if (interrupted) {
            exitCode = Example.fail(NAME, "stopped before the end");
        } else if (run.logged() == 0) {
            exitCode = Example.fail(NAME, "no prediction came; check that players show the frames of --input");
        } else if (run.countUndelivered() > 0) {
            exitCode = Example.fail(NAME, run.countUndelivered() + " of " + run.events() + " events could not be posted after "
                    + options.attempts() + " attempts; they are in " + options.output().resolve("undelivered"));
        }
        System.out.println("wrote predictions, events" + (run.countUndelivered() > 0 ? ", undelivered" : "") + " to " + options.output());
        System.out.println(run.summary());
        return exitCode;
    }
}
