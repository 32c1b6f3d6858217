package io.github.camelvision.roboflow.webrtc.examples.fleet;

import io.github.camelvision.roboflow.webrtc.examples.common.Arguments;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * The command line.
 *
 * @param scenario what happens to the nodes
 * @param cameras how many there are at first
 * @param sessionTimeout after so long without a sign of life a node's cameras go to others
 * @param mostGap longest time that a camera may be without results
 * @param freeze whether a node is stopped in the middle, as by SIGSTOP, and goes on later
 * @param output directory of everything that is written
 */
record FleetOptions(Scenario scenario, int cameras, Duration sessionTimeout, Duration mostGap, boolean freeze, Path output, boolean help) {

    static final String USAGE = """
            Usage: run.sh [--scenario crash|rolling|scale] [--cameras N] [--session-timeout SECONDS] [--most-gap SECONDS]
                          [--freeze yes] [--output DIR]

            Processes (nodes) share the cameras of a Kafka topic. The broker and the worker run in this process; each camera is
            a generated pattern. The results go to Kafka with the node's name and the camera's epoch, and are read back and
            checked.

              --scenario         crash: one of three nodes is killed, another one comes, two cameras are added, one is removed
                                 rolling: three nodes with groupInstanceId are restarted one after the other, and no camera may
                                 move; then one node is taken out for good, and only its cameras may move
                                 scale: from one node to three and back, and only as many cameras may move as must
                                 (default: crash)
              --cameras          how many at first, 12 to 24 (default: 12)
              --session-timeout  after so long the cameras of a dead node go to others, 6 to 60 (default: 6; rolling: 20)
              --most-gap         a camera that is longer without results fails the run (default: the session timeout and 14)
              --freeze           yes: with crash, a node is frozen (SIGSTOP) for twice the session timeout, too, and goes on
              --output           where the files go (default: examples/fleet/target)

            The last line is the summary: cameras=N nodes=N moved=N ownedTwice=0 longestGap=N.Ns, with crash also takenOver=N.Ns
              cameras     all that there were
              nodes       all that there were
              moved       how often a camera went from one node to another
              ownedTwice  results of a node that came after the camera's next owner had begun
              longestGap  longest time without results of a camera that was listed
              takenOver   longest time from the kill until another node asked the worker for a camera of the killed one
            Exit code 0: no camera was owned twice, none moved that should not, no gap was too long, and takenOver is at most the
            session timeout and 3 s.
            1: something went wrong, and one line says what.
            """;

    private static final int CONNECTS_WITHIN = 14;
    private static final int LONGEST = 60;
    /** Heartbeats are a second apart at most: so long until the others know, and so long again for their answers and requests. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(3);

    static FleetOptions parse(String... args) {
        Arguments arguments = Arguments.parse(
                Set.of("--scenario", "--cameras", "--session-timeout", "--most-gap", "--freeze", "--output"), args);
        Scenario scenario = scenario(arguments.text("--scenario", Scenario.crash.name()));
        int timeout = arguments.number("--session-timeout", scenario.timeout, 6, LONGEST);
        return new FleetOptions(scenario, arguments.number("--cameras", 12, 12, 24), Duration.ofSeconds(timeout),
                Duration.ofSeconds(arguments.number("--most-gap", timeout + CONNECTS_WITHIN, 1, 10 * LONGEST)),
                freeze(arguments.text("--freeze", "no")), arguments.directory("--output", "target"), arguments.help());
    }

    /** Longest time until other nodes ask for the cameras of a dead one. */
    Duration mostTakeOver() {
        return sessionTimeout.plus(TAKE_OVER);
    }

    private static Scenario scenario(String value) {
        for (Scenario scenario : Scenario.values()) {
            if (scenario.name().equals(value)) {
                return scenario;
            }
        }
        throw new ExampleException("--scenario is crash, rolling or scale, not " + value);
    }

    private static boolean freeze(String value) {
        if (!value.equals("yes") && !value.equals("no")) {
            throw new ExampleException("--freeze is yes or no, not " + value);
        }
        return value.equals("yes");
    }
}
