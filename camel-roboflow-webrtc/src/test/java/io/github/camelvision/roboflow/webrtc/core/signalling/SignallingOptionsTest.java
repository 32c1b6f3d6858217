package io.github.camelvision.roboflow.webrtc.core.signalling;

import javax.net.ssl.SSLContext;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
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

    @ParameterizedTest
    @CsvSource({"https://serverless.roboflow.com,https://api.roboflow.com", "https://Infer.Roboflow.com:443/x,https://api.roboflow.com",
            "https://serverless.roboflow.eu,https://api.roboflow.eu", "https://asyncinfer.roboflow.one,https://api.roboflow.one",
            "https://serverless.roboflow-eu.one,https://api.roboflow-eu.one", "http://localhost:9001,", "https://acme.roboflow.cloud,",
            "tcp://localhost:7070,"})
    void onlySessionsAtRoboflowsServersAskRoboflow(String apiUrl, String api) {
        assertThat(SignallingOptions.of(apiUrl, "k").roboflowApi()).isEqualTo(api);
    }

    @Test
    void theApiToAskCanBeNamedAtAnyServer() {
        SignallingOptions options = SignallingOptions.of("http://localhost:9001", "k").withRoboflowApiUrl("https://api.example/");
        assertThat(options.roboflowApi()).isEqualTo("https://api.example");
        assertThat(options.withRequestTimeout(Duration.ofSeconds(1)).withConnectTimeout(Duration.ofSeconds(1)).withSslContext(null)
                .withApiKeyTransport(ApiKeyTransport.both).roboflowApi()).isEqualTo("https://api.example");
        for (String wrong : new String[] {"tcp://h", "ftp://h", "https://u:geheim@h"}) {
            assertThatThrownBy(() -> options.withRoboflowApiUrl(wrong)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("roboflowApiUrl").hasMessageNotContaining("geheim");
        }
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

    @ParameterizedTest
    @CsvSource({"http://localhost:9001,true", "http://LOCALHOST,true", "http://worker.localhost,true", "http://[::1]:9001,true",
            "http://127.0.0.1,true", "http://127.255.0.9:1,true", "http://128.0.0.1,false", "http://mylocalhost,false",
            "http://localhost.example,false", "http://127.0.0.1.example,false", "http://[::2],false"})
    void knowsTheAddressesOfThisMachine(String apiUrl, boolean here) {
        assertThat(SignallingOptions.of(apiUrl, null).onThisHost()).isEqualTo(here);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\u007fb", "\u00e4", "a\u0001b"})
    void everyCharacterOfAKeyIsPrintableAscii(String key) {
        assertThatThrownBy(() -> SignallingOptions.of("http://h", key)).hasMessageContaining("apiKey").hasMessageNotContaining(key);
    }

    @Test
    void theLastsOfAsciiAreFine() {
        assertThat(SignallingOptions.of("http://h", "!~").apiKey()).isEqualTo("!~");
    }

    @Test
    void tellsWhetherThereIsAKeyAndAContext() throws Exception {
        assertThat(SignallingOptions.of("http://h", null).toString()).contains("apiUrl=http://h", "apiKey=none", "sslContext=default");
        assertThat(SignallingOptions.of("http://h", "geheim").withSslContext(SSLContext.getDefault()).toString())
                .contains("apiKey=***", "sslContext=own");
    }

    @Test
    void refusesARequestTimeoutOfZeroOrLess() {
        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofMillis(-1)}) {
            assertThatThrownBy(() -> SignallingOptions.of("http://h", null).withRequestTimeout(wrong))
                    .hasMessageContaining("requestTimeout");
        }
    }
}
