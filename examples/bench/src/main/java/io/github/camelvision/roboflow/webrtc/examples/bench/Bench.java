package io.github.camelvision.roboflow.webrtc.examples.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Whole sessions of this library, one scenario after the other in one process, and a table of what they took. */
public final class Bench {

    private static final String HELP = """
            Usage: run.sh [--frames N] [--size WxH] [--rounds N]     whole sessions: worker and client in one process
                   run.sh --jmh [JMH options]                        parts, each beside its baseline; try: --jmh -f 1 -prof gc

            Compare the lines of one run, as ratios: machines differ, and are shared.
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
            System.err.println("bench: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    static int run(BenchOptions options) throws Exception {
        if (options.help()) {
            System.out.print(HELP);
            return 0;
        }
        Path video = BenchVideo.of(options.width(), options.height(), options.frames(), options.directory());
        System.out.printf("%dx%d, %d frames, worker and client in one process, %d processors, Java %s%n", options.width(), options.height(),
                options.frames(), Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
        new ScenarioRun(Scenario.DATA, video, freePort()).run(); // warms up what all have in common
        for (int round = 1; round <= options.rounds(); round++) {
            System.out.printf("%n%-52s %9s %6s %9s %9s %8s%n", "round " + round, "frames/s", "ratio", "cpu ms/f", "heap KB/f", "threads");
            double first = 0;
            for (Scenario scenario : Scenario.values()) {
                Measurement measured = new ScenarioRun(scenario, video, freePort()).run();
                first = first == 0 ? measured.framesPerSecond() : first;
                System.out.printf(Locale.ROOT, "%-52s %9.0f %6.2f %9.2f %9.0f %8d%n", scenario.title, measured.framesPerSecond(),
                        measured.framesPerSecond() / first, measured.cpuMillis(), measured.allocatedKb(), measured.threads());
            }
        }
        return 0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
