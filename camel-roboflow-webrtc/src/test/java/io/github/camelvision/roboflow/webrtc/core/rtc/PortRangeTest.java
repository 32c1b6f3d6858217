package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {

    @Test
    void twoNumbersAreARange() {
        assertThat(PortRange.parse(" 50000 - 50100 ")).isEqualTo(new PortRange(50000, 50100)).hasToString("50000-50100");
        assertThat(PortRange.parse("7-7")).isEqualTo(new PortRange(7, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "50000", "50000-", "2-1", "0-5", "1-65536", "1-999999", "a-b", "1-2-3", "-1-5"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not a range of ports");
    }

    @Test
    void aRangeIsUsedUpWhereNoCandidateHasUdp() {
        PortRange range = new PortRange(50_000, 50_010);
        String tcp = "v=0\r\na=candidate:1 1 tcp 1518149375 127.0.0.1 50000 typ host tcptype passive\r\n";
        assertThat(range.usedUp(tcp)).contains("udpPorts=50000-50010").contains("widen the range");
        assertThat(range.usedUp(tcp + "a=candidate:2 1 UDP 2122194687 127.0.0.1 50001 typ host\r\n")).isNull();
    }
}
