package io.github.camelvision.roboflow.webrtc.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerTextTest {

    @Test
    void isOneLineWithoutAnythingThatATerminalObeys() {
        assertThat(PeerText.line(
                "a\r\n2026 ERROR forged\u001b[31m\u0007\u009b1m\u2028b\u202ec\t d\u0000")).isEqualTo("a 2026 ERROR forged [31m 1m b c d");
        assertThat(PeerText.line("Straße 道路 🚗")).isEqualTo("Straße 道路 🚗");
        assertThat(PeerText.line(null)).isNull();
    }

    @Test
    void isCutWhateverItsLengthAndNeverInsideACharacter() {
        assertThat(PeerText.line("x".repeat(10_000_000), 50)).hasSize(50).endsWith("x…");
        assertThat(PeerText.line("🚗".repeat(100), 50)).hasSizeLessThanOrEqualTo(50).endsWith("🚗…");
        assertThat(PeerText.line("x".repeat(50), 50)).hasSize(50).doesNotContain("…");
    }

    @Test
    void aListSaysHowManyMoreThereAre() {
        assertThat(PeerText.list(List.of("one", "two\nlines"))).isEqualTo("one; two lines");
        assertThat(PeerText.list(Collections.nCopies(1000, "long ".repeat(100_000)))).hasSizeLessThan(1100).endsWith("and 995 more");
    }

    @Test
    void noMessageOfAnExceptionBreaksTheLineOrFillsTheLog() {
        assertThat(new ProtocolException("bad\n\u001b[2Jmessage " + "x".repeat(1 << 20)).getMessage()).startsWith("bad [2Jmessage x")
                .hasSizeLessThanOrEqualTo(4000);
        assertThat(new RoboflowWebrtcException(null, new IllegalStateException()).getMessage()).isNull();
    }
}
