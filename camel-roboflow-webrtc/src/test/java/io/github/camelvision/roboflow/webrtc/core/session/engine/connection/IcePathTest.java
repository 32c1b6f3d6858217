package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
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

    @Test
    void onlyWithBothEndsThereIsAPath() {
        Map<String, Object> remote = Map.of("connection.remote.candidateType", "host", "connection.remote.protocol", "udp",
                "connection.remote.address", "::1", "connection.remote.port", 5);
        assertThat(IcePath.chosenPair(remote)).isNull();
        Map<String, Object> both = new HashMap<>(remote);
        both.putAll(Map.of("connection.local.candidateType", "relay", "connection.local.protocol", "udp", "connection.local.address",
                "192.0.2.1", "connection.local.port", 7, "connection.local.relayProtocol", "tcp"));
        assertThat(IcePath.chosenPair(both)).isEqualTo("relay udp 192.0.2.1:7 by TURN over tcp -> host udp [::1]:5");
    }

    @Test
    void ofVeryManyCandidatesTheFirstAreListed() {
        String one = "a=candidate:1 1 udp 1 192.0.2.7 50000 typ host\r\n";
        assertThat(IcePath.candidates(one.repeat(64))).hasSize(64);
        assertThat(IcePath.candidates(one.repeat(65))).hasSize(64);
        assertThat(IcePath.types(one.repeat(65))).isEqualTo("65 host");
    }

    @Test
    void aRelayIsFoundAmongTheTypes() {
        assertThat(IcePath.hasRelay("2 host, 1 relay")).isTrue();
        assertThat(IcePath.hasRelay("2 host")).isFalse();
    }
}
