package io.github.camelvision.roboflow.webrtc.core.session;

import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CLOSED;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CLOSING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CONNECTING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.FAILED;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.STREAMING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.ConnectionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, when, and what is not. */
class SessionReconnectTest {

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 423})
    void refusalsAreFinal(int status) {
        SignallingException refusal = new SignallingException(status, "refused");
        fixture.signalling.failsAlways(refusal);
        fixture.start();
        assertThat(fixture.awaitEnd()).isEqualTo(new SessionEnd(SessionEnd.Reason.FAILED, null, refusal));
        assertThat(fixture.listener.states).containsExactly(CONNECTING, FAILED);
        assertThat(fixture.signalling.requests()).hasSize(1);
        assertThatThrownBy(fixture::firstOutcome).isSameAs(refusal);
        assertThat(fixture.status().lastError()).isEqualTo("refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 429, 500, 503})
    void passingFailuresAreTriedAgain(int status) {
        fixture.signalling.fails(new SignallingException(status, "busy"));
        fixture.stream2();
        assertThat(fixture.listener.states).containsExactly(CONNECTING, WAITING, CONNECTING, STREAMING);
        assertThat(fixture.stats().reconnects()).isEqualTo(1);
        assertThat(fixture.status().attempt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void theServersRetryAfterIsRespected(int status) throws InterruptedException {
        fixture.signalling.fails(new SignallingException(status, "busy", Duration.ofSeconds(200), null));
        fixture.start();
        fixture.awaitState(WAITING);
        assertThat(fixture.status().nextAttempt()).isAfter(Instant.now().plusSeconds(150));
        assertThat(fixture.firstOutcome()).isTrue();
    }

    @Test
    void anOutageIsReportedOnceHoweverManyAttemptsItTakes() {
        fixture.signalling.answers();
        for (int i = 0; i < 3; i++) {
            fixture.signalling.fails(new SignallingException(503, "still starting"));
        }
        fixture.stream().inference().closeByServer();
        fixture.streaming(5);
        assertThat(fixture.listener.errors).singleElement().isInstanceOf(TransportException.class);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, WAITING, CONNECTING, WAITING, CONNECTING, WAITING,
                CONNECTING, WAITING, CONNECTING, STREAMING);
    }

    @Test
    void aSpentBudgetIsFinal() {
        fixture.options.reconnect(SessionFixture.quickly(2));
        SignallingException busy = new SignallingException(503, "busy");
        fixture.signalling.failsAlways(busy);
        fixture.start();
        assertThat(fixture.awaitEnd().cause()).isSameAs(busy);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, WAITING, CONNECTING, WAITING, CONNECTING, FAILED);
    }

    @Test
    void withoutReconnectTheFirstLossIsFinal() {
        fixture.options.reconnect(ReconnectPolicy.NONE);
        fixture.stream().inference().closeByServer();
        assertThat(fixture.awaitEnd().cause()).isInstanceOf(TransportException.class);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, FAILED);
    }

    @Test
    void aPathThatIsNotFoundHintsAtTurn() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.peers.opens(false);
        fixture.start();
        fixture.until(() -> fixture.peer(1).calls().size() == 3);
        fixture.peer(1).state(ConnectionState.FAILED);
        fixture.awaitState(WAITING);
        assertThat(fixture.status().lastError()).contains("UDP", "turnUrls", "turnUsername", "turnPassword");
    }

    @Test
    void aConnectionThatFailsWhileStreamingIsTriedAgain() {
        fixture.stream().state(ConnectionState.FAILED);
        fixture.streaming(2);
        assertThat(fixture.listener.errors).singleElement().isInstanceOf(TransportException.class);
    }

    @Test
    void anAnswerWithoutAConnectionTimesOut() {
        fixture.options.connectTimeout(Duration.ofMillis(20)).reconnect(SessionFixture.slowly());
        fixture.peers.opens(false);
        fixture.start();
        fixture.awaitState(WAITING);
        assertThat(fixture.status().lastError()).contains("connectTimeout", "turnUrls");
    }

    @Test
    void aChannelThatOpenedInTimeIsNotTimedOut() {
        fixture.options.connectTimeout(Duration.ofSeconds(1)).reconnect(ReconnectPolicy.NONE);
        fixture.stream();
        fixture.during(Duration.ofMillis(1200), () -> fixture.state() == STREAMING);
    }

    @Test
    void aDisconnectionLongerThanTheGraceIsALoss() {
        fixture.options.disconnectedGrace(Duration.ofMillis(20));
        fixture.stream().state(ConnectionState.DISCONNECTED);
        fixture.streaming(2);
        assertThat(fixture.listener.errors).singleElement().isInstanceOf(TransportException.class);
    }

    @Test
    void aDisconnectionThatRecoversIsNone() {
        fixture.options.disconnectedGrace(Duration.ofMillis(50));
        FakeRtcPeer peer = fixture.stream();
        peer.state(ConnectionState.DISCONNECTED);
        peer.state(ConnectionState.CONNECTED);
        fixture.during(Duration.ofMillis(150), () -> fixture.state() == STREAMING);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING);
    }

    @Test
    void aSilentServerIsLostAfterTheStallTimeout() {
        fixture.options.stallTimeout(Duration.ofMillis(30));
        fixture.stream();
        fixture.until(() -> fixture.listener.states.size() >= 5);
        assertThat(fixture.listener.states).startsWith(CONNECTING, STREAMING, WAITING, CONNECTING, STREAMING);
        assertThat(fixture.listener.errors.get(0)).hasMessageContaining("stallTimeout");
    }

    @Test
    void aServerThatWaitsForOurAcknowledgementIsNotSilent() {
        fixture.options.stallTimeout(Duration.ofMillis(1500)).realtime(false).reconnect(ReconnectPolicy.NONE);
        fixture.listener.onDelivery = delivery -> {};
        fixture.stream().inference().deliver(Results.message(1));
        fixture.until(() -> fixture.listener.deliveries.size() == 1);
        fixture.during(Duration.ofMillis(2000), () -> fixture.state() == STREAMING);
        fixture.listener.deliveries.get(0).done();
        fixture.awaitState(FAILED);
    }

    @Test
    void aServerThatTakesAnUploadIsNotSilent() {
        fixture.options.stallTimeout(Duration.ofMillis(1500)).reconnect(ReconnectPolicy.NONE);
        fixture.stream();
        long[] chunks = {0};
        fixture.during(Duration.ofMillis(2000), () -> {
            long chunk = ++chunks[0];
            fixture.source.host.loop().offerControl(() -> fixture.source.host.uploaded(new UploadProgress(chunk, 10_000, chunk, 10_000)));
            return fixture.state() == STREAMING;
        });
    }

    @Test
    void aLiveSessionGoesOnWhenTheServersTimeIsUp() {
        fixture.stream().inference().deliver(Results.complete(9, "timeout_reached"));
        fixture.streaming(2);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, WAITING, CONNECTING, STREAMING);
    }

    @Test
    void aFileIsOverWhenTheServersTimeIsUp() {
        fixture.source.live = false;
        fixture.stream().inference().deliver(Results.complete(9, "timeout_reached"));
        assertThat(fixture.awaitEnd()).isEqualTo(new SessionEnd(SessionEnd.Reason.COMPLETED, "timeout_reached", null));
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, CLOSING, CLOSED);
    }

    @Test
    void anInterruptedFileDoesNotStartAgain() {
        fixture.source.live = false;
        fixture.stream().inference().closeByServer();
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.FAILED);
    }

    @Test
    void anInterruptedFileStartsAgainIfAsked() {
        fixture.source.live = false;
        fixture.options.restartFiles(true);
        fixture.stream().inference().closeByServer();
        fixture.streaming(2);
        assertThat(fixture.source.attached).hasValue(2);
    }

    @Test
    void aFileWhoseServerIsNotUpYetIsTriedAgain() {
        fixture.source.live = false;
        fixture.signalling.fails(new SignallingException(503, "busy"));
        fixture.stream2();
    }

    @Test
    void aLiveSourceThatMayComeBackIsTriedAgain() {
        fixture.stream();
        fixture.source.host.failed(new SourceException("camera gone", true));
        fixture.streaming(2);
    }

    @Test
    void eventsOfAnOldConnectionDoNothing() {
        FakeRtcPeer old = fixture.stream();
        String oldId = fixture.status().sessionId();
        old.inference().closeByServer();
        FakeRtcPeer current = fixture.streaming(2);
        old.inference().open();
        old.state(ConnectionState.FAILED);
        old.state(ConnectionState.DISCONNECTED);
        old.inference().deliver(Results.message(7));
        old.inference().deliver(Results.complete(8, null));
        old.inference().closeByServer();
        current.inference().deliver(Results.message(1));
        fixture.until(() -> !fixture.listener.deliveries.isEmpty());
        assertThat(fixture.listener.frameIds()).containsExactly(1L);
        assertThat(fixture.state()).isEqualTo(STREAMING);
        assertThat(fixture.status().sessionId()).isNotEqualTo(oldId);
        assertThat(old.closes()).isEqualTo(1);
    }

    @Test
    void messagesBeforeTheEndOfTheChannelStillCount() {
        fixture.options.reconnect(ReconnectPolicy.NONE);
        FakeRtcPeer peer = fixture.stream();
        for (long id = 1; id <= 50; id++) {
            peer.inference().deliver(Results.message(id));
        }
        peer.inference().closeByServer();
        fixture.awaitEnd();
        assertThat(fixture.listener.deliveries).hasSize(50);
    }

    @Test
    void messagesBeforeTheFailureOfTheConnectionStillCount() {
        fixture.source.live = false;
        FakeRtcPeer peer = fixture.stream();
        peer.inference().deliver(Results.message(1));
        peer.inference().deliver(Results.complete(2, null));
        peer.state(ConnectionState.FAILED);
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.COMPLETED);
        assertThat(fixture.listener.frameIds()).containsExactly(1L);
    }

    @Test
    void theWaitForTheNextAttemptCanBeEnded() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.stream().inference().closeByServer();
        fixture.awaitState(WAITING);
        assertThat(fixture.status().attempt()).isEqualTo(1);
        assertThat(fixture.status().nextAttempt()).isNotNull();
        fixture.retryNow();
        fixture.streaming(2);
        fixture.retryNow();
        fixture.settle();
        assertThat(fixture.status().connection()).isEqualTo(2);
        assertThat(fixture.listener.gaps).hasSize(1);
    }

    @Test
    void aRefusalForGoodIsTheSessionsFailure() {
        SignallingException refusal = new SignallingException(401, "no such key");
        fixture.signalling.fails(refusal);
        fixture.start();
        fixture.awaitState(FAILED);
        assertThat(fixture.failure()).isSameAs(refusal);
        assertThat(fixture.status().lastError()).isEqualTo("no such key");
        fixture.retryNow();
        assertThat(fixture.awaitEnd().cause()).isSameAs(refusal);
    }

    @Test
    void aSourceThatIsAwayIsToldByTheStatusOfAStreamingSession() {
        fixture.stream();
        fixture.source.host.interrupted(new SourceException("the camera is gone", true));
        fixture.until(() -> "the camera is gone".equals(fixture.status().lastError()));
        assertThat(fixture.state()).isEqualTo(STREAMING);
        assertThat(fixture.status().sourceError()).isEqualTo("the camera is gone");
        assertThat(fixture.listener.errors).hasSize(1);
    }

    @Test
    void aSourceThatIsBackMadeAGap() {
        fixture.stream().inference().deliver(Results.message(7));
        fixture.until(() -> !fixture.listener.deliveries.isEmpty());
        fixture.source.host.interrupted(new SourceException("the camera is gone", true));
        fixture.until(() -> fixture.status().sourceError() != null);
        assertThat(fixture.listener.gaps).isEmpty();
        fixture.until(() -> {
            fixture.source.host.loop().offerControl(() -> fixture.source.host.sent(null));
            return fixture.listener.gaps.size() == 1;
        });
        assertThat(fixture.listener.gaps.get(0).lastFrameId()).isEqualTo(7);
        assertThat(fixture.listener.gaps.get(0).reason()).isEqualTo("the camera is gone");
        assertThat(fixture.status().sourceError()).isNull();
        assertThat(fixture.state()).isEqualTo(STREAMING);
    }

    /** A server that closes because no frames come must not make a second gap of it, nor end the first one. */
    @Test
    void anOutageOfSourceAndConnectionIsOneGap() {
        fixture.stream();
        fixture.source.host.interrupted(new SourceException("the camera is gone", true));
        fixture.peer(1).inference().closeByServer();
        fixture.streaming(2);
        assertThat(fixture.listener.gaps).isEmpty();
        fixture.until(() -> {
            fixture.source.host.loop().offerControl(() -> fixture.source.host.sent(null));
            return fixture.listener.gaps.size() == 1;
        });
        assertThat(fixture.listener.gaps.get(0).reason()).isEqualTo("the camera is gone");
    }

    @Test
    void aRefusalThatLastsIsTriedAgainRarely() {
        fixture.options.reconnect(new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofSeconds(30), -1));
        fixture.signalling.fails(new SignallingException(500, "WorkflowError", null, true, null));
        fixture.start();
        fixture.awaitState(WAITING);
        assertThat(fixture.status().lasting()).isTrue();
        // ten times the longest delay, of which chance may take half
        assertThat(fixture.status().nextAttempt()).isBetween(Instant.now().plusSeconds(100), Instant.now().plusSeconds(300));
        fixture.retryNow();
        fixture.streaming(2);
        assertThat(fixture.status().lasting()).isFalse();
    }
}
