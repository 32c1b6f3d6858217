package io.github.camelvision.roboflow.webrtc.core.session.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameErrorsTest {

    private final FrameErrors errors = new FrameErrors();

    @Test
    void theFirstOfARowIsToldAndTheOthersAreCounted() {
        try (CapturedLog log = new CapturedLog()) {
            errors.result("cam", 6, List.of());
            assertThat(errors.problem()).isNull();
            for (int frame = 7; frame < 10; frame++) {
                errors.result("cam", frame, List.of("no such\u001b output"));
            }
            assertThat(lines(log)).singleElement().asString().contains("Session cam").contains("frame 7: no such output");
            assertThat(errors.problem()).isEqualTo("3 frames in a row with errors: no such output");
            errors.result("cam", 10, List.of());
            assertThat(errors.problem()).isNull();
            assertThat(errors.total()).isEqualTo(3);
            assertThat(lines(log)).hasSize(2).last().asString().contains("works again, after 3 frames");
        }
    }

    /** They are kept as long as frames fail, and a message has room for many megabytes. */
    @Test
    void whatIsKeptOfErrorsIsShort() {
        errors.result("cam", 1, List.of("x".repeat(1_000_000), "y".repeat(1_000_000)));
        assertThat(errors.problem()).hasSizeLessThan(1_100).contains("xxx", "yyy");
    }

    @Test
    void goodAndBadFramesInTurnDoNotFillTheLog() {
        try (CapturedLog log = new CapturedLog()) {
            for (int frame = 1; frame <= 1_000; frame++) {
                errors.result("cam", frame, frame % 2 == 0 ? List.of() : List.of("bad"));
            }
            assertThat(lines(log)).hasSize(2);
        }
    }

    private static List<String> lines(CapturedLog log) {
        return log.lines().stream().filter(line -> line.contains("Session cam")).toList();
    }
}
