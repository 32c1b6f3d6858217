package io.github.camelvision.roboflow.webrtc.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserOptionsTest {

    @Test
    void usesTheOwnWorkersByDefaultWithAKeyOfItsOwn() {
        BrowserOptions options = BrowserOptions.parse("my-roboflow-key");
        assertThat(options.remote()).isFalse();
        assertThat(options.server()).isEqualTo("http://127.0.0.1:8080");
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.apiKey()).hasSize(48).isNotEqualTo(BrowserOptions.parse(null).apiKey());
        assertThat(options.resultsPlace()).endsWith("detections.jsonl");
    }

    @Test
    void takesAnotherServerWithTheKeyOfTheEnvironment() {
        BrowserOptions options = BrowserOptions.parse("key", "--server", "https://serverless.roboflow.com/", "--workspace", "acme",
                "--workflow", "count");
        assertThat(options.remote()).isTrue();
        assertThat(options.server()).isEqualTo("https://serverless.roboflow.com");
        assertThat(options.apiKey()).isEqualTo("key");
        assertThat(options.toString()).doesNotContain("key");
    }

    @Test
    void takesAServerOfOnesOwnWithoutAKey() {
        assertThat(BrowserOptions.parse("", "--server", "http://localhost:9001", "--workspace", "acme", "--workflow", "count").apiKey())
                .isNull();
    }

    @Test
    void letsInPagesOfTheOwnAddressesAndThoseNamed() {
        assertThat(BrowserOptions.parse(null, "--port", "9000", "--origin", "https://Cam.example/").origins())
                .isEqualTo(List.of("https://cam.example", "http://localhost:9000", "http://127.0.0.1:9000"));
    }

    @ParameterizedTest
    @CsvSource({"--port 0, --port is a number", "--prot 1, unknown option --prot", "--topic, --topic needs a value",
            "--origin cam, --origin is like https://host", "--server https://a/b, --server is like https://host",
            "--server https://a, --server needs --workspace",
            "--server https://serverless.roboflow.com --workspace w --workflow f, ROBOFLOW_API_KEY"})
    void saysWhichArgumentIsWrong(String arguments, String message) {
        assertThatThrownBy(() -> BrowserOptions.parse(null, arguments.split(" "))).hasMessageContaining(message);
    }
}
