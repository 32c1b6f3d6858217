package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.testing.PythonClient;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Python peers against each other, without any of our own code: a failure here is the peers' fault. */
class PythonPeersIT {

    @BeforeAll
    static void peers() {
        PythonPeer.assumeAvailable();
    }

    @Test
    void liveFramesComeBackAtMostOnceInOrderAndPaired() {
        try (PythonPeer worker = PythonPeer.worker()) {
            // How many the worker keeps up with is the machine's affair: the rule is that it drops them, never mixes them up.
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "manual", "--frames", "100", "--fps", "30",
                    "--size", "640x480", "--stream-output", "image", "--data-output", "predictions,number", "--min-answered", "10");

            assertRight(outcome);
            assertThat(outcome.count("video_paired")).as("%s", outcome).isGreaterThanOrEqualTo(9);
            assertThat(worker.events("frame")).hasSizeGreaterThanOrEqualTo(outcome.count("answered"));
        }
    }

    @Test
    void queuedFramesAreAllAnsweredWithinTheAckWindow() {
        try (PythonPeer worker = PythonPeer.worker()) {
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "manual", "--frames", "100", "--fps", "30",
                    "--size", "640x480", "--realtime", "false", "--ack");

            assertRight(outcome);
            assertThat(outcome.count("answered")).as("%s", outcome).isEqualTo(100);
            assertThat(aheadOfAcks(worker)).as("frames processed beyond ack + window").isEmpty();
        }
    }

    @Test
    void theWorkerEndsTheSessionWhenTheClientLeaves() {
        try (PythonPeer worker = PythonPeer.worker()) {
            assertRight(PythonClient.run(worker.httpUrl(), "manual", "--frames", "10", "--min-answered", "1"));

            await().atMost(Duration.ofSeconds(45)).untilAsserted(() -> assertThat(worker.events("closed")).hasSize(1));
        }
    }

    @Test
    void eachFileFrameIsAnsweredOnceWithinTheAckWindow() {
        try (PythonPeer worker = PythonPeer.worker("--ack-window", "1", "--gzip", "--padding", "150000", "--order", "reverse")) {
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "file", "--file", video(TestVideos.of(120)),
                    "--ack", "--ping", "--stream-output", "image", "--data-output", "number,padding");

            assertRight(outcome);
            assertThat(outcome.count("answered")).as("%s", outcome).isEqualTo(120);
            assertThat(outcome.is("complete")).isTrue();
            assertThat(outcome.count("images_received")).isEqualTo(120);
            assertThat(outcome.count("gzip_messages")).isEqualTo(121);
            assertThat(outcome.count("pings")).isEqualTo(1);
            assertThat(aheadOfAcks(worker)).as("frames processed beyond ack + window").isEmpty();
        }
    }

    @Test
    void fileFramesComeByTrackToo() {
        try (PythonPeer worker = PythonPeer.worker("--process-ms", "10")) {
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "file", "--file", video(TestVideos.of(120)),
                    "--ack", "--delivery", "track", "--stream-output", "image", "--data-output", "*");

            assertRight(outcome);
            assertThat(outcome.count("answered")).as("%s", outcome).isEqualTo(120);
            assertThat(outcome.count("video_paired")).as("%s", outcome).isGreaterThan(60);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270})
    void theRotationOfAFileIsUndone(int degrees) {
        try (PythonPeer worker = PythonPeer.worker()) {
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "file",
                    "--file", video(TestVideos.of(10).size(480, 640).rotated(degrees)), "--data-output", "number");

            assertRight(outcome);
            assertThat(outcome.count("answered")).as("%s", outcome).isEqualTo(10);
            assertThat(worker.events("frame").get(9).path("number").asInt()).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCodecOfTestVideosIsReadable(TestVideos.Codec codec) {
        try (PythonPeer worker = PythonPeer.worker()) {
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "file",
                    "--file", video(TestVideos.of(15).size(320, 240).fps(15).codec(codec)), "--data-output", "number");

            assertRight(outcome);
            assertThat(outcome.count("last_answered")).as("%s", outcome).isEqualTo(15);
        }
    }

    @Test
    void anRtspCameraIsCapturedByTheWorker() {
        PythonPeer.assumeRtspAvailable();
        try (PythonPeer camera = PythonPeer.rtspServer("--user", "operator", "--password", "pa@ss");
                PythonPeer worker = PythonPeer.worker()) {
            String url = camera.rtspUrl().replace("rtsp://", "rtsp://operator:pa%40ss@");
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "rtsp", "--source-url", url, "--frames", "30",
                    "--stream-output", "image");

            assertRight(outcome);
            assertThat(outcome.count("answered")).as("%s", outcome).isGreaterThanOrEqualTo(30);
        }
    }

    @Test
    void anMjpegCameraIsCapturedByTheWorker() {
        try (PythonPeer camera = PythonPeer.mjpegServer(); PythonPeer worker = PythonPeer.worker()) {
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "mjpeg", "--source-url", camera.httpUrl() + "/test",
                    "--frames", "30", "--data-output", "number");

            assertRight(outcome);
            assertThat(outcome.count("answered")).as("%s", outcome).isGreaterThanOrEqualTo(30);
        }
    }

    @Test
    void requestsForUnknownOutputsAreRefused() {
        try (PythonPeer worker = PythonPeer.worker()) {
            PythonClient.Outcome outcome = PythonClient.run(worker.httpUrl(), "manual", "--data-output", "number,colour");

            assertThat(outcome.ok()).isFalse();
            assertThat(outcome.count("http_status")).isEqualTo(400);
            assertThat(outcome.text("http_body")).contains("colour", "predictions");
        }
    }

    private static void assertRight(PythonClient.Outcome outcome) {
        assertThat(outcome.ok()).as("%s", outcome).isTrue();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.count("wrong") + outcome.count("doubled") + outcome.count("malformed")).as("%s", outcome).isZero();
    }

    private static List<JsonNode> aheadOfAcks(PythonPeer worker) {
        return worker.events("frame").stream()
                .filter(frame -> frame.path("acked").asInt() > 0 && frame.path("frame_id").asInt() > frame.path("acked").asInt() + 1)
                .toList();
    }

    private static String video(TestVideos video) {
        return video.file().toString();
    }
}
