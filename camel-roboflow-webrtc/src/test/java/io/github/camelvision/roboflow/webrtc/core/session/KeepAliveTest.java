package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session whose frames come now and then tells the server that it is there. */
class KeepAliveTest {

    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final String PINGS = "createChannel video_upload";

    private final SessionFixture fixture = new SessionFixture();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    @Test
    void anIdleSessionPingsByOneByte() {
        fixture.options.keepAlive(INTERVAL);
        FakeRtcPeer peer = fixture.stream();
        Waiting.await("channel").until(() -> peer.calls().contains(PINGS));
        peer.channel("video_upload").open();
        Waiting.await("pings").until(() -> peer.channel("video_upload").sent().size() >= 3);
        assertThat(peer.channel("video_upload").sent()).allSatisfy(ping -> assertThat(ping.data()).hasSize(1));
        assertThat(peer.calls().stream().filter(PINGS::equals)).hasSize(1);
    }

    @Test
    void aBusySessionHasNoSuchChannel() {
        fixture.options.keepAlive(Duration.ofSeconds(2));
        FakeRtcPeer peer = fixture.stream();
        long[] frame = {0};
        Waiting.await("no ping").during(Duration.ofSeconds(4)).until(() -> {
            peer.inference().deliver(Results.message(++frame[0]));
            return !peer.calls().contains(PINGS);
        });
    }

    @Test
    void aServerThatReadsTheCameraKnowsItselfWhetherItLives() {
        fixture.options.keepAlive(INTERVAL);
        fixture.source.readByServer = "the camera rtsp://cam/1";
        FakeRtcPeer peer = fixture.stream();
        Waiting.await("no ping").during(INTERVAL.multipliedBy(3)).until(() -> !peer.calls().contains(PINGS));
    }

    @Test
    void aFileIsBusyByItself() {
        fixture.options.keepAlive(INTERVAL);
        fixture.source.live = false;
        FakeRtcPeer peer = fixture.stream();
        Waiting.await("no ping").during(INTERVAL.multipliedBy(3)).until(() -> !peer.calls().contains(PINGS));
    }
}
