package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

public class NativeIceTest {

    public static final List<String> GOOD =
            List.of("stun:stun.example.org", "stun:10.0.0.1:19302", "STUN:Stun.Example.org", "stuns:example.org",
                    "turn:example.org?transport=tcp", "turn:[2001:db8::1]:3478?transport=udp", "turns:example.org:443?transport=tcp",
                    "turns:example.org:443?transport=udp", "turns:example.org", "stun:192.0.2.1",
                    "turn:under_score.example.org:65535");

    @ParameterizedTest
    @FieldSource("GOOD")
    void takesUrlsOfTheRfcs(String url) {
        assertThat(check(url, "user", "secret")).isEqualTo(url.toLowerCase());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stun:", "nonsense:x", "http://example.org", "stun:a:0", "stun:a:65536", "stun:a:b",
            "turn:a?transport=sctp", "turn:a?x=y", "turn:user:pass@a",
            "turn://a", "stun:a b", "stun:[::1", "turn:a?transport=udp?transport=tcp"})
    void refusesAnythingElse(String url) {
        assertThatThrownBy(() -> check(url, "user", "secret")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret").hasMessageNotContaining("pass@");
    }

    @Test
    void dropsTheTransportOfAStunServer() {
        assertThat(check("stun:example.org:3478?transport=udp", null, null)).isEqualTo("stun:example.org:3478");
    }

    @Test
    void refusesTurnWithoutCredentials() {
        assertThatThrownBy(() -> check("turn:a", null, "secret")).hasMessageContaining("username").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> check("turn:a", "user", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> check("turn:a", "u".repeat(510), "x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(check("stun:a", null, null)).isEqualTo("stun:a");
    }

    @Test
    void refusesAServerWithoutUrl() {
        IceConfig none = new IceConfig(List.of(new IceConfig.Server(List.of(), null, null)), false);
        assertThatThrownBy(() -> NativeIce.toNative(none)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String check(String url, String username, String credential) {
        IceConfig ice = new IceConfig(List.of(new IceConfig.Server(List.of(url), username, credential)), false);
        return NativeIce.toNative(ice).iceServers.get(0).urls.get(0);
    }
}
