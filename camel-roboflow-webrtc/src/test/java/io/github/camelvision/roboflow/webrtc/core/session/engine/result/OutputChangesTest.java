package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.ServerDialect;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionFixture;
import io.github.camelvision.roboflow.webrtc.core.session.SessionState;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outputs changed while the session runs. */
class OutputChangesTest {

    private final SessionFixture fixture = new SessionFixture();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private boolean change(List<String> stream, List<String> data) throws Exception {
        return fixture.session().reconfigure(stream, data).get(30, TimeUnit.SECONDS);
    }

    @Test
    void aStreamingConnectionIsToldOnlyWhatChanged() throws Exception {
        fixture.options.streamOutput(List.of("image")).dataOutput(List.of("*"));
        FakeRtcPeer peer = fixture.stream();
        assertThat(change(null, List.of("predictions"))).isTrue();
        assertThat(change(List.of("crop"), null)).isTrue();
        assertThat(change(List.of("crop"), List.of())).isTrue();
        assertThat(peer.inference().sentTexts()).containsExactly("{\"data_output\":[\"predictions\"]}",
                "{\"stream_output\":[\"crop\"]}", "{\"data_output\":[]}");
    }

    @Test
    void aLaterConnectionAsksForTheChangedOutputs() throws Exception {
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
    void aServerThatTakesNoChangesGetsAnotherConnectionAndTheGapIsTold() throws Exception {
        fixture.options.dialect(ServerDialect.STREAM_MANAGER).dataOutput(List.of("number")).reconnect(ReconnectPolicy.NONE);
        FakeRtcPeer first = fixture.stream();
        assertThat(change(null, List.of("number"))).isTrue();
        assertThat(fixture.signalling.requests()).hasSize(1);
        CompletableFuture<Boolean> sent = fixture.session().reconfigure(null, List.of("count"));
        FakeRtcPeer second = fixture.streaming(2);
        assertThat(sent.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.signalling.requests().get(1).dataOutput()).containsExactly("count");
        assertThat(first.inference().sent()).isEmpty();
        assertThat(second.inference().sent()).isEmpty();
        Waiting.await("gap").until(() -> fixture.listener.gaps.size() == 1);
        assertThat(fixture.listener.gaps.get(0).reason()).contains("outputs");
    }

    @Test
    void withoutAConnectionTheNextOneAsksForIt() throws Exception {
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.stream().inference().closeByServer();
        fixture.awaitState(SessionState.WAITING);
        assertThat(change(null, List.of("count"))).isFalse();
    }

    @Test
    void aChangeDuringTheSetUpIsSentOnceTheConnectionIsUp() throws Exception {
        fixture.peers.opens(false);
        fixture.start();
        Waiting.await("answer applied").until(() -> fixture.peers.peer(1).calls().size() == 3);
        CompletableFuture<Boolean> sent = fixture.session().reconfigure(null, List.of("count"));
        fixture.settle();
        assertThat(sent).isNotDone();
        fixture.peers.peer(1).connect();
        assertThat(sent.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(fixture.peers.peer(1).inference().sentTexts()).containsExactly("{\"data_output\":[\"count\"]}");
    }

    @Test
    void aFullChannelDelaysTheChange() throws Exception {
        FakeRtcPeer peer = fixture.stream();
        peer.inference().room(false);
        CompletableFuture<Boolean> sent = fixture.session().reconfigure(null, List.of("count"));
        Waiting.await("refusals").until(() -> peer.inference().refused() > 1);
        assertThat(sent).isNotDone();
        peer.inference().room(true);
        assertThat(sent.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(peer.inference().sentTexts()).containsExactly("{\"data_output\":[\"count\"]}");
    }

    @Test
    void aSessionThatBeganWithoutVideoHasNoneToChange() {
        fixture.stream();
        assertThatThrownBy(() -> change(List.of("image"), null)).hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no video").hasMessageContaining("streamOutput");
        assertThat(fixture.peers.peer(1).inference().sent()).isEmpty();
    }

    @Test
    void aSourceWithImagesInItsDataHasNoVideoToChange() {
        fixture.options.streamOutput(List.of("image"));
        fixture.source.dataChannelFrames = true;
        fixture.stream();
        assertThatThrownBy(() -> change(List.of("crop"), null)).hasMessageContaining("no video");
    }

    @Test
    void nothingAndNoNameAreRefused() {
        Session session = fixture.start();
        assertThatThrownBy(() -> session.reconfigure(null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.reconfigure(List.of(" "), null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("turned off");
    }

    @Test
    void aSessionThatIsOverCannotBeChanged() {
        fixture.stream();
        fixture.session().close();
        fixture.awaitEnd();
        assertThatThrownBy(() -> change(null, List.of("count"))).hasMessageContaining("is over");
    }
}
