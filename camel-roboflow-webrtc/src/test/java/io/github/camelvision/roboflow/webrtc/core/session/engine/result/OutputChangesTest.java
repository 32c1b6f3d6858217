package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.ServerDialect;
import io.github.camelvision.roboflow.webrtc.core.session.SessionFixture;
import io.github.camelvision.roboflow.webrtc.core.session.VirtualSession;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outputs changed while the session runs. */
class OutputChangesTest {

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private boolean change(List<String> stream, List<String> data) {
        CompletableFuture<Boolean> sent = fixture.reconfigure(stream, data);
        fixture.until(sent::isDone);
        return sent.join();
    }

    @Test
    void aStreamingConnectionIsToldOnlyWhatChanged() {
        fixture.options.streamOutput(List.of("image")).dataOutput(List.of("*"));
        FakeRtcPeer peer = fixture.stream();
        assertThat(change(null, List.of("predictions"))).isTrue();
        assertThat(change(List.of("crop"), null)).isTrue();
        assertThat(change(List.of("crop"), List.of())).isTrue();
        assertThat(peer.inference().sentTexts()).containsExactly("{\"data_output\":[\"predictions\"]}",
                "{\"stream_output\":[\"crop\"]}", "{\"data_output\":[]}");
    }

    @Test
    void aLaterConnectionAsksForTheChangedOutputs() {
        fixture.options.streamOutput(List.of("image"));
        FakeRtcPeer peer = fixture.stream();
        assertThat(change(List.of("crop"), List.of("count"))).isTrue();
        peer.inference().closeByServer();
        FakeRtcPeer second = fixture.streaming(2);
        assertThat(fixture.signalling.requests().get(1).streamOutput()).containsExactly("crop");
        assertThat(fixture.signalling.requests().get(1).dataOutput()).containsExactly("count");
        assertThat(second.inference().sent()).isEmpty();
    }

    @Test
    void aServerThatTakesNoChangesGetsAnotherConnectionAndTheGapIsTold() {
        fixture.options.dialect(ServerDialect.STREAM_MANAGER).dataOutput(List.of("number")).reconnect(ReconnectPolicy.NONE);
        FakeRtcPeer first = fixture.stream();
        assertThat(change(null, List.of("number"))).isTrue();
        assertThat(fixture.signalling.requests()).hasSize(1);
        CompletableFuture<Boolean> sent = fixture.reconfigure(null, List.of("count"));
        FakeRtcPeer second = fixture.streaming(2);
        fixture.until(sent::isDone);
        assertThat(sent).isCompletedWithValue(true);
        assertThat(fixture.signalling.requests().get(1).dataOutput()).containsExactly("count");
        assertThat(first.inference().sent()).isEmpty();
        assertThat(second.inference().sent()).isEmpty();
        fixture.until(() -> fixture.listener.gaps.size() == 1);
        assertThat(fixture.listener.gaps.get(0).reason()).contains("outputs");
    }

    @Test
    void withoutAConnectionTheNextOneAsksForIt() {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.stream().inference().closeByServer();
        fixture.awaitState(SessionState.WAITING);
        assertThat(change(null, List.of("count"))).isFalse();
    }

    @Test
    void aChangeDuringTheSetUpIsSentOnceTheConnectionIsUp() {
        fixture.peers.opens(false);
        fixture.start();
        fixture.until(() -> fixture.peer(1).calls().size() == 3);
        CompletableFuture<Boolean> sent = fixture.reconfigure(null, List.of("count"));
        fixture.settle();
        assertThat(sent).isNotDone();
        fixture.peer(1).connect();
        fixture.until(sent::isDone);
        assertThat(sent).isCompletedWithValue(true);
        assertThat(fixture.peer(1).inference().sentTexts()).containsExactly("{\"data_output\":[\"count\"]}");
    }

    @Test
    void aFullChannelDelaysTheChange() {
        FakeRtcPeer peer = fixture.stream();
        peer.inference().room(false);
        CompletableFuture<Boolean> sent = fixture.reconfigure(null, List.of("count"));
        fixture.until(() -> peer.inference().refused() > 1);
        assertThat(sent).isNotDone();
        peer.inference().room(true);
        fixture.until(sent::isDone);
        assertThat(sent).isCompletedWithValue(true);
        assertThat(peer.inference().sentTexts()).containsExactly("{\"data_output\":[\"count\"]}");
    }

    @Test
    void aSessionThatBeganWithoutVideoHasNoneToChange() {
        fixture.stream();
        assertThatThrownBy(() -> change(List.of("image"), null)).hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no video").hasMessageContaining("streamOutput");
        assertThat(fixture.peer(1).inference().sent()).isEmpty();
    }

    @Test
    void aSourceWithImagesInItsDataHasNoVideoToChange() {
        fixture.options.streamOutput(List.of("image"));
        fixture.source.dataChannelFrames = true;
        fixture.stream();
        assertThatThrownBy(() -> change(List.of("crop"), null)).hasMessageContaining("no video");
    }

    @Test
    void aSessionThatIsOverCannotBeChanged() {
        fixture.stream();
        fixture.end();
        fixture.awaitEnd();
        assertThatThrownBy(() -> change(null, List.of("count"))).hasMessageContaining("is over");
    }
}
