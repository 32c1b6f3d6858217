package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.ConveyorVideo;
import java.nio.file.Path;
import org.apache.camel.main.Main;

/** What happened on a conveyor. Events and the summary go to the standard output, progress to the error output. */
public final class EventsExample {

    private static final String NAME = "events";

    private EventsExample() {}

    public static void main(String[] args) {
        Example.main(NAME, stop -> run(EventsOptions.parse(args), stop));
    }

    private static int run(EventsOptions options, StopSignal stop) throws Exception {
        if (options.help()) {
            System.out.print(EventsOptions.USAGE);
            return 0;
        }
        ObjectRules rules = options.rules();
        Example.createOutput(options.output());
        Path video = ConveyorVideo.orRendered(options.input(), options.output(), stop);
        ShownObjects shown = new ShownObjects(options.people() ? "person" : EventsRoutes.DEFECT, options.output());
        EventsRun run;
        try (EventLog log = new EventLog(options.output().resolve("events.jsonl"), System.out)) {
            run = new EventsRun(log);
            stream(new EventsRoutes(options, video, Example.freePort(), run, shown), run, stop);
        }
        Path report = options.output().resolve("report.html");
        new Report(rules, run.events()).write(report);
        return summary(options, rules, run, shown, stop.requested());
    }

    private static void stream(EventsRoutes routes, EventsRun run, StopSignal stop) throws Exception {
        Main main = Example.camel(NAME, routes.port(), routes);
        stop.whenRequested(run::stop);
        try {
            main.start();
            run.await();
        } finally {
            main.stop();
        }
        if (run.failure() != null) {
            throw run.failure();
        }
    }

    private static int summary(EventsOptions options, ObjectRules rules, EventsRun run, ShownObjects shown, boolean interrupted)
            throws Exception {
        Truth.Verdict verdict = options.known() && !interrupted
                ? Truth.read(new ConveyorVideo(options.output()).truth(), ConveyorVideo.FPS).compare(rules, run.events())
                : new Truth.Verdict();
        verdict.table().forEach(System.out::println);
        int exitCode = 0;
        if (interrupted) {
            exitCode = Example.fail(NAME, "stopped before the end");
        } else if (run.events().isEmpty()) {
            exitCode = Example.fail(NAME,
                    "nothing happened: --workflow " + (options.people() ? "people" : "parts") + " found nothing in the video");
        } else if (!verdict.good()) {
            exitCode = Example.fail(NAME, verdict.toString());
        } else if (shown.missing() != null) {
            exitCode = Example.fail(NAME, shown.missing());
        }
        System.out.println("wrote events.jsonl, report.html, clips and snapshots to " + options.output());
        System.out.println("objects=" + run.objects() + " events=" + run.events().size() + " clips=" + shown.written()
                + (options.known() ? " missed=" + verdict.missed().size() + " doubled=" + verdict.doubled().size() : ""));
        return exitCode;
    }
}
