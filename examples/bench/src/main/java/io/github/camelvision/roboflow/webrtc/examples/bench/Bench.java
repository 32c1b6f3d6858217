package io.github.camelvision.roboflow.webrtc.examples.bench;

import io.github.camelvision.roboflow.webrtc.examples.bench.peers.Comparison;
import io.github.camelvision.roboflow.webrtc.examples.bench.peers.Plan;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What this library takes: whole sessions beside Python, whole sessions in one process, or parts. */
public final class Bench {

    private static final String HELP = """
            Usage: run.sh [--jobs NAME,...] [--frames N] [--rounds N] [--warm-up N] [--json FILE]
                          [--profile]
                          our client and worker and Python's, each in a process of its own, in every combination, in N
                          rounds (3) after N that warm up (2);
                          with --profile our client and worker alone: where time goes, by thread
                   run.sh --one-process [--size WxH] [--frames N] [--rounds N]
                          our worker and client in one process, by what a route asks for
                   run.sh --jmh [JMH options]
                          parts, each beside its baseline; try: --jmh -f 1 -prof gc

            Compare the lines of one run, as ratios: machines differ, and are shared.
            Jobs: file, window8, kafka, images, images720, paired, start, live30, live60, live720, reply, sessions1,
            sessions10, sessions50, sessions100, idle.
            """;

    private Bench() {}

    /** Exit code 0 when every scenario ran, 1 with one line on stderr otherwise. */
    public static void main(String[] args) throws IOException {
        int jmh = Arrays.asList(args).indexOf("--jmh");
        if (jmh >= 0) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, jmh + 1, args.length));
            return;
        }
        int status;
        try {
            status = run(BenchOptions.parse(args));
        } catch (Exception e) { // whatever it is, the user gets one line
            System.err.println("bench: " + (e.getMessage() == null ? e : e.getMessage()));
            status = 1;
        }
        System.exit(status);
    }

    static int run(BenchOptions options) throws Exception {
        if (options.help()) {
            System.out.print(HELP);
            return 0;
        }
        createDirectory("--output", options.directory());
        if (options.json() != null) {
            createDirectory("--json", options.json().toAbsolutePath().getParent());
        }
        if (options.oneProcess()) {
            oneProcess(options);
        } else {
            Plan plan = new Plan(options.frames(), options.rounds(), options.warmUp(), options.jobs(), options.profile());
            new Comparison(options.home(), options.directory(), plan).run(options.json());
        }
        return 0;
    }

    /** Before anything is measured, which takes long. */
    private static void createDirectory(String option, Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IOException(option + " " + directory + " cannot be made a directory; name one that can be written", e);
        }
    }

    private static void oneProcess(BenchOptions options) throws Exception {
        Path video = BenchVideo.of(options.width(), options.height(), 30, options.frames(), options.directory());
        System.out.printf("%dx%d, %d frames, worker and client in one process, %d processors, Java %s%n", options.width(), options.height(),
                options.frames(), Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
        new ScenarioRun(Scenario.DATA, video, Example.freePort()).run(); // warms up what all have in common
        for (int round = 1; round <= options.rounds(); round++) {
            System.out.printf("%n%-52s %9s %6s %9s %9s %8s%n", "round " + round, "frames/s", "ratio", "cpu ms/f", "heap KB/f", "threads");
            double first = 0;
            for (Scenario scenario : Scenario.values()) {
                Measurement measured = new ScenarioRun(scenario, video, Example.freePort()).run();
                first = first == 0 ? measured.framesPerSecond() : first;
                System.out.printf(Locale.ROOT, "%-52s %9.0f %6.2f %9.2f %9.0f %8d%n", scenario.title, measured.framesPerSecond(),
                        measured.framesPerSecond() / first, measured.cpuMillis(), measured.allocatedKb(), measured.threads());
            }
        }
    }
}
