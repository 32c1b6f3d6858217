package io.github.camelvision.roboflow.webrtc.core.session;

import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CLOSED;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CLOSING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CONNECTING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.FAILED;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.STREAMING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.FakeChannel;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.FakeSignalling;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** States from start to end, and closing at every point of it. */
class SessionLifecycleTest {

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    /** Trying again would tell the same for ever. */
    @Test
    void aMissingLibraryIsTheEndWithItsCure() throws InterruptedException {
        fixture.stream();
        fixture.broken(new UnsatisfiedLinkError("no jnifoo in java.library.path"));
        SessionEnd end = fixture.awaitEnd();
        assertThat(end.reason()).isEqualTo(SessionEnd.Reason.FAILED);
        assertThat(end.cause()).isInstanceOf(NativeException.class).hasMessageContainingAll("jnifoo", "class path", "start the process");
        assertThat(fixture.peers.made()).hasSize(1);
    }

    @Test
    void aMissingLibraryIsNotTriedAgainWhereverAnAttemptMeetsIt() throws InterruptedException {
        fixture.signalling.never().completeExceptionally(new NoClassDefFoundError("Could not initialize class Foo"));
        fixture.start();
        assertThat(fixture.awaitEnd().cause()).isInstanceOf(NativeException.class).hasMessageContaining("initialize class Foo");
        assertThat(fixture.peers.made()).hasSize(1);
    }

    @Test
    void goesFromNewToClosedWhenTheServerHasProcessedEverything() throws InterruptedException {
        fixture.source.live = false;
        fixture.make();
        assertThat(fixture.state()).isEqualTo(SessionState.NEW);
        assertThat(fixture.status().sessionId()).isNull();
        assertThat(fixture.peerStats()).isEmpty();
        fixture.begin();
        FakeRtcPeer peer = fixture.streaming(1);
        assertThat(fixture.firstOutcome()).isTrue();
        assertThat(fixture.status().sessionId()).isNotNull();
        peer.inference().deliver(Results.message(1));
        peer.inference().deliver(Results.complete(2, "all_frames_processed"));
        assertThat(fixture.awaitEnd()).isEqualTo(new SessionEnd(SessionEnd.Reason.COMPLETED, "all_frames_processed", null));
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, CLOSING, CLOSED);
        assertThat(fixture.listener.frameIds()).containsExactly(1L);
        assertThat(fixture.listener.errors).isEmpty();
        assertThat(fixture.source.connected).hasValue(1);
        assertThat(fixture.source.runsClosed).hasValue(1);
    }

    @Test
    void asksTheServerForWhatTheOptionsSay() {
        fixture.options.declaredFps(25.0).requestedPlan("gpu").requestedRegion("eu").processingTimeout(Duration.ofSeconds(60));
        FakeRtcPeer peer = fixture.stream();
        InitRequest request = fixture.signalling.requests().get(0);
        assertThat(request.offerSdp()).isEqualTo(FakeRtcPeer.OFFER);
        assertThat(request.realtimeProcessing()).isTrue();
        assertThat(request.streamOutput()).isEmpty();
        assertThat(request.dataOutput()).containsExactly("*");
        assertThat(request.declaredFps()).isEqualTo(25.0);
        assertThat(request.sourceParameters()).containsEntry("fake", true);
        assertThat(new String(request.toJson(null))).contains("\"requested_plan\":\"gpu\"", "\"requested_region\":\"eu\"",
                "\"processing_timeout\":60");
        assertThat(peer.calls()).containsExactly("createChannel inference", "createOffer",
                "acceptAnswer " + FakeSignalling.ANSWER.sdp());
    }

    @Test
    void anErrorCostsTheConnectionAndIsTold() {
        FakeRtcPeer first = fixture.stream();
        fixture.broken(new OutOfMemoryError("expected by the test"));
        fixture.streaming(2);
        assertThat(first.closes()).isEqualTo(1);
        assertThat(fixture.listener.errors).singleElement().asString().contains("broken by java.lang.OutOfMemoryError");
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, WAITING, CONNECTING, STREAMING);
    }

    @Test
    void anErrorBetweenConnectionsCostsNothing() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.signalling.failsAlways(new TransportException("down"));
        fixture.start();
        fixture.awaitState(WAITING);
        fixture.broken(new OutOfMemoryError("expected by the test"));
        assertThat(fixture.state()).isEqualTo(WAITING);
    }

    @Test
    void startingTwiceIsStartingOnce() {
        fixture.start();
        fixture.begin();
        fixture.streaming(1);
        fixture.begin();
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING);
        assertThat(fixture.peers.made()).hasSize(1);
    }

    @Test
    void closedBeforeItsStartItStartsNoMore() {
        fixture.make();
        fixture.end();
        fixture.begin();
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
        assertThat(fixture.listener.states).containsExactly(CLOSING, CLOSED);
        assertThat(fixture.peers.made()).isEmpty();
    }

    @Test
    void whoseUserCannotGoOnFails() {
        TransportException cause = new TransportException("the user's disk is full");
        fixture.stream();
        fixture.giveUp(cause);
        assertThat(fixture.awaitEnd()).isEqualTo(new SessionEnd(SessionEnd.Reason.FAILED, null, cause));
        assertThat(fixture.failure()).isSameAs(cause);
    }

    @Test
    void whoseUserCannotGoOnBeforeItsStartCloses() {
        fixture.make();
        fixture.giveUp(new TransportException("the user's disk is full"));
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
    }

    @Test
    void closedWhileTheWorkflowIsLookedUpItMakesNoPeer() {
        CompletableFuture<WorkflowReference> lookup = new CompletableFuture<>();
        fixture.options.workflow(() -> lookup);
        fixture.start();
        fixture.awaitState(CONNECTING);
        fixture.end();
        fixture.awaitEnd();
        lookup.complete(WorkflowReference.byId("acme", "count", null));
        assertThat(fixture.listener.states).containsExactly(CONNECTING, CLOSING, CLOSED);
        assertThat(fixture.peers.made()).isEmpty();
    }

    @Test
    void closedWhileOfferingItAsksNobody() {
        fixture.peers.holdOffers();
        fixture.start();
        FakeRtcPeer peer = fixture.peer(1);
        fixture.end();
        fixture.awaitEnd();
        peer.offer().complete(FakeRtcPeer.OFFER);
        assertThat(fixture.signalling.requests()).isEmpty();
    }

    @Test
    void closedWhileSignallingItCancelsTheRequest() {
        CompletableFuture<InitAnswer> pending = fixture.signalling.never();
        fixture.start();
        fixture.until(() -> fixture.signalling.requests().size() == 1);
        fixture.end();
        fixture.awaitEnd();
        assertThat(pending).isCancelled();
        assertThat(fixture.listener.states).containsExactly(CONNECTING, CLOSING, CLOSED);
    }

    @Test
    void closedWhileStreamingItDeliversNothingMore() {
        FakeRtcPeer peer = fixture.stream();
        fixture.end();
        fixture.end();
        assertThat(fixture.awaitEnd()).isEqualTo(new SessionEnd(SessionEnd.Reason.CLOSED, null, null));
        peer.inference().deliver(Results.message(1));
        peer.inference().closeByServer();
        peer.state(FakeRtcPeer.ConnectionState.FAILED);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, CLOSING, CLOSED);
        assertThat(fixture.listener.deliveries).isEmpty();
    }

    @Test
    void closedWhileWaitingItDoesNotTryAgain() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.signalling.failsAlways(new TransportException("down"));
        fixture.start();
        fixture.awaitState(WAITING);
        fixture.end();
        fixture.awaitEnd();
        assertThat(fixture.listener.states).containsExactly(CONNECTING, WAITING, CLOSING, CLOSED);
    }

    @Test
    void exceptionsOfAListenerAreNotTheSessions() {
        RuntimeException ofTheUser = new IllegalStateException("thrown by the test's listener");
        fixture.listener.onState = state -> {
            throw ofTheUser;
        };
        fixture.listener.onError = () -> {
            throw ofTheUser;
        };
        fixture.listener.onEnd = () -> {
            throw ofTheUser;
        };
        fixture.listener.onDelivery = delivery -> {
            throw ofTheUser;
        };
        FakeRtcPeer first = fixture.stream();
        assertThat(fixture.source.connected).hasValue(1);
        first.inference().deliver(Results.message(1));
        first.inference().closeByServer();
        FakeChannel second = fixture.streaming(2).inference();
        fixture.source.live = false;
        second.deliver(Results.complete(1, null));
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.COMPLETED);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, WAITING, CONNECTING, STREAMING, CLOSING, CLOSED);
    }

    @Test
    void aFrameWhoseDeliveryThrewIsAcknowledgedSinceNobodyElseWill() {
        fixture.options.realtime(false);
        fixture.listener.onDelivery = delivery -> {
            throw new IllegalStateException("thrown by the test's listener");
        };
        FakeChannel channel = fixture.stream().inference();
        channel.deliver(Results.message(1));
        channel.deliver(Results.message(2));
        fixture.until(() -> channel.sentTexts().contains("{\"ack\": 2}")
                || channel.sentTexts().contains("{\"ack\":2}"));
    }

    @Test
    void partsThatFailToCloseDoNotKeepTheOthersOpen() {
        fixture.source.closeFailure = new IllegalStateException("thrown by the test's source");
        fixture.stream();
        fixture.end();
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
    }

    @Test
    void aLookupThatThrowsFailsTheSession() {
        fixture.options.workflow(() -> {
            throw new IllegalArgumentException("Option taskType is wrong");
        });
        fixture.start();
        assertThat(fixture.awaitEnd().cause()).hasMessageContaining("Option taskType is wrong");
        assertThat(fixture.listener.states).containsExactly(CONNECTING, FAILED);
    }

    @Test
    void aLibraryThatCannotBeLoadedFailsTheStart() {
        NativeException failure = new NativeException("install libstdc++");
        fixture.peers.failWith(failure);
        fixture.start();
        assertThat(fixture.awaitEnd()).isEqualTo(new SessionEnd(SessionEnd.Reason.FAILED, null, failure));
        assertThat(fixture.listener.states).containsExactly(CONNECTING, FAILED);
        assertThatThrownBy(() -> fixture.firstOutcome()).isSameAs(failure);
    }

    @Test
    void aSourceThatCannotBeReadFailsTheStartAndFreesThePeer() {
        fixture.source.attachFailure = new SourceException("sourceUri: there is no file", false);
        fixture.start();
        assertThat(fixture.awaitEnd().cause()).isSameAs(fixture.source.attachFailure);
        assertThat(fixture.peer(1).closes()).isEqualTo(1);
    }

    @Test
    void aSourceThatBreaksForGoodWhileStreamingFailsTheSession() {
        fixture.stream();
        SourceException broken = new SourceException("camera unplugged", false);
        fixture.source.host.failed(broken);
        assertThat(fixture.awaitEnd().cause()).isSameAs(broken);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, FAILED);
    }

    private void watchEverything() {
        fixture.options.keepAlive(Duration.ofSeconds(20)).maxSessionAge(Duration.ofHours(1)).stallTimeout(Duration.ofSeconds(60));
        fixture.peers.opens(false);
    }

    /** Opens the connection with a path that is watched. */
    private FakeRtcPeer openWatched(int number) {
        FakeRtcPeer peer = fixture.peer(number);
        fixture.until(() -> peer.calls().size() >= 3);
        peer.stats(Map.of("connection.remote.address", "127.0.0.1"));
        peer.connect();
        return fixture.streaming(number);
    }

    @Test
    void betweenConnectionsOnlyTheNextAttemptAndTheDropsAreTimed() {
        watchEverything();
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.start();
        FakeRtcPeer peer = openWatched(1);
        assertThat(fixture.loop.timers()).isGreaterThan(5);
        peer.state(FakeRtcPeer.ConnectionState.DISCONNECTED);
        peer.inference().closeByServer();
        fixture.awaitState(WAITING);
        assertThat(fixture.loop.timers()).isEqualTo(2);
    }

    @Test
    void anAttemptThatIsAskedForReplacesTheOneThatIsWaitedFor() {
        watchEverything();
        fixture.options.reconnect(SessionFixture.slowly()).stallTimeout(Duration.ZERO);
        fixture.start();
        openWatched(1).inference().closeByServer();
        fixture.awaitState(WAITING);
        fixture.retryNow();
        openWatched(2);
        fixture.retryNow();
        fixture.during(SessionFixture.NEVER.plusSeconds(1), () -> fixture.peers.made().size() == 2);
    }

    @Test
    void aSessionKnowsHowLongItIsInItsState() {
        fixture.stream();
        assertThat(fixture.inState()).isBetween(Duration.ZERO, Duration.ofHours(1));
        fixture.peer(1).stats(Map.of("a", 1L));
        assertThat(fixture.peerStats()).containsEntry("a", 1L);
        fixture.end();
        assertThat(fixture.peerStats()).isEmpty();
    }

    @Test
    void aFailureIsAnErrorOnceUntilTheSessionWasConnected() {
        FailureLog failures = new FailureLog();
        try (CapturedLog log = new CapturedLog()) {
            failed(failures);
            failed(failures);
            assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).hasSize(1);
            assertThat(log.lines()).filteredOn(line -> line.contains("failed as before")).hasSize(1);
            try (VirtualSession good = new VirtualSession()) {
                good.options.failures(failures);
                good.stream();
            }
            failed(failures);
            assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).hasSize(2);
        }
    }

    private static void failed(FailureLog failures) {
        try (VirtualSession session = new VirtualSession()) {
            session.options.failures(failures);
            session.signalling.failsAlways(new SignallingException(401, "no such key"));
            session.start();
            assertThat(session.state()).isEqualTo(FAILED);
        }
    }
}
