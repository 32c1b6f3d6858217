package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectPolicyTest {

    private static final double LATEST = 0.999_999_999;

    private final ReconnectPolicy policy = new ReconnectPolicy(true, Duration.ofSeconds(1), Duration.ofSeconds(30), -1);

    @ParameterizedTest
    @CsvSource({"1,1000", "2,2000", "3,4000", "4,8000", "5,16000", "6,30000", "7,30000", "40,30000", "2000000000,30000"})
    void doublesUpToTheCapWithJitterInTheSecondHalf(int attempt, long millis) {
        assertThat(policy.next(attempt, 0, Optional.empty())).contains(Duration.ofMillis(millis / 2));
        assertThat(policy.next(attempt, LATEST, Optional.empty()).orElseThrow())
                .isBetween(Duration.ofMillis(millis - 1), Duration.ofMillis(millis));
    }

    @Test
    void theServersWishIsALowerBound() {
        assertThat(policy.next(1, 0, Optional.of(Duration.ofSeconds(90)))).contains(Duration.ofSeconds(90));
        assertThat(policy.next(6, 0, Optional.of(Duration.ofSeconds(2)))).contains(Duration.ofSeconds(15));
    }

    @Test
    void attemptsAreCounted() {
        ReconnectPolicy two = new ReconnectPolicy(true, Duration.ofSeconds(1), Duration.ofSeconds(30), 2);
        assertThat(two.next(2, 0, Optional.empty())).isPresent();
        assertThat(two.next(3, 0, Optional.empty())).isEmpty();
        assertThat(two.next(3, 0, Optional.of(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void noneNeverTriesAgain() {
        assertThat(ReconnectPolicy.NONE.next(1, 0, Optional.of(Duration.ofSeconds(1)))).isEmpty();
    }

    @Test
    void hugeDelaysDoNotOverflow() {
        ReconnectPolicy huge = new ReconnectPolicy(true, Duration.ofDays(100_000), Duration.ofDays(200_000), -1);
        assertThat(huge.next(31, 0, Optional.empty()).orElseThrow()).isPositive();
        assertThat(huge.next(12, LATEST, Optional.empty()).orElseThrow()).isLessThanOrEqualTo(Duration.ofDays(200_000));
    }
}
