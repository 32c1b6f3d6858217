package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import org.junit.jupiter.api.Test;

class RtpTimesTest {

    private static final long MS = 1_000_000;

    private final RtpTimes times = new RtpTimes();

    @Test
    void continuesAcrossTheWrapOf32Bits() {
        assertThat(times.next(0xFFFF_F000L, 0)).isEqualTo(0xFFFF_F000L);
        assertThat(times.next(0x0000_0800L, 33 * MS)).isEqualTo(0x1_0000_0800L);
        assertThat(times.next(0xFFFF_FF00L, 34 * MS)).isEqualTo(0xFFFF_FF00L);
    }

    @Test
    void bridgesAnUnknownTimestampWithTheLocalClock() {
        times.next(9_000, 100 * MS);
        assertThat(times.next(RtpTimes.UNKNOWN, 133 * MS)).isEqualTo(9_000 + 33 * 90);
        assertThat(times.next(15_000, 166 * MS)).isEqualTo(15_000);
    }

    @Test
    void hasNoTimeBeforeTheFirstTimestamp() {
        assertThat(times.next(RtpTimes.UNKNOWN, MS)).isEqualTo(Frame.NO_PTS);
        assertThat(times.next(3_000, 2 * MS)).isEqualTo(3_000);
    }
}
