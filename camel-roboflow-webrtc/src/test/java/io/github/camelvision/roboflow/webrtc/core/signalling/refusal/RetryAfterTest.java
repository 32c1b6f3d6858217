package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void readsSecondsAndDates() {
        assertThat(RetryAfter.parse(" 17 ", NOW)).isEqualTo(Duration.ofSeconds(17));
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 00:01:30 GMT", NOW)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void staysBetweenZeroAndADay() {
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 00:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.parse("999999", NOW)).isEqualTo(RetryAfter.MAX);
        assertThat(RetryAfter.parse("99999999999999999999", NOW)).isEqualTo(RetryAfter.MAX);
    }

    @Test
    void isNullWhenAbsentOrUnreadable() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
        assertThat(RetryAfter.parse(" ", NOW)).isNull();
        assertThat(RetryAfter.parse("-5", NOW)).isNull();
        assertThat(RetryAfter.parse("soon", NOW)).isNull();
    }

    @Test
    void aDayIsTheMost() {
        assertThat(RetryAfter.parse("86399", NOW)).isEqualTo(Duration.ofSeconds(86_399));
        assertThat(RetryAfter.parse("86401", NOW)).isEqualTo(Duration.ofDays(1));
        assertThat(RetryAfter.parse("999999999", NOW)).isEqualTo(Duration.ofDays(1));
        assertThat(RetryAfter.parse("0", NOW)).isZero();
    }
}
