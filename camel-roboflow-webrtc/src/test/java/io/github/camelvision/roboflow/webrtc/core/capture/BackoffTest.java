package io.github.camelvision.roboflow.webrtc.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff();

    private List<Long> millis(int attempts) {
        return Stream.generate(backoff::next).limit(attempts).map(Duration::toMillis).toList();
    }

    @Test
    void eachWaitIsTwiceTheOneBeforeUpToTheLongest() {
        assertThat(millis(7)).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    @Test
    void beginsAgainAfterItWorked() {
        millis(3);
        backoff.reset();
        assertThat(millis(2)).containsExactly(500L, 1_000L);
    }
}
