package io.github.camelvision.roboflow.webrtc.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private double random = 0.999_999_999_999;
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), () -> random);

    private List<Long> millis(int attempts) {
        return Stream.generate(backoff::next).limit(attempts).map(wait -> Math.round(wait.toNanos() / 1e6)).toList();
    }

    @Test
    void chanceTakesUpToHalfOfItAway() {
        random = 0;
        assertThat(millis(3)).containsExactly(250L, 500L, 1_000L);
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
