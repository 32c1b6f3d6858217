package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.ConnectionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an outage cost, and over which path a connection runs. */
class SessionGapTest {

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    @Test
    void anOutageIsOneGapHoweverManyAttemptsItTakes() {
        fixture.signalling.answers();
        for (int i = 0; i < 3; i++) {
            fixture.signalling.fails(new SignallingException(503, "still starting"));
        }
        FakeRtcPeer peer = fixture.stream();
        String lost = fixture.status().sessionId();
        peer.inference().deliver(Results.message(41));
        peer.inference().deliver(Results.message(42));
        peer.inference().closeByServer();
        fixture.streaming(5);
        Gap gap = fixture.listener.gaps.get(0);
        assertThat(fixture.listener.gaps).hasSize(1);
        assertThat(gap.sessionId()).isEqualTo(lost);
        assertThat(gap.lastFrameId()).isEqualTo(42);
        assertThat(gap.reason()).isEqualTo("The server closed the session");
        assertThat(gap.duration()).isPositive();
        assertThat(gap.to()).isEqualTo(gap.from().plus(gap.duration()));
    }

    @Test
    void everyOutageIsAGapOfItsOwn() {
        fixture.stream().inference().closeByServer();
        fixture.streaming(2).state(ConnectionState.FAILED);
        fixture.streaming(3);
        assertThat(fixture.listener.gaps).hasSize(2).allSatisfy(gap -> assertThat(gap.lastFrameId()).isZero());
    }

    @Test
    void nothingIsMissedBeforeTheFirstConnection() {
        fixture.signalling.fails(new SignallingException(503, "still starting"));
        fixture.stream2();
        assertThat(fixture.listener.gaps).isEmpty();
    }

    @Test
    void theChosenPathIsKnownWhileConnected() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.peers.opens(false);
        fixture.start();
        FakeRtcPeer peer = fixture.peer(1);
        fixture.until(() -> peer.calls().size() == 3);
        peer.stats(Map.of("connection.local.candidateType", "host", "connection.local.protocol", "udp",
                "connection.local.address", "10.0.0.5", "connection.local.port", 5000L,
                "connection.remote.candidateType", "relay", "connection.remote.protocol", "udp",
                "connection.remote.address", "2001:db8::1", "connection.remote.port", 3478L));
        peer.connect();
        fixture.until(() -> fixture.stats().candidatePair() != null);
        assertThat(fixture.stats().candidatePair()).isEqualTo("host udp 10.0.0.5:5000 -> relay udp [2001:db8::1]:3478");
        peer.inference().closeByServer();
        fixture.awaitState(SessionState.WAITING);
        assertThat(fixture.stats().candidatePair()).isNull();
    }

    @Test
    void aPathThatIsNotFoundNamesTheCandidateTypes() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.peers.opens(false);
        fixture.start();
        fixture.until(() -> fixture.peer(1).calls().size() == 3);
        fixture.peer(1).state(ConnectionState.FAILED);
        fixture.awaitState(SessionState.WAITING);
        assertThat(fixture.listener.errors).singleElement().isInstanceOf(TransportException.class);
        assertThat(fixture.status().lastError()).contains("candidates here: 1 host; at the server: 1 host");
    }

    @Test
    void aSourceThatIsAwayAndComesBackIsAGapOfAConnectionThatStays() {
        Frame frame = Frame.ofI420(2, 2, new byte[6], Frame.NO_PTS);
        fixture.stream().inference().deliver(Results.message(3));
        fixture.source.host.sent(frame);
        fixture.source.host.interrupted(new SourceException("camera unplugged", true));
        fixture.settle();
        assertThat(fixture.state()).isEqualTo(SessionState.STREAMING);
        assertThat(fixture.status().sourceError()).isEqualTo("camera unplugged");
        assertThat(fixture.listener.errors).singleElement().asString().contains("camera unplugged");
        fixture.loop.seconds(0.4);
        fixture.source.host.sent(frame);
        assertThat(fixture.listener.gaps).as("a frame that was on its way").isEmpty();
        fixture.loop.seconds(2);
        fixture.source.host.sent(frame);
        assertThat(fixture.listener.gaps).singleElement().satisfies(gap -> {
            assertThat(gap.reason()).isEqualTo("camera unplugged");
            assertThat(gap.lastFrameId()).isEqualTo(3);
        });
        assertThat(fixture.status().sourceError()).isNull();
        assertThat(fixture.listener.sent).hasSize(3);
        assertThat(fixture.stats().framesSent()).isEqualTo(3);
        assertThat(fixture.peers.made()).hasSize(1);
    }

    @Test
    void withoutStatisticsThePathIsUnknown() {
        fixture.peers.opens(false);
        fixture.start();
        FakeRtcPeer peer = fixture.peer(1);
        fixture.until(() -> peer.calls().size() == 3);
        peer.statsFail(new IllegalStateException("closed"));
        peer.connect();
        fixture.streaming(1);
        assertThat(fixture.stats().candidatePair()).isNull();
    }
}
