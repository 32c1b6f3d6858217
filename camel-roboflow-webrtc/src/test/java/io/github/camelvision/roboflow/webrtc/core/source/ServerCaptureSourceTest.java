package io.github.camelvision.roboflow.webrtc.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCaptureSourceTest {

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://u:p@cam/1", "rtsps://cam/1", "RTSP://cam/1", " rtsp://cam/1 "})
    void tellsTheServerTheStream(String url) {
        FakeRtcPeer peer = FakeRtcPeer.alone();
        Source source = ServerCaptureSource.rtsp(url, false);
        assertThat(source.attach(peer, null).requestParameters()).containsOnlyKeys("rtsp_url")
                .containsValue(url.trim().replace("RTSP", "rtsp"));
        assertThat(peer.calls()).isEmpty();
        assertThat(source.live()).isTrue();
        assertThat(source.realtimeByDefault()).isTrue();
    }

    /** As FFmpeg at the server reads it: percent-encoded. */
    @Test
    void tellsCredentialsAsTheyCanBeReadBack() {
        assertThat(ServerCaptureSource.rtsp("rtsp://admin:p@ss%#rd@cam/1?channel=1&subtype=1", false).attach(FakeRtcPeer.alone(), null)
                .requestParameters()).containsEntry("rtsp_url", "rtsp://admin:p%40ss%25%23rd@cam/1?channel=1&subtype=1");
        assertThat(ServerCaptureSource.rtsp("rtsp://admin:p%40ss@cam/1", false).attach(FakeRtcPeer.alone(), null)
                .requestParameters()).containsEntry("rtsp_url", "rtsp://admin:p%40ss@cam/1");
    }

    @Test
    void receivesVideoIfWanted() {
        FakeRtcPeer peer = FakeRtcPeer.alone();
        assertThat(ServerCaptureSource.mjpeg("https://cam/mjpeg", true).attach(peer, null).requestParameters())
                .containsEntry("mjpeg_url", "https://cam/mjpeg");
        assertThat(peer.calls()).containsExactly("receiveVideo");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "cam/1", "http://user:secret@cam/1", "user:secret@cam/1", "secret:user@cam/1", "rtsp:user:secret@cam",
            "rtsp://user:secret@ca m/1", "rtmp://user:secret@cam/1", "file:///etc/secret", "rtsp://"})
    void refusesWhatIsNoRtspUrlWithoutQuotingIt(String url) {
        assertThatThrownBy(() -> ServerCaptureSource.rtsp(url, false)).isInstanceOf(SourceException.class)
                .hasMessageContaining("sourceUri").hasNoCause()
                .message().doesNotContain("secret").doesNotContain("user:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://cam/1", "ftp://user:secret@cam/1"})
    void refusesWhatIsNoHttpUrl(String url) {
        assertThatThrownBy(() -> ServerCaptureSource.mjpeg(url, false)).isInstanceOf(SourceException.class)
                .hasMessageContaining("http:// or https://").message().doesNotContain("secret");
    }
}
