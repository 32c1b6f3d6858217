package io.github.camelvision.roboflow.webrtc.core.session.engine;

import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CONNECTING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.STREAMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.VirtualSession;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkSplitter;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.FakeSignalling;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.ServerMessages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a live session moves to a new connection before anybody must. */
class SessionRenewalTest {

    private static final Duration AGE = Duration.ofMillis(300);

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    /** A result of the frame, taken for processing at that second. */
    private static byte[] at(int second, long frameId) {
        FrameMetadata metadata = new FrameMetadata(frameId, "2026-11-21T00:00:%02d.000000".formatted(second), null, null, null, null,
                64, 48);
        byte[] json = ServerMessages.encode(metadata, "{}".getBytes(StandardCharsets.UTF_8), List.of(), false, null);
        return Results.chunks(frameId, json, ChunkSplitter.CHUNK_PAYLOAD).get(0);
    }

    private void awaitOpen(int connections) {
        fixture.until(() -> fixture.source.connected.get() == connections);
    }

    private void awaitDelivered(Long... frameIds) {
        fixture.settle();
        assertThat(fixture.listener.frameIds()).containsExactly(frameIds);
    }

    @Test
    void theOldConnectionDeliversUntilTheNewOneHasANewerResult() {
        fixture.options.maxSessionAge(AGE);
        FakeRtcPeer old = fixture.stream();
        String firstId = fixture.status().sessionId();
        old.inference().deliver(at(1, 11));
        awaitOpen(2);
        FakeRtcPeer renewed = fixture.peer(2);
        old.inference().deliver(at(2, 12));
        awaitDelivered(11L, 12L);
        renewed.inference().deliver(at(2, 1));
        fixture.settle();
        assertThat(old.closes()).isZero();
        renewed.inference().deliver(at(3, 2));
        awaitDelivered(11L, 12L, 2L);
        fixture.until(() -> old.closes() == 1);
        old.inference().deliver(at(4, 13));
        renewed.inference().deliver(at(4, 3));
        awaitDelivered(11L, 12L, 2L, 3L);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING);
        assertThat(fixture.listener.errors).isEmpty();
        assertThat(fixture.status().sessionId()).isNotEqualTo(firstId);
        assertThat(fixture.stats().renewals()).isPositive();
        assertThat(fixture.stats().reconnects()).isZero();
    }

    @Test
    void aNewConnectionThatFailsLeavesTheOldOneAndIsTriedAgain() {
        fixture.options.maxSessionAge(AGE);
        fixture.signalling.answers();
        fixture.signalling.fails(new SignallingException(503, "busy"));
        FakeRtcPeer old = fixture.stream();
        awaitOpen(2);
        old.inference().deliver(at(1, 11));
        awaitDelivered(11L);
        fixture.peer(3).inference().deliver(at(2, 1));
        awaitDelivered(11L, 1L);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING);
        assertThat(fixture.listener.errors).isEmpty();
    }

    @Test
    void theNewConnectionTakesOverWhenTheOldOneBreaksMeanwhile() {
        fixture.options.maxSessionAge(AGE);
        FakeRtcPeer old = fixture.stream();
        awaitOpen(2);
        old.inference().closeByServer();
        fixture.peer(2).inference().deliver(at(1, 1));
        awaitDelivered(1L);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING);
    }

    /** docs/protocol.adoc#answer: a worker says how long it serves a session. */
    @Test
    void aServerThatSaysItsLimitIsLeftBefore() {
        fixture.signalling.never().complete(new InitAnswer(FakeSignalling.ANSWER.sdp(), "answer", null, null, Duration.ofMillis(5100)));
        fixture.stream().inference().deliver(at(1, 11));
        awaitDelivered(11L);
        fixture.peer(2).inference().deliver(at(2, 1));
        awaitDelivered(11L, 1L);
        assertThat(fixture.stats().renewals()).isEqualTo(1);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING);
    }

    @Test
    void aSourceThatIsNotLiveIsNotRenewed() {
        fixture.source.live = false;
        fixture.options.maxSessionAge(Duration.ofMillis(1));
        fixture.stream().inference().deliver(at(1, 1));
        awaitDelivered(1L);
        fixture.during(AGE, () -> fixture.peers.made().size() == 1);
    }

    @Test
    void aServerThatAllowsOneSessionGetsTheNextOneAfterTheOldOneHasGone() {
        fixture.options.maxSessionAge(AGE);
        fixture.signalling.answers();
        fixture.signalling.fails(new SignallingException(429, "one stream at a time"));
        FakeRtcPeer old = fixture.stream();
        old.inference().deliver(at(1, 11));
        fixture.peer(3);
        assertThat(old.closes()).isEqualTo(1);
        fixture.until(() -> fixture.listener.gaps.size() == 1);
        assertThat(fixture.listener.gaps.get(0).reason()).contains("no second session", "one stream at a time");
        assertThat(fixture.listener.states).startsWith(CONNECTING, STREAMING, SessionState.WAITING, CONNECTING, STREAMING);
    }

    @ParameterizedTest
    @CsvSource({"0, -1, true, 3590", "0, -1, false, -1", "0, 0, true, -1", "60, 0, true, 60",
            "60, -1, true, 60", "0, 3600, true, 3590", "0, 20, true, 12", "60, 3600, true, 60", "3600, 60, true, 50",
            "0, 60, false, -1"})
    void theAgeIsTheUsersOrJustBeforeTheServersEnd(int maxAge, int processingTimeout, boolean reconnect, int expected) {
        fixture.options.maxSessionAge(Duration.ofSeconds(maxAge));
        if (processingTimeout >= 0) {
            fixture.options.processingTimeout(Duration.ofSeconds(processingTimeout));
        }
        fixture.options.reconnect(reconnect ? ReconnectPolicy.DEFAULT : ReconnectPolicy.NONE);
        assertThat(Renewal.longest(fixture.options.build())).isEqualTo(expected < 0 ? null : Duration.ofSeconds(expected));
    }

    @Test
    void aPeerThatTheLibraryWantsReplacedIsReplaced() {
        fixture.options.processingTimeout(Duration.ZERO);
        fixture.stream();
        fixture.during(Duration.ofMillis(15_100), () -> fixture.peers.made().size() == 1);
        fixture.peers.rotationDue(true);
        fixture.during(Duration.ofMillis(4800), () -> fixture.peers.made().size() == 1);
        fixture.loop.seconds(0.2);
        assertThat(fixture.peers.made()).hasSize(2);
        fixture.peers.rotationDue(false);
    }

    @Test
    void renewalsAreSpreadOverALittleTimeBeforeTheAge() {
        fixture.options.maxSessionAge(Duration.ofSeconds(100)).stallTimeout(Duration.ZERO);
        fixture.stream();
        fixture.during(Duration.ofSeconds(95), () -> fixture.peers.made().size() == 1);
        fixture.loop.seconds(5.1);
        assertThat(fixture.peers.made()).hasSize(2);
    }

    /** As of a camera that stands still for the old connection. */
    @Test
    void afterTwoSecondsTheNewConnectionTakesOverWhateverItsResultIsOf() {
        fixture.options.maxSessionAge(AGE);
        FakeRtcPeer old = fixture.stream();
        old.inference().deliver(at(5, 11));
        awaitOpen(2);
        FakeRtcPeer renewed = fixture.peer(2);
        fixture.loop.seconds(2);
        renewed.inference().deliver(at(4, 1));
        fixture.settle();
        assertThat(fixture.stats().renewals()).isZero();
        fixture.loop.seconds(0.001);
        renewed.inference().deliver(at(4, 2));
        awaitDelivered(11L, 2L);
        assertThat(fixture.stats().renewals()).isEqualTo(1);
    }

    @Test
    void resultsOfTheNewConnectionThatAreNotDeliveredAreAcknowledgedThere() {
        fixture.options.maxSessionAge(AGE).realtime(false);
        FakeRtcPeer old = fixture.stream();
        old.inference().deliver(at(5, 11));
        awaitOpen(2);
        FakeRtcPeer renewed = fixture.peer(2);
        renewed.inference().deliver(at(4, 1));
        renewed.inference().deliver(at(5, 2));
        fixture.settle();
        assertThat(renewed.inference().sentTexts()).containsExactly("{\"ack\":1}", "{\"ack\":2}");
        renewed.inference().deliver(at(6, 3));
        awaitDelivered(11L, 3L);
        assertThat(renewed.inference().sentTexts()).last().isEqualTo("{\"ack\":3}");
    }

    @Test
    void resultsThatTheSourceKeptAreDeliveredWithTheFirstOne() {
        fixture.options.maxSessionAge(AGE);
        FakeRtcPeer old = fixture.stream();
        awaitOpen(2);
        List<InferenceResult> kept = new ArrayList<>();
        fixture.source.answersWith(result -> {
            kept.add(result);
            return kept.size() < 2 ? List.of() : kept.stream().map(each -> new SourceResult(each, null)).toList();
        });
        fixture.peer(2).inference().deliver(at(6, 1));
        fixture.settle();
        assertThat(old.closes()).isZero();
        fixture.peer(2).inference().deliver(at(7, 2));
        awaitDelivered(1L, 2L);
        assertThat(fixture.stats().received()).isEqualTo(2);
        assertThat(fixture.stats().lastFrameId()).isEqualTo(2);
    }

    @Test
    void theSourceIsHeardThroughTheNewConnectionToo() {
        fixture.options.maxSessionAge(AGE);
        fixture.stream();
        awaitOpen(2);
        Frame frame = Frame.ofI420(2, 2, new byte[6], Frame.NO_PTS);
        fixture.source.host.sent(frame);
        assertThat(fixture.listener.sent).containsExactly(frame);
        fixture.source.host.interrupted(new SourceException("camera unplugged", true));
        fixture.settle();
        assertThat(fixture.status().sourceError()).isEqualTo("camera unplugged");
        fixture.peer(2).inference().deliverText("no json".getBytes(StandardCharsets.UTF_8));
        fixture.settle();
        assertThat(fixture.listener.errors).hasSize(1);
        assertThat(fixture.stats().protocolErrors()).isEqualTo(1);
    }

    @Test
    void theServersTimeThatWasUpIsTheAgeFromThenOn() {
        fixture.options.stallTimeout(Duration.ZERO);
        FakeRtcPeer first = fixture.stream();
        fixture.loop.seconds(100);
        first.inference().deliver(Results.complete(1, "timeout_reached"));
        fixture.streaming(2);
        fixture.during(Duration.ofSeconds(85), () -> fixture.peers.made().size() == 2);
        fixture.loop.seconds(5.1);
        assertThat(fixture.peers.made()).hasSize(3);
    }

    @Test
    void aServerThatEndsSessionsAfterSecondsHasNoAge() {
        fixture.options.stallTimeout(Duration.ZERO);
        FakeRtcPeer first = fixture.stream();
        fixture.loop.seconds(4.9);
        first.inference().deliver(Results.complete(1, "timeout_reached"));
        fixture.streaming(2);
        fixture.during(Duration.ofSeconds(60), () -> fixture.peers.made().size() == 2);
    }

    @Test
    void afterATakeOverAsMuchIsTimedAsBefore() {
        fixture.options.maxSessionAge(Duration.ofSeconds(100)).stallTimeout(Duration.ofHours(1));
        fixture.stream();
        fixture.loop.seconds(11);
        int timers = fixture.loop.timers();
        fixture.loop.seconds(90);
        fixture.peer(2).inference().deliver(at(6, 1));
        fixture.loop.seconds(11);
        assertThat(fixture.stats().renewals()).isEqualTo(1);
        assertThat(fixture.loop.timers()).isEqualTo(timers);
        fixture.loop.seconds(90);
        assertThat(fixture.peers.made()).as("renewed again").hasSize(3);
    }

    @Test
    void aRefusalThatDoesNotPassIsTriedAgainAfterAMinute() {
        fixture.options.maxSessionAge(Duration.ofSeconds(100)).stallTimeout(Duration.ZERO);
        fixture.signalling.answers();
        fixture.signalling.fails(new SignallingException(401, "the key was revoked"));
        fixture.stream();
        fixture.loop.seconds(90);
        fixture.peer(2);
        fixture.during(Duration.ofMillis(59_900), () -> fixture.peers.made().size() == 2);
        fixture.loop.seconds(0.2);
        assertThat(fixture.peers.made()).hasSize(3);
        assertThat(fixture.state()).isEqualTo(STREAMING);
    }
}
