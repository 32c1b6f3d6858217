package io.github.camelvision.roboflow.webrtc.core.capture.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '"', nullValues = "-", value = {
            // as written, user, password, host, port, rest
            "rtsp://cam - - cam -1 \"\"",
            "RTSP://cam:8554/live/1?a=1&b=2 - - cam 8554 /live/1?a=1&b=2",
            "rtsp://admin:pw@cam/x admin pw cam -1 /x",
            "rtsp://admin@cam/x admin - cam -1 /x",
            "rtsp://admin:@cam/x admin \"\" cam -1 /x",
            "rtsp://admin:p@ss@10.0.0.1:554/x admin p@ss 10.0.0.1 554 /x",
            "rtsp://admin:p%40ss@cam/x admin p@ss cam -1 /x",
            "rtsp://admin:p%2540ss@cam/x admin p%40ss cam -1 /x",
            "rtsp://admin:100%@cam/x admin 100% cam -1 /x",
            "rtsp://admin:a:b:c@cam/x admin a:b:c cam -1 /x",
            "rtsp://admin:a/b@cam/x admin a/b cam -1 /x",
            "rtsp://admin:a/b@c@cam/x admin a/b@c cam -1 /x",
            "rtsp://admin:a?b@cam/x admin a?b cam -1 /x",
            "rtsp://admin:a#b@cam/x admin a#b cam -1 /x",
            "rtsp://admin:12#b@cam/x admin 12#b cam -1 /x",
            "rtsp://admin:a+b&c=d@cam/x+y admin a+b&c=d cam -1 /x+y",
            "rtsp://us%20er:w%C3%B6rt@cam/x \"us er\" wört cam -1 /x",
            "rtsp://u:%E4@cam/x u %E4 cam -1 /x",
            "http://my_cam:80/video?user=a@b - - my_cam 80 /video?user=a@b",
            "http://u:p@cam/?user=a@b u p cam -1 /?user=a@b",
            "rtsp://u:p@[fe80::1%25eth0]:554/x u p [fe80::1%25eth0] 554 /x",
            "rtsp://cam:/x - - cam -1 /x",
            "http://cam/a#1 - - cam -1 /a#1",
            "http://cam/ä|%zz%41 - - cam -1 /%C3%A4%7C%25zz%41"})
    void takesWhatPeopleWrite(String text, String user, String password, String host, int port, String rest) {
        CameraUrl url = CameraUrl.parse(text);
        assertThat(url).isEqualTo(new CameraUrl(url.scheme(), user, password, host, port, rest));
        assertThat(url.scheme()).isLowerCase();
        assertThat(CameraUrl.parse(url.full())).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cam/live", "user:s3cret@cam/live", "rtsp:/s3cret", "rtsp://", "rtsp://s3cret:99999/x",
            "rtsp://u:s3cret@/x", "rtsp://s3cret c/x",
            "rtsp://u:s3cret@:554/x", "rtsp://[::1/s3cret"})
    void saysWhatIsWrongAndQuotesNothing(String text) {
        assertThatThrownBy(() -> CameraUrl.parse(text)).isInstanceOf(IllegalArgumentException.class).hasNoCause()
                .message().doesNotContain("s3cret");
    }

    @Test
    void showsNeitherCredentialsNorParameters() {
        assertThat(CameraUrl.parse("rtsp://u:s3cret@cam:1/a/b?token=s3cret#s3cret")).hasToString("rtsp://cam:1/a/b");
        assertThat(CameraUrl.parse("rtsp://u:s3cret@cam")).hasToString("rtsp://cam");
    }

    @Test
    void aClientOfHttpAsksWithoutCredentials() {
        assertThat(CameraUrl.parse("http://u:p@[::1]:8080/a b?x=y#1").uri()).isEqualTo(URI.create("http://[::1]:8080/a%20b?x=y%231"));
    }

    @Property
    void everyPasswordSurvivesBeingEncoded(@ForAll @StringLength(max = 20) @CharRange(from = ' ', to = '~') @Chars({'ä', '€'}) String user,
            @ForAll @StringLength(max = 20) @CharRange(from = ' ', to = '~') @Chars({'ä', '€'}) String password) {
        CameraUrl url = new CameraUrl("rtsp", user, password, "cam", 554, "/x?a=1");
        assertThat(CameraUrl.parse(url.full())).isEqualTo(url);
        assertThat(URI.create(url.full()).getHost()).isEqualTo("cam");
    }
}
