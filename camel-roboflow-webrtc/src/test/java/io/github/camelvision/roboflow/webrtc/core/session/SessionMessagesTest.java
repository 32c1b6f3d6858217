package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.FakeChannel;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.ServerMessages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages and frames of one connection: what is delivered, and what is acknowledged. */
class SessionMessagesTest {

    private static final byte[] GARBAGE = "no json".getBytes(StandardCharsets.UTF_8);
    private static final Frame FRAME = Frame.ofI420(2, 2, new byte[6], Frame.NO_PTS);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VirtualSession fixture = new VirtualSession();
    private FakeRtcPeer peer;
    private FakeChannel channel;

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private void stream() {
        peer = fixture.stream();
        channel = peer.inference();
    }

    private void deliver(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(id -> channel.deliver(Results.message(id)));
        fixture.settle();
    }

    private List<Long> acks() {
        return channel.sentTexts().stream().map(text -> ((ClientMessage.Ack) ClientMessage.parse(text)).ack()).toList();
    }

    @Test
    void theFirstFrameIsAcknowledgedOnReceiptAndThenTheContiguousPrefixOfWhatIsDone() {
        fixture.options.realtime(false);
        fixture.listener.onDelivery = delivery -> {};
        stream();
        deliver(1, 4);
        assertThat(acks()).containsExactly(1L);
        fixture.listener.deliveries.get(2).done();
        fixture.listener.deliveries.get(1).done();
        fixture.settle();
        assertThat(acks()).containsExactly(1L);
        fixture.listener.deliveries.get(0).done();
        fixture.settle();
        assertThat(acks()).containsExactly(1L, 3L);
        fixture.listener.deliveries.get(3).done();
        fixture.listener.deliveries.get(3).done();
        fixture.settle();
        assertThat(acks()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void aRealtimeSessionAcknowledgesNothing() {
        stream();
        deliver(1, 3);
        assertThat(fixture.listener.frameIds()).containsExactly(1L, 2L, 3L);
        assertThat(channel.sent()).isEmpty();
    }

    @Test
    void anAcknowledgementWithoutRoomIsSentLaterWithTheNewestNumber() {
        fixture.options.realtime(false);
        stream();
        channel.room(false);
        deliver(1, 5);
        fixture.until(() -> channel.refused() >= 2);
        assertThat(channel.sent()).isEmpty();
        channel.room(true);
        fixture.until(() -> !channel.sent().isEmpty());
        assertThat(acks()).containsExactly(5L);
        deliver(6, 6);
        fixture.until(() -> acks().contains(6L));
    }

    @Test
    void anAcknowledgementOfAnOldConnectionGoesNowhere() {
        fixture.options.realtime(false);
        fixture.listener.onDelivery = delivery -> {};
        stream();
        deliver(1, 3);
        FakeChannel old = channel;
        old.closeByServer();
        channel = fixture.streaming(2).inference();
        fixture.listener.deliveries.forEach(Delivery::done);
        fixture.settle();
        assertThat(channel.sent()).isEmpty();
        assertThat(old.sent()).hasSize(1);
    }

    @Test
    void readsPlainGzippedChunkedAndTextMessages() {
        stream();
        channel.deliver(Results.message(1));
        channel.deliverAll(Results.chunks(2, Results.gzip(Results.json(2)), 1000));
        List<byte[]> chunks = Results.chunks(3, Results.json(3), 20);
        Collections.reverse(chunks);
        channel.deliverAll(chunks);
        channel.deliverText(Results.json(4));
        fixture.settle();
        assertThat(fixture.listener.frameIds()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(fixture.listener.deliveries.get(1).result().outputBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"n\":2}");
        assertThat(fixture.stats().results()).isEqualTo(4);
        assertThat(fixture.stats().lastFrameId()).isEqualTo(4);
    }

    @Test
    void ofManyBadMessagesBetweenGoodOnesTheFirstIsToldAndTheOthersCounted() {
        try (CapturedLog log = new CapturedLog()) {
            stream();
            for (int i = 1; i <= 2000; i++) {
                channel.deliverText(GARBAGE);
                channel.deliver(Results.message(i));
            }
            fixture.settle();
            assertThat(fixture.listener.errors).singleElement().isInstanceOf(ProtocolException.class);
            assertThat(log.lines().stream().filter(line -> line.startsWith("WARN"))).singleElement().asString()
                    .doesNotContain("Exception");
        }
        assertThat(fixture.stats().protocolErrors()).isEqualTo(2000);
        assertThat(fixture.listener.frameIds()).hasSize(2000);
    }

    @Test
    void aHundredBadMessagesInARowLoseTheConnection() {
        fixture.options.reconnect(ReconnectPolicy.NONE);
        stream();
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < 99; i++) {
                channel.deliverText(GARBAGE);
            }
            channel.deliver(Results.message(row + 1));
        }
        fixture.settle();
        assertThat(fixture.state()).isEqualTo(SessionState.STREAMING);
        for (int i = 0; i < 120; i++) {
            channel.deliverText(GARBAGE);
        }
        assertThat(fixture.awaitEnd().cause()).isInstanceOf(TransportException.class).hasMessageContaining("100 messages");
        assertThat(fixture.stats().protocolErrors()).isEqualTo(298);
    }

    @Test
    void framesInsideResultsHoldTheAcknowledgementUntilTheyAreDone() {
        fixture.options.realtime(false).emit(Emit.frames).streamOutput(List.of("image"));
        fixture.source.dataChannelFrames = true;
        fixture.listener.onDelivery = delivery -> {};
        stream();
        deliver(1, 2);
        fixture.listener.deliveries.get(0).done();
        fixture.settle();
        assertThat(acks()).containsExactly(1L);
        fixture.listener.deliveries.get(1).done();
        fixture.settle();
        assertThat(acks()).containsExactly(1L, 2L);
    }

    @Test
    void framesOfATrackHoldTheAcknowledgementUntilTheyAreDone() {
        fixture.options.realtime(false).emit(Emit.frames).streamOutput(null);
        fixture.listener.onDelivery = delivery -> {};
        stream();
        peer.frame(FRAME, 90);
        peer.frame(FRAME, 180);
        deliver(1, 2);
        assertThat(acks()).containsExactly(1L);
        assertThat(fixture.listener.deliveries).hasSize(2);
        assertThat(fixture.listener.deliveries.get(0).frame().pts()).isEqualTo(90);
        assertThat(fixture.listener.deliveries.get(0).result()).isNull();
        fixture.listener.deliveries.get(0).done();
        fixture.settle();
        assertThat(acks()).containsExactly(1L);
        fixture.listener.deliveries.get(1).done();
        fixture.settle();
        assertThat(acks()).containsExactly(1L, 2L);
        assertThat(fixture.stats().frames()).isEqualTo(2);
    }

    @Test
    void predictionsIgnoreVideoNobodyAskedFor() {
        stream();
        peer.frame(FRAME, 90);
        deliver(1, 1);
        assertThat(fixture.listener.frameIds()).containsExactly(1L);
    }

    @Test
    void progressOfAnUploadIsTold() {
        UploadProgress progress = new UploadProgress(2, 5, 200, 450);
        stream();
        fixture.source.host.loop().offerControl(() -> fixture.source.host.uploaded(progress));
        fixture.settle();
        assertThat(fixture.listener.uploads).containsExactly("2/5");
        assertThat(fixture.stats().upload()).isEqualTo(progress);
        assertThat(progress.percent()).isEqualTo(44);
    }

    @Test
    void aSourceThatPacesItselfIsToldWhatWaitsAndNothingIsAcknowledged() {
        fixture.options.realtime(false);
        fixture.source.selfPaced = true;
        fixture.listener.onDelivery = delivery -> {};
        stream();
        deliver(1, 3);
        assertThat(fixture.source.unhandled).containsExactly(1, 2, 3);
        fixture.listener.deliveries.get(0).done();
        fixture.settle();
        assertThat(fixture.source.unhandled).last().isEqualTo(2);
        assertThat(channel.sent()).isEmpty();
    }

    @Test
    void anAcknowledgementWithoutRoomIsGivenUpWithItsConnection() {
        fixture.options.realtime(false).reconnect(SessionFixture.slowly());
        stream();
        channel.room(false);
        deliver(1, 1);
        channel.closeByServer();
        fixture.awaitState(SessionState.WAITING);
        fixture.loop.seconds(1);
        int refused = channel.refused();
        fixture.loop.seconds(1);
        assertThat(channel.refused()).isEqualTo(refused);
    }

    @Test
    void resultsAreWatchedWithTheLatencyOfTheFrameTheyAnswer() {
        SentFrame sent = new SentFrame(FRAME);
        fixture.source.answers = result -> List.of(new SourceResult(result, result.frameId() == 2 ? sent : null));
        stream();
        deliver(1, 2);
        assertThat(fixture.listener.results).extracting(InferenceResult::frameId).containsExactly(1L, 2L);
        assertThat(fixture.listener.latencies).containsExactly(Duration.ZERO);
        assertThat(fixture.stats().received()).isEqualTo(2);
    }

    /** As the answers of a source that repeats a frame until it is answered. */
    @Test
    void aResultThatTheSourceKeepsIsAcknowledgedAndOneThatItGivesBackIsDelivered() {
        fixture.options.realtime(false);
        List<InferenceResult> kept = new ArrayList<>();
        fixture.source.answers = result -> {
            kept.add(result);
            return result.frameId() == 3 ? List.of(new SourceResult(kept.get(1), null), new SourceResult(result, null)) : List.of();
        };
        stream();
        deliver(1, 2);
        assertThat(acks()).containsExactly(1L, 2L);
        assertThat(fixture.listener.deliveries).isEmpty();
        deliver(3, 3);
        assertThat(fixture.listener.frameIds()).containsExactly(2L, 3L);
        assertThat(acks()).containsExactly(1L, 2L, 3L);
        assertThat(fixture.stats().results()).isEqualTo(2);
        assertThat(fixture.stats().received()).isEqualTo(3);
    }

    @Test
    void aDeliveryTellsItsConnection() {
        stream();
        deliver(1, 1);
        assertThat(fixture.listener.deliveries.get(0).sessionId()).isEqualTo(fixture.status().sessionId());
    }

    @Test
    void halvesOfPairsThatWaitAreDeliveredWhenTheConnectionEnds() {
        fixture.options.emit(Emit.paired).streamOutput(List.of("image")).reconnect(SessionFixture.slowly());
        stream();
        channel.deliverText(Results.json(1, 3000L, "{}"));
        peer.frame(FRAME, 90);
        fixture.settle();
        assertThat(fixture.listener.deliveries).isEmpty();
        channel.closeByServer();
        fixture.awaitState(SessionState.WAITING);
        assertThat(fixture.listener.deliveries).anySatisfy(delivery -> assertThat(delivery.result()).isNotNull())
                .anySatisfy(delivery -> assertThat(delivery.hasFrame()).isTrue());
        assertThat(fixture.stats().frames()).isEqualTo(1);
    }

    private void streamFrames() {
        fixture.options.emit(Emit.frames).streamOutput(List.of("image")).reconnect(SessionFixture.slowly()).stallTimeout(LIMIT);
        stream();
    }

    /** A server that has sent results owes one with every frame; before, frames alone are a sign of life. */
    @Test
    void framesAloneAreEnoughUntilTheFirstResult() {
        streamFrames();
        for (int i = 0; i < 30; i++) {
            fixture.loop.seconds(1);
            peer.frame(FRAME, i);
        }
        fixture.settle();
        assertThat(fixture.state()).isEqualTo(SessionState.STREAMING);
        assertThat(fixture.listener.deliveries).hasSize(30);
        deliver(1, 1);
        for (int i = 0; i < 12; i++) {
            fixture.loop.seconds(1);
            peer.frame(FRAME, 30 + i);
        }
        fixture.settle();
        assertThat(fixture.state()).isEqualTo(SessionState.WAITING);
        assertThat(fixture.listener.errors).singleElement().asString().contains("frames but no result");
    }

    @Test
    void resultsAreASignOfLifeAndWithoutFramesTheyAreNotEnough() {
        streamFrames();
        peer.frame(FRAME, 1);
        for (int i = 1; i <= 60 && fixture.state() == SessionState.STREAMING; i++) {
            fixture.loop.seconds(1);
            deliver(i, i);
        }
        assertThat(fixture.listener.errors).singleElement().asString().contains("results but no frame");
        assertThat(fixture.listener.deliveries).as("results only acknowledge frames").hasSize(1);
    }

    @Test
    void resultsAreEnoughWhereNobodyWantsTheFrames() {
        fixture.options.streamOutput(List.of("image")).reconnect(SessionFixture.slowly()).stallTimeout(LIMIT);
        stream();
        peer.frame(FRAME, 1);
        for (int i = 1; i <= 60; i++) {
            fixture.loop.seconds(1);
            deliver(i, i);
        }
        assertThat(fixture.state()).isEqualTo(SessionState.STREAMING);
        assertThat(fixture.listener.frameIds()).hasSize(60);
    }

    /** The gap begins at the last frame that was seen. */
    @Test
    void aFrameIsWhatWasSeenLast() {
        fixture.options.emit(Emit.frames).streamOutput(List.of("image"));
        stream();
        fixture.loop.seconds(5);
        peer.frame(FRAME, 1);
        fixture.loop.seconds(3);
        channel.closeByServer();
        fixture.streaming(2);
        assertThat(fixture.listener.gaps).singleElement()
                .satisfies(gap -> assertThat(gap.duration()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4)));
    }

    @Test
    void whatWaitsForItsOtherHalfIsHeldUntilItIsDelivered() {
        fixture.options.emit(Emit.paired).streamOutput(List.of("image")).reconnect(SessionFixture.slowly());
        stream();
        channel.deliverText(Results.json(1, 3000L, "{}"));
        peer.frame(FRAME, 90);
        fixture.settle();
        assertThat(fixture.loop.memory().held()).isEqualTo(Results.json(1, 3000L, "{}").length + FRAME.i420().length);
        channel.closeByServer();
        fixture.awaitState(SessionState.WAITING);
        assertThat(fixture.loop.memory().held()).isZero();
    }

    @Test
    void errorsOfAFrameAreCounted() {
        stream();
        channel.deliverText(ServerMessages.encode(null, null, List.of("the camera flickers"), false, null));
        fixture.settle();
        assertThat(fixture.stats().frameErrors.total()).isEqualTo(1);
    }
}
