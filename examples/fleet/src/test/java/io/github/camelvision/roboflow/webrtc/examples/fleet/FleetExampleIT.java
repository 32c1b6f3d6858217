package io.github.camelvision.roboflow.webrtc.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example as a user does. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "run.sh needs bash")
class FleetExampleIT {

    @TempDir
    private Path directory;

    /**
     * How long a camera has no results is for the machine to say. That its session is asked for within the session timeout and 3 s of
     * the kill is the exit code's.
     */
    @Test
    void aDeadNodesCamerasGoOnElsewhereAndNoneHasTwoNodes() throws Exception {
        try (ExampleProcess fleet = ExampleProcess.start("--most-gap", "120", "--freeze", "yes", "--output", directory.toString())) {
            assertThat(fleet.await(600)).as(fleet.toString()).isZero();
            assertThat(fleet.out()).last().asString()
                    .matches("cameras=14 nodes=4 moved=[1-9]\\d* ownedTwice=0 longestGap=\\d+\\.\\ds takenOver=\\d\\.\\ds");
        }
    }

    /** The session timeout is longer than a restart, on a busy machine, too. */
    @Test
    void nodesThatRestartKeepTheirCamerasAndOneThatIsTakenOutGivesItsOwnAlone() throws Exception {
        try (ExampleProcess fleet = ExampleProcess.start("--scenario", "rolling", "--session-timeout", "60", "--most-gap", "120",
                "--output", directory.toString())) {
            assertThat(fleet.await(600)).as(fleet.toString()).isZero();
            assertThat(fleet.out()).last().asString().matches("cameras=12 nodes=3 moved=\\d+ ownedTwice=0 longestGap=\\d+\\.\\ds");
        }
    }

    @Test
    void moreAndFewerNodesMoveOnlyWhatMustMove() throws Exception {
        try (ExampleProcess fleet = ExampleProcess.start("--scenario", "scale", "--session-timeout", "60", "--most-gap", "120",
                "--output", directory.toString())) {
            assertThat(fleet.await(600)).as(fleet.toString()).isZero();
            assertThat(fleet.out()).last().asString().matches("cameras=12 nodes=3 moved=20 ownedTwice=0 longestGap=\\d+\\.\\ds");
        }
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        try (ExampleProcess fleet = ExampleProcess.start("--cameras", "2")) {
            assertThat(fleet.await(60)).as(fleet.toString()).isEqualTo(1);
            assertThat(fleet.err()).containsExactly("fleet: --cameras is a number from 12 to 24, not 2");
        }
    }
}
