package io.github.camelvision.roboflow.webrtc.core.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.capture.network.CameraUrl;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceHostsTest {

    @Test
    void onlyListedHostsAreLetThrough() {
        allowed("rtsp://cam.local/1", "cam.local");
        allowed("rtsp://user:p%40ss@CAM.local:554/1", "cam.local");
        allowed("rtsp://cam.local:8554/1", "cam.local:8554");
        allowed("rtsp://a.cams.example/1", "*.cams.example");
        allowed("rtsp://[::1]/1", "[::1]");
        allowed("rtsp://anything/1", "*");
        refused("rtsp://cam.local/1");
        refused("rtsp://cam.local:8554/1", "cam.local:554");
        refused("rtsp://cams.example/1", "*.cams.example");
        refused("rtsp://evilcams.example/1", "*.cams.example");
        refused("rtsp://cam.local@evil/1", "cam.local");
    }

    /** What is captured from is what was checked: the URL goes on in the form in which all read it alike. */
    @Test
    void aUrlThatOthersWouldReadInAnotherWayIsCheckedForTheHostThatIsAsked() {
        for (String url : new String[] {"rtsp://u:pa@ss@evil/1", "rtsp://cam\\@evil/1", "rtsp://u:p ass@evil", "rtsp://cam#@evil/1",
                "rtsp://cam%2F@evil/1"}) {
            refused(url, "cam", "ss", "u");
            allowed(url, "evil");
            assertThat(URI.create(CameraUrl.parse(url).full()).getHost()).isEqualTo("evil");
        }
    }

    @Test
    void urlsWithoutAHostAreRefusedWithoutRepeatingThem() {
        for (String url : new String[] {"rtsp://u:pass@/1", "rtsp:///pass", "rtsp://pass\\word/", "pass"}) {
            assertThatThrownBy(() -> SourceHosts.check("rtsp_url", url, Set.of("*"))).isInstanceOf(WorkerRejectedException.class)
                    .hasMessageContaining("rtsp_url").hasMessageNotContaining("pass");
        }
    }

    private static void allowed(String url, String... hosts) {
        assertThatCode(() -> SourceHosts.check("rtsp_url", url, Set.of(hosts))).doesNotThrowAnyException();
    }

    private static void refused(String url, String... hosts) {
        assertThatThrownBy(() -> SourceHosts.check("rtsp_url", url, Set.of(hosts))).isInstanceOf(WorkerRejectedException.class)
                .hasMessageContaining("allowedSourceHosts");
    }
}
