package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.SessionGate;
import io.github.camelvision.roboflow.webrtc.testing.FakeChannel;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session whose source has a gate. */
class SessionRestTest {

    private final VirtualSession fixture = new VirtualSession();
    private final FakeGate gate = new FakeGate();

    private static final class FakeGate implements SessionGate {

        private Listener listener;
        private boolean needed;
        private int opened;

        @Override
        public void listen(Listener next) {
            listener = next;
        }

        @Override
        public boolean needed(long nowNanos) {
            return needed;
        }

        @Override
        public void open(long nowNanos) {
            needed = true;
            opened++;
            listener.opens();
        }

        @Override
        public long opened() {
            return opened;
        }
    }

    @BeforeEach
    void gated() {
        fixture.source.gate = gate;
        fixture.source.owed = false;
    }

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private FakeRtcPeer open(int connection) {
        gate.open(0);
        return fixture.streaming(connection);
    }

    private void rest() {
        gate.needed = false;
        fixture.awaitState(SessionState.GATED);
    }

    @Test
    void restsFromTheStartUntilItsGateOpens() throws Exception {
        fixture.start();
        assertThat(fixture.state()).isEqualTo(SessionState.GATED);
        assertThat(fixture.firstOutcome()).isTrue();
        fixture.during(Duration.ofSeconds(20), () -> fixture.state() == SessionState.GATED);
        assertThat(fixture.peers.made()).isEmpty();
        assertThat(fixture.source.prepared).hasValue(1);
        open(1);
        assertThat(fixture.stats().gateOpened()).isOne();
    }

    @Test
    void aRestIsNeitherAGapNorAReconnect() {
        fixture.start();
        FakeRtcPeer first = open(1);
        first.inference().deliver(Results.message(1));
        rest();
        assertThat(first.closes()).isEqualTo(1);
        fixture.during(Duration.ofSeconds(25), () -> fixture.state() == SessionState.GATED);
        open(2);
        assertThat(fixture.listener.gaps).isEmpty();
        assertThat(fixture.listener.errors).isEmpty();
        assertThat(fixture.stats().reconnects()).isZero();
        assertThat(fixture.listener.states).containsExactly(SessionState.GATED, SessionState.CONNECTING, SessionState.STREAMING,
                SessionState.GATED, SessionState.CONNECTING, SessionState.STREAMING);
    }

    @Test
    void noPingIsSentAndNoStallSeenWhileItRests() {
        Duration interval = Duration.ofSeconds(5);
        fixture.options.keepAlive(interval).stallTimeout(interval);
        fixture.start();
        FakeRtcPeer peer = open(1);
        peer.inference().deliver(Results.message(1));
        fixture.loop.advance(interval.multipliedBy(2));
        FakeChannel pings = peer.channel("video_upload");
        pings.open();
        fixture.settle();
        rest();
        int sent = pings.sent().size();
        assertThat(sent).isPositive();
        fixture.during(interval.multipliedBy(4), () -> pings.sent().size() == sent && fixture.state() == SessionState.GATED);
        assertThat(fixture.peers.made()).hasSize(1);
        assertThat(fixture.listener.errors).isEmpty();
    }

    @Test
    void theLastResultsAreWaitedFor() {
        fixture.start();
        FakeRtcPeer peer = open(1);
        fixture.source.owed = true;
        gate.needed = false;
        fixture.during(Duration.ofSeconds(3), () -> fixture.state() == SessionState.STREAMING);
        peer.inference().deliver(Results.message(1));
        fixture.source.owed = false;
        fixture.during(Duration.ofMillis(900), () -> fixture.state() == SessionState.STREAMING);
        fixture.awaitState(SessionState.GATED);
    }

    @Test
    void motionThatComesAgainInTimeKeepsTheConnection() {
        fixture.start();
        open(1);
        gate.needed = false;
        fixture.during(Duration.ofMillis(700), () -> fixture.state() == SessionState.STREAMING);
        gate.open(0);
        fixture.during(Duration.ofSeconds(20), () -> fixture.state() == SessionState.STREAMING);
    }

    @Test
    void aLostConnectionComesBackWhileTheGateIsOpen() {
        fixture.start();
        open(1).inference().closeByServer();
        fixture.streaming(2);
        assertThat(fixture.listener.gaps).hasSize(1);
        assertThat(fixture.stats().reconnects()).isOne();
        rest();
    }

    @Test
    void reconnectOpensTheGate() {
        fixture.start();
        fixture.retryNow();
        fixture.streaming(1);
        fixture.retryNow();
        assertThat(gate.opened).isOne();
    }

    @Test
    void outputsAreChangedForTheNextConnection() {
        fixture.start();
        CompletableFuture<Boolean> sent = fixture.reconfigure(null, List.of("count"));
        assertThat(sent).isCompletedWithValue(false);
    }

    @Test
    void closesWhileItRests() {
        fixture.start();
        fixture.end();
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
    }

    @Test
    void aCameraThatIsAwayIsKnownWhileTheSessionRests() {
        fixture.start();
        gate.listener.cameraLost(new SourceException("The camera is away", true));
        fixture.settle();
        assertThat(fixture.status().sourceError()).isEqualTo("The camera is away");
        assertThat(fixture.listener.errors).hasSize(1);
        gate.listener.cameraBack();
        fixture.settle();
        assertThat(fixture.status().sourceError()).isNull();
        assertThat(fixture.state()).isEqualTo(SessionState.GATED);
    }

    @Test
    void aCameraThatIsNotThereAtTheStartIsToldOnce() {
        SourceException away = new SourceException("The camera is not there yet", true);
        fixture.source.preparation = CompletableFuture.failedFuture(away);
        fixture.start();
        gate.listener.cameraLost(away);
        fixture.settle();
        assertThat(fixture.listener.errors).containsExactly(away);
        assertThat(fixture.state()).isEqualTo(SessionState.GATED);
        fixture.source.preparation = CompletableFuture.completedFuture(null);
    }

    @Test
    void aCameraThatCannotBeReadEndsTheSession() {
        fixture.source.preparation = CompletableFuture.failedFuture(new SourceException("No such filter", false));
        fixture.start();
        assertThat(fixture.awaitEnd().cause()).hasMessage("No such filter");
        assertThat(fixture.state()).isEqualTo(SessionState.FAILED);
    }

    @Test
    void aCameraThatIsGoneForGoodEndsTheSession() {
        fixture.start();
        gate.listener.cameraEnded(new SourceException("Gone", false));
        assertThat(fixture.awaitEnd().cause()).hasMessage("Gone");
    }
}
