package io.github.camelvision.roboflow.webrtc.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.network.StreamInputs;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RTSP by codec, transport and TLS, from a real server: every numbered frame from the first on. */
@Timeout(120)
class RtspCamerasIT {

    private static final int FRAMES = 20;

    @BeforeEach
    void requireServer() {
        PythonPeer.assumeRtspAvailable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--transport any", "--transport tcp", "--transport udp", "--codec h265", "--codec h265 --transport udp",
            "--fps 10"})
    void everyFrameComesInOrder(String options) {
        try (PythonPeer camera = PythonPeer.rtspServer(("--size 320x240 " + options).split(" "))) {
            List<DecodedFrame> frames = read(camera.rtspUrl(), true);

            List<Integer> numbers = frames.stream().map(frame -> (int) PaintedFrames.read(frame.frame())).toList();
            assertThat(numbers).as(options).isSorted().doesNotHaveDuplicates();
            assertThat(frames.stream().map(DecodedFrame::pts)).doesNotContainNull().isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefusedUnlessAnyIsTaken() {
        try (PythonPeer camera = PythonPeer.rtspServer("--size", "320x240", "--tls")) {
            String url = camera.rtspUrl().replace("rtsp://", "rtsps://");

            assertThatThrownBy(() -> read(url, true)).isInstanceOf(SourceException.class).hasMessageContaining("certificate")
                    .hasMessageContaining("verifySourceCertificate=false");
            assertThat(read(url, false)).hasSize(FRAMES);
        }
    }

    private static List<DecodedFrame> read(String url, boolean verify) {
        FfmpegOpener opener = new FfmpegOpener(StreamInputs.rtsp(url, "The camera", "rtsp_url", verify));
        List<DecodedFrame> frames = new ArrayList<>();
        try (FrameReader reader = opener.open(new Interruption())) {
            while (frames.size() < FRAMES) {
                DecodedFrame frame = reader.read();
                assertThat(frame).as("frame %d", frames.size() + 1).isNotNull();
                frames.add(frame);
            }
            assertThat(reader.fps()).isBetween(9.0, 31.0);
        }
        return frames;
    }
}
