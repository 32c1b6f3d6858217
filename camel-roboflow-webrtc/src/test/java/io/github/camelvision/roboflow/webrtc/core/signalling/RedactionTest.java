package io.github.camelvision.roboflow.webrtc.core.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rtsp://user:pass@cam:554/live | rtsp://***@cam:554/live",
        "rtsp://user@cam/live | rtsp://***@cam/live",
        "rtsp://user:p@ss:word@cam/live | rtsp://***@cam/live",
        "rtsp://user:p/ss@cam/live | rtsp://***@cam/live",
        "rtsp://user:p#ss?x@cam/live | rtsp://***@cam/live",
        "https://host:8443/path@2x.png | https://host:8443/path@2x.png",
        "https://host/path | https://host/path",
        "https://api/turn?api_key=abc&x=1 | https://api/turn?api_key=***&x=1",
        "https://h/v.mp4?x=1&X-Amz-Signature=abc&Token=def#t | https://h/v.mp4?x=1&X-Amz-Signature=***&Token=***#t",
        "/dev/video0 | /dev/video0"})
    void takesUserInfoAndSecretParametersOutOfUrls(String url, String expected) {
        assertThat(Redaction.url(url)).isEqualTo(expected);
    }

    @Test
    void takesSecretsAndUrlsOutOfText() {
        assertThat(Redaction.text("key k+1 (or k%2B1) failed for rtsp://a:b@c/d, http://e:f@g/", "k+1", null, " "))
                .isEqualTo("key *** (or ***) failed for rtsp://***@c/d, http://***@g/");
    }

    @Test
    void keepsNull() {
        assertThat(Redaction.url(null)).isNull();
        assertThat(Redaction.text(null, "x")).isNull();
    }

    @Test
    void leavesTextWithoutSecretsAlone() {
        assertThat(Redaction.text("mail a@b.c about 'x' at 10:30", "key")).isEqualTo("mail a@b.c about 'x' at 10:30");
    }
}
