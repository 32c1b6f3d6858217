package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RtpTimesTest {

    private final RtpTimes times = new RtpTimes();

    @Test
    void continuesAcrossTheWrapOf32Bits() {
        assertThat(times.next(0xFFFF_F000L)).isEqualTo(0xFFFF_F000L);
        assertThat(times.next(0x0000_0800L)).isEqualTo(0x1_0000_0800L);
        assertThat(times.next(0xFFFF_FF00L)).isEqualTo(0xFFFF_FF00L);
    }

    @Test
    void guessesNoUnknownTimestamp() {
        assertThat(times.next(RtpTimes.UNKNOWN)).isEqualTo(Frame.NO_PTS);
        assertThat(times.next(0xFFFF_F000L)).isEqualTo(0xFFFF_F000L);
        assertThat(times.next(RtpTimes.UNKNOWN)).isEqualTo(Frame.NO_PTS);
        assertThat(times.next(15_000)).isEqualTo(0x1_0000_0000L + 15_000);
    }

    @Test
    void takesOutWrapsThatAPeerCountedTooMany() {
        assertThat(RtpTimes.nearest(3_000, 3_000)).isEqualTo(3_000);
        assertThat(RtpTimes.nearest((2L << 32) + 6_000, 3_000)).isEqualTo(6_000);
        assertThat(RtpTimes.nearest((2L << 32) + 5_000, 6_000)).isEqualTo(5_000);
        assertThat(RtpTimes.nearest((3L << 32) + 9_000, 5_000)).isEqualTo(9_000);
        assertThat(RtpTimes.nearest(-1, 9_000)).isEqualTo(-1);
    }
}
