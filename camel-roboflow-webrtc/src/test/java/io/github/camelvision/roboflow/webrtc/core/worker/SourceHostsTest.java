package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void urlsThatCouldBeReadTwoWaysAreRefusedWithoutRepeatingThem() {
        for (String url : new String[] {"rtsp://u:pa@ss@cam/1",
            "rtsp://u:pass@/1", "rtsp://cam\\@evil/1", "rtsp:///x", "rtsp://u:p ass@cam"}) {
            assertThatThrownBy(() -> SourceHosts.check("rtsp_url", url, Set.of("*"))).isInstanceOf(WorkerRejectedException.class)
                    .hasMessageContaining("rtsp_url").hasMessageNotContaining("pa@ss").hasMessageNotContaining("cam");
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
