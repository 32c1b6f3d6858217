package io.github.camelvision.roboflow.webrtc.core.signalling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignallingOptionsTest {

    @ParameterizedTest
    @CsvSource({"http://h:9001///, http://h:9001", "HTTPS://h/prefix/, https://h/prefix", " tcp://h:7070 , tcp://h:7070"})
    void dropsTrailingSlashes(String given, String expected) {
        assertThat(SignallingOptions.of(given, null).apiUrl()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h", "h:9001", "http://", "http:///x", "http://h h", "http://u:geheim@h", "http://h/?api_key=geheim",
        "http://h#x", "://", ""})
    void refusesOtherUrlsAndNamesTheOption(String url) {
        assertThatThrownBy(() -> SignallingOptions.of(url, null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("apiUrl").hasMessageNotContaining("geheim");
    }

    @Test
    void refusesAKeyThatNoHeaderCanCarryWithoutQuotingIt() {
        assertThatThrownBy(() -> SignallingOptions.of("http://h", "geheim\nX: y")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("apiKey").hasMessageNotContaining("geheim");
    }

    @Test
    void treatsABlankKeyAsNone() {
        assertThat(SignallingOptions.of("http://h", " ").apiKey()).isNull();
        assertThat(SignallingOptions.of("http://h", " k\n").apiKey()).isEqualTo("k");
    }

    @Test
    void refusesTimeoutsOfZero() {
        assertThatThrownBy(() -> SignallingOptions.of("http://h", null).withConnectTimeout(Duration.ZERO))
                .hasMessageContaining("connectTimeout");
    }

    @Test
    void neverShowsTheKey() {
        assertThat(SignallingOptions.of("http://h", "geheim").toString()).doesNotContain("geheim");
    }

    @Test
    void httpClientsRefuseTcpUrls() {
        assertThatThrownBy(() -> new WorkerHttpSignalling(SignallingOptions.of("tcp://h:7070", null)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("apiUrl").hasMessageContaining("streamManager");
    }
}
