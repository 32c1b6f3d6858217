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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "rtsp://u:12#x@cam/live | rtsp://***@cam/live",
            "rtsp://h:554/user=admin&password=x&channel=1&stream=0.sdp | rtsp://h:554/user=***&password=***&channel=1&stream=0.sdp",
            "http://h/video?loginuse=admin&loginpas=x&usr=a&pwd=b&access_key=c&n=1 | "
                    + "http://h/video?loginuse=***&loginpas=***&usr=***&pwd=***&access_key=***&n=1",
            "https://h/v.mp4?sv=1&sig=a%3D&se=2 | https://h/v.mp4?sv=1&sig=***&se=2"})
    void knowsHowCamerasAndStoresNameTheirSecrets(String url, String expected) {
        assertThat(Redaction.url(url)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "user:pw@cam/live | ***@cam/live", "u:p@ss@cam | ***@cam", "cam/live?token=x | cam/live?token=***",
            "/dev/video0 | /dev/video0"})
    void aSourceWithoutASchemeIsRedactedToo(String address, String expected) {
        assertThat(Redaction.address(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "work | No worker here serves workflow work | No worker here serves workflow ***",
            "k1 | k1 of k1 | k1 of k1",
            "@bc | x@bc and @bcd | x*** and @bcd",
            "0123456789ab | x0123456789aby | x***y"})
    void aShortSecretIsNotAPartOfAWord(String secret, String text, String expected) {
        assertThat(Redaction.text(text, secret)).isEqualTo(expected);
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

    @Test
    void theSecretsOfAUrlAsTheyStandAndDecoded() {
        assertThat(Redaction.parts("rtsp://us%65r:p%40ss+1@cam/live?token=a%20b&x=1"))
                .containsExactlyInAnyOrder("us%65r:p%40ss+1", "user:p@ss+1", "p%40ss+1", "p@ss+1", "a%20b", "a b");
    }

    @Test
    void theSecretsOfAllUrlsInAText() {
        assertThat(Redaction.parts("rtsp://a@c and http://d:e@f")).containsExactlyInAnyOrder("a", "d:e", "e");
    }

    @Test
    void aStrayPercentIsDecodedAsItself() {
        assertThat(Redaction.parts("rtsp://u:50%@cam")).containsExactlyInAnyOrder("u:50%", "50%");
    }

    @Test
    void theSecretsOfASourceWithoutAScheme() {
        assertThat(Redaction.parts("user:p@ss@cam/live")).containsExactlyInAnyOrder("user:p@ss", "p@ss");
        assertThat(Redaction.parts("@cam")).containsExactly("");
        assertThat(Redaction.parts("cam/live")).isEmpty();
        assertThat(Redaction.parts("http://host/a@b.png")).isEmpty();
        assertThat(Redaction.address("@cam")).isEqualTo("***@cam");
    }

    @ParameterizedTest
    @CsvSource({"api_key,true", "Authorization,true", "X-Amz-Date,true", "pwd,true", "camera,false", "width,false",
            "sig,true", "signal,false"})
    void namesTellWhatIsSecret(String name, boolean secret) {
        assertThat(Redaction.isSecretName(name)).isEqualTo(secret);
    }
}
