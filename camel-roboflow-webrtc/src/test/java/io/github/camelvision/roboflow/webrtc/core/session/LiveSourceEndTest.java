package io.github.camelvision.roboflow.webrtc.core.session;

import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CLOSED;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CLOSING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CONNECTING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.STREAMING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.ServerMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server says processing_complete of a source that has no end: its camera went away. */
class LiveSourceEndTest {

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "the camera rtsp://cam/1")
    void anEndOfALiveSourceIsAnInterruption(String readByServer) {
        fixture.source.readByServer = readByServer;
        FakeRtcPeer peer = fixture.stream();
        peer.inference().deliver(Results.message(1));
        peer.inference().deliver(Results.complete(2, null));
        fixture.peer(2).inference().deliver(Results.message(1));
        fixture.until(() -> fixture.listener.gaps.size() == 1);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, WAITING, CONNECTING, STREAMING);
        assertThat(fixture.listener.errors).singleElement().satisfies(error -> assertThat(error).hasMessageContaining(
                readByServer == null ? "its source is live" : readByServer));
        assertThat(fixture.listener.gaps.get(0).lastFrameId()).isEqualTo(1);
    }

    /** It may be that only the server sees the camera: a connection alone does not say that it is back. */
    @Test
    void anOutageOfTheServersCameraEndsWithAResultOnly() {
        fixture.source.readByServer = "the camera rtsp://cam/1";
        fixture.stream().inference().deliver(Results.complete(1, null));
        for (int connection = 2; connection <= 4; connection++) {
            awaitOpen(connection).inference().deliver(Results.complete(1, null));
        }
        FakeRtcPeer last = awaitOpen(5);
        assertThat(fixture.listener.gaps).isEmpty();
        assertThat(fixture.listener.errors).singleElement().isInstanceOf(SourceException.class);
        assertThat(fixture.state()).isEqualTo(CONNECTING);
        last.inference().deliver(Results.message(1));
        fixture.until(() -> fixture.listener.gaps.size() == 1);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, WAITING, CONNECTING, WAITING, CONNECTING, WAITING,
                CONNECTING, WAITING, CONNECTING, STREAMING);
        assertThat(fixture.listener.frameIds()).containsExactly(1L);
    }

    @Test
    void theBackOffGrowsWhileConnectionsEndWithoutAResult() {
        fixture.source.readByServer = "the camera rtsp://cam/1";
        fixture.options.reconnect(new ReconnectPolicy(true, Duration.ofMillis(1), Duration.ofMinutes(4), -1));
        fixture.stream().inference().deliver(Results.complete(1, null));
        for (int connection = 2; connection <= 6; connection++) {
            awaitOpen(connection).inference().deliver(Results.complete(1, null));
        }
        fixture.until(() -> fixture.status().attempt() == 6);
        fixture.awaitState(WAITING);
        assertThat(fixture.status().nextAttempt()).isAfter(fixture.status().since().plusMillis(14));
    }

    @Test
    void withoutReconnectTheServersEndIsTheEnd() {
        fixture.options.reconnect(ReconnectPolicy.NONE);
        fixture.stream().inference().deliver(Results.complete(1, null));
        assertThat(fixture.awaitEnd()).isEqualTo(new SessionEnd(SessionEnd.Reason.COMPLETED, null, null));
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, CLOSING, CLOSED);
    }

    @Test
    void aRenewalWhoseCameraEndsAtOnceLeavesTheOldConnection() {
        fixture.options.maxSessionAge(Duration.ofMillis(300)).reconnect(SessionFixture.slowly());
        FakeRtcPeer old = fixture.stream();
        awaitOpen(2).inference().deliver(Results.complete(1, null));
        fixture.until(() -> fixture.peer(2).closes() == 1);
        Instant before = fixture.status().since();
        old.inference().deliver(Results.message(7));
        fixture.until(() -> fixture.listener.frameIds().contains(7L));
        old.inference().deliver(Results.complete(8, null));
        fixture.awaitState(WAITING);
        assertThat(fixture.status().since()).isAfter(before);
    }

    private FakeRtcPeer awaitOpen(int connection) {
        fixture.until(() -> fixture.source.connected.get() >= connection);
        return fixture.peer(connection);
    }

    private static byte[] gaveUp() {
        byte[] json = ServerMessages.encode(null, null, List.of("the model is broken"), true, null);
        return Results.chunks(1, json, json.length).get(0);
    }

    @Test
    void aServerThatGaveUpIsNotAtTheEnd() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.stream().inference().deliver(gaveUp());
        fixture.awaitState(WAITING);
        assertThat(fixture.listener.errors).singleElement().asString().contains("The server gave up: the model is broken");
    }

    @Test
    void aFileThatTheServerGaveUpFailed() {
        fixture.source.live = false;
        fixture.stream().inference().deliver(gaveUp());
        SessionEnd end = fixture.awaitEnd();
        assertThat(end.reason()).isEqualTo(SessionEnd.Reason.FAILED);
        assertThat(end.cause()).isInstanceOf(SourceException.class).hasMessageContaining("the model is broken");
    }

    @Test
    void aTimeThatIsUpIsNamedAsSuch() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.stream().inference().deliver(Results.complete(1, "timeout_reached"));
        fixture.awaitState(WAITING);
        assertThat(fixture.listener.errors).singleElement().asString().contains("after its processing timeout");
    }

    @Test
    void theServersEndCountsAlsoWhenTheChannelClosesBeforeWhatWaitsIsDelivered() {
        fixture.source.live = false;
        fixture.options.emit(Emit.paired).streamOutput(List.of("image"));
        FakeRtcPeer peer = fixture.stream();
        peer.inference().deliverText(Results.json(1, 3000L, "{}"));
        peer.inference().deliver(Results.complete(2, "all_frames_processed"));
        fixture.settle();
        assertThat(fixture.state()).isEqualTo(STREAMING);
        peer.inference().closeByServer();
        assertThat(fixture.awaitEnd()).isEqualTo(new SessionEnd(SessionEnd.Reason.COMPLETED, "all_frames_processed", null));
        assertThat(fixture.listener.frameIds()).containsExactly(1L);
    }
}
