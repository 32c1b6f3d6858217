package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IcePathTest {

    private static final String SDP = """
            v=0\r
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r
            a=candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host generation 0\r
            a=candidate:2 1 UDP 2130706431 2001:db8::7 50001 typ host\r
            a=candidate:3 1 udp 1694498815 198.51.100.9 50002 typ srflx raddr 192.0.2.7 rport 50000\r
            a=candidate:4 1 udp 1 198.51.100.9 50002 typ somethingelse\r
            a=ice-pwd:secret\r
            """;

    @Test
    void typesAreCountedWithoutAddresses() {
        assertThat(IcePath.types(SDP)).isEqualTo("2 host, 1 srflx");
        assertThat(IcePath.types("v=0\r\n")).isEqualTo("none");
    }

    @Test
    void candidatesAreListedWithTheirAddressesAlone() {
        assertThat(IcePath.candidates(SDP)).containsExactly("host udp 192.0.2.7:50000", "host udp [2001:db8::7]:50001",
                "srflx udp 198.51.100.9:50002");
    }

    @Test
    void withoutAPairThereIsNoPath() {
        assertThat(IcePath.chosenPair(Map.of("connection.local.candidateType", "host"))).isNull();
    }
}
