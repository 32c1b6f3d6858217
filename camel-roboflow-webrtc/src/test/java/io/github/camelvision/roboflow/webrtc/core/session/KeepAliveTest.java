package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.FakeChannel;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session whose frames come now and then tells the server that it is there. In virtual time. */
class KeepAliveTest {

    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final String PINGS = "createChannel video_upload";

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private FakeRtcPeer stream() {
        // nothing but the pings' channel tells that the fake server is there
        fixture.options.keepAlive(INTERVAL);
        return fixture.stream();
    }

    private static boolean pings(FakeRtcPeer peer) {
        return peer.calls().contains(PINGS);
    }

    @Test
    void anIdleSessionPingsByOneByteOnceInEachInterval() {
        FakeRtcPeer peer = stream();
        fixture.during(INTERVAL.minusMillis(2), () -> !pings(peer));
        fixture.loop.advance(Duration.ofMillis(4));
        assertThat(pings(peer)).isTrue();
        FakeChannel channel = peer.channel("video_upload");
        assertThat(channel.sent()).isEmpty();
        channel.open();
        fixture.settle();
        assertThat(channel.sent()).as("the first ping goes with the channel").hasSize(1);
        fixture.loop.advance(INTERVAL.multipliedBy(3));
        assertThat(channel.sent()).hasSize(4).allSatisfy(ping -> {
            assertThat(ping.data()).containsExactly(0);
            assertThat(ping.binary()).isTrue();
        });
        assertThat(peer.calls().stream().filter(PINGS::equals)).hasSize(1);
    }

    @Test
    void aMessagePutsThePingOff() {
        FakeRtcPeer peer = stream();
        fixture.loop.advance(INTERVAL.minusSeconds(1));
        peer.inference().deliver(Results.message(1));
        fixture.during(INTERVAL.minusMillis(2), () -> !pings(peer));
        fixture.loop.advance(Duration.ofMillis(4));
        assertThat(pings(peer)).isTrue();
    }

    @Test
    void aFullChannelNeedsNoPing() {
        FakeRtcPeer peer = stream();
        fixture.loop.advance(INTERVAL);
        FakeChannel channel = peer.channel("video_upload");
        channel.room(false);
        channel.open();
        fixture.loop.advance(INTERVAL);
        assertThat(channel.sent()).isEmpty();
        channel.room(true);
        fixture.loop.advance(INTERVAL);
        assertThat(channel.sent()).hasSize(1);
    }

    @Test
    void aClosedSessionPingsNoMore() {
        FakeRtcPeer peer = stream();
        fixture.loop.advance(INTERVAL);
        FakeChannel channel = peer.channel("video_upload");
        fixture.close();
        channel.open();
        fixture.loop.advance(INTERVAL.multipliedBy(2));
        assertThat(channel.sent()).isEmpty();
    }

    @Test
    void aServerThatReadsTheCameraKnowsItselfWhetherItLives() {
        fixture.source.readByServer = "the camera rtsp://cam/1";
        FakeRtcPeer peer = stream();
        fixture.during(INTERVAL.multipliedBy(3), () -> !pings(peer));
    }

    @Test
    void aFileIsBusyByItself() {
        fixture.source.live = false;
        FakeRtcPeer peer = stream();
        fixture.during(INTERVAL.multipliedBy(3), () -> !pings(peer));
    }
}
