package io.github.camelvision.roboflow.webrtc.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MS = 1_000_000L;

    @Test
    void whatComesAtOnceIsSpreadByItsPts() {
        Pacer pacer = Pacer.byPts();

        assertThat(pacer.waitNanos(7 * SECOND, 0)).isZero();
        assertThat(pacer.waitNanos(7 * SECOND + 40 * MS, 0)).isEqualTo(40 * MS);
        assertThat(pacer.waitNanos(7 * SECOND + 80 * MS, 40 * MS)).isEqualTo(40 * MS);
    }

    @Test
    void whatIsLateIsNotHurriedAfter() {
        Pacer pacer = Pacer.byPts();
        pacer.waitNanos(0, 0);

        assertThat(pacer.waitNanos(40 * MS, SECOND)).isZero();
        assertThat(pacer.waitNanos(80 * MS, SECOND)).isEqualTo(40 * MS);
    }

    @Test
    void aJumpOfTheClockIsANewBeginning() {
        Pacer pacer = Pacer.byPts();
        pacer.waitNanos(0, 0);

        assertThat(pacer.waitNanos(3600 * SECOND, 40 * MS)).isZero();
        assertThat(pacer.waitNanos(0, 80 * MS)).isZero();
    }

    @Test
    void aLiveStreamMayBeABurstAhead() {
        Pacer pacer = Pacer.forLive(3 * SECOND);
        pacer.waitNanos(0, 0);

        assertThat(pacer.waitNanos(3 * SECOND, 0)).isZero();
        assertThat(pacer.waitNanos(4 * SECOND, 0)).isEqualTo(SECOND);
    }

    @Test
    void aCameraWithAFastClockIsNeverDelayed() {
        Pacer pacer = Pacer.forLive(3 * SECOND);
        for (long frame = 0; frame < 30L * 86_400; frame++) {
            long ours = frame * SECOND / 30;
            long theirs = ours + ours / 500;
            assertThat(pacer.waitNanos(theirs, ours)).isZero();
        }
    }
}
