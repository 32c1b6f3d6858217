package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
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

    /** As a server says it to all that come while it starts. */
    @Test
    void clientsThatAreToldTheSameTimeAreSpreadAfterIt() {
        assertThat(policy.next(6, LATEST, Optional.of(Duration.ofSeconds(20))).orElseThrow())
                .isBetween(Duration.ofMillis(34_999), Duration.ofSeconds(35));
    }

    @Test
    void whatWillNotPassByItselfIsTriedRarely() {
        ReconnectPolicy rarely = policy.rarely(10);
        assertThat(rarely.next(1, 0, Optional.empty())).contains(Duration.ofSeconds(150));
        assertThat(rarely.next(9, LATEST, Optional.empty()).orElseThrow()).isBetween(Duration.ofMillis(299_999), Duration.ofSeconds(300));
        assertThat(new ReconnectPolicy(true, Duration.ZERO, Duration.ofMillis(Long.MAX_VALUE), -1).rarely(10)
                .next(1, LATEST, Optional.empty()).orElseThrow()).isPositive();
    }

    /** Fifty cameras whose server was away for so long, and is back. */
    @ParameterizedTest
    @CsvSource({"1,8", "10,4", "100,2"})
    void noMomentHasManyOfFiftyClients(int awaySeconds, int most) {
        Random random = new Random(awaySeconds);
        int[] moments = new int[awaySeconds * 10 + 320];
        for (int client = 0; client < 50; client++) {
            long millis = 0;
            for (int attempt = 1; millis < awaySeconds * 1_000L; attempt++) {
                millis += policy.next(attempt, random.nextDouble(), Optional.empty()).orElseThrow().toMillis();
            }
            moments[(int) (millis / 100)]++;
        }
        assertThat(Arrays.stream(moments).max().orElseThrow()).as("in the fullest tenth of a second").isEqualTo(most);
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
