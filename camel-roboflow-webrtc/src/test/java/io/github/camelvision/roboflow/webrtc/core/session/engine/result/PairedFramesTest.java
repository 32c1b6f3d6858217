package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.FakeSource;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.ServerMessages;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pairs of one connection, in virtual time. The server's first frame has this RTP timestamp. */
class PairedFramesTest {

    private static final long RTP = 1_234_567;
    private static final int MILLIS = 40;
    private static final Map<String, Object> NOTHING_LOST = Map.of("received.pliCount", 0L, "received.framesDropped", 0L);

    private final VirtualLoop loop = new VirtualLoop();
    private final SessionStats stats = new SessionStats(new FakeSource());
    private final List<Delivery> out = new ArrayList<>();
    private final List<Long> handled = new ArrayList<>();
    private final CompletableFuture<Map<String, Object>> peerStats = new CompletableFuture<>();
    private int asked;
    private PairedFrames frames = paired(true);

    private PairedFrames paired(boolean mayBeIntact) {
        return new PairedFrames(out::add, handled::add, loop, stats, () -> {
            asked++;
            return peerStats;
        }, mayBeIntact);
    }

    private static InferenceResult resultOf(long frame) {
        return Results.atMillis(frame, (frame - 1) * MILLIS);
    }

    private void announce(long frame) {
        frames.announced(resultOf(frame));
    }

    private void result(long frame) {
        announce(frame);
        frames.result(resultOf(frame));
    }

    private void frame(long frame) {
        frames.frame(Frame.ofI420(2, 2, new byte[6], Frame.NO_PTS), RTP + (frame - 1) * MILLIS * 90);
    }

    private void knowTheStart() {
        peerStats.complete(NOTHING_LOST);
        loop.run();
    }

    /** A pair as {@code 3+frame}, a half as {@code 3} or {@code frame}. */
    private List<String> delivered() {
        return out.stream().map(delivery -> delivery.result() == null ? "frame"
                : delivery.result().frameId() + (delivery.frame() == null ? "" : "+frame")).toList();
    }

    @Test
    void theFirstFrameBelongsToTheFirstResultWhenNothingWasLost() {
        result(1);
        frame(1);
        assertThat(delivered()).isEmpty();
        knowTheStart();
        assertThat(delivered()).containsExactly("1+frame");
        result(2);
        frame(2);
        assertThat(delivered()).containsExactly("1+frame", "2+frame");
        assertThat(out.get(1).frame().pts()).isEqualTo(MILLIS * 90);
        assertThat(stats.pairs()).isEqualTo(2);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void theStartIsUsedOnceTheFrameOrTheMessageThatIsLateIsThere() {
        frame(1);
        knowTheStart();
        assertThat(delivered()).isEmpty();
        result(1);
        assertThat(delivered()).containsExactly("1+frame");
    }

    @Test
    void aDecoderThatAskedForAKeyFrameMayHaveMissedTheFirstFrame() {
        result(1);
        frame(1);
        peerStats.complete(Map.of("received.pliCount", 1L, "received.framesDropped", 0L));
        loop.run();
        assertNothingIsPaired();
    }

    @Test
    void aDecoderThatDroppedAFrameMayHaveDroppedTheFirst() {
        result(1);
        frame(1);
        peerStats.complete(Map.of("received.pliCount", 0L, "received.framesDropped", 2L));
        loop.run();
        assertNothingIsPaired();
    }

    @Test
    void statisticsThatSayNothingProveNothing() {
        result(1);
        frame(1);
        peerStats.complete(Map.of());
        loop.run();
        assertNothingIsPaired();
    }

    @Test
    void withoutStatisticsNothingIsKnown() {
        result(1);
        frame(1);
        peerStats.completeExceptionally(new IllegalStateException("no statistics"));
        loop.run();
        assertNothingIsPaired();
    }

    @Test
    void whoCameLateDoesNotAsk() {
        frames = paired(false);
        result(1);
        frame(1);
        assertThat(asked).isZero();
        assertNothingIsPaired();
    }

    @Test
    void whoDroppedAFrameDoesNotAsk() {
        stats.mailboxDropped.increment();
        result(1);
        frame(1);
        assertThat(asked).isZero();
        assertNothingIsPaired();
    }

    @Test
    void theFirstFrameProvesNothingForAServerWithItsOwnClock() {
        InferenceResult result = InferenceResult.parse(ServerMessages.encode(
                new FrameMetadata(1, null, 0L, 1 / 90_000.0, null, null, 2, 2, 0L), null, List.of(), false, null));
        frame(1);
        frames.announced(result);
        frames.result(result);
        knowTheStart();
        assertNothingIsPaired();
    }

    /** Both halves come out alone, after three longest waits: the offset is sought so long. */
    private void assertNothingIsPaired() {
        loop.advance(Duration.ofMillis(2_900));
        assertThat(delivered()).isEmpty();
        loop.advance(Duration.ofMillis(200));
        assertThat(delivered()).containsExactlyInAnyOrder("1", "frame");
        assertThat(stats.pairs()).isZero();
        assertThat(stats.unpairedFrames()).isEqualTo(1);
        assertThat(stats.unpairedResults()).isEqualTo(1);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void oneResultIsHandledAheadOfItsFrameOnceThePairsAreKnown() {
        result(1);
        frame(1);
        knowTheStart();
        out.get(0).done();
        loop.run();
        assertThat(handled).containsExactly(1L);
        LongStream.rangeClosed(2, 5).forEach(this::result);
        assertThat(handled).containsExactly(1L, 2L);
        frame(2);
        assertThat(handled).containsExactly(1L, 2L);
        out.get(1).done();
        out.get(1).done();
        loop.run();
        assertThat(handled).containsExactly(1L, 2L, 3L);
    }

    @Test
    void moreResultsAreHandledAheadWhileThePairsAreSought() {
        LongStream.rangeClosed(1, 40).forEach(this::result);
        assertThat(handled).containsExactlyElementsOf(LongStream.rangeClosed(1, 32).boxed().toList());
    }

    @Test
    void aFrameWhoseResultIsWithheldIsDroppedAndCounted() {
        result(1);
        frame(1);
        knowTheStart();
        announce(2);
        frame(2);
        result(3);
        frame(3);
        assertThat(delivered()).containsExactly("1+frame", "3+frame");
        assertThat(stats.repeatedFrames.sum()).isEqualTo(1);
    }

    @Test
    void aMessageWithoutMetadataHasNoFrame() {
        InferenceResult bare = InferenceResult.parse(ServerMessages.encode(null, null, List.of("broken"), false, null));
        frames.announced(bare);
        frames.result(bare);
        assertThat(out).singleElement().satisfies(delivery -> {
            assertThat(delivery.result()).isSameAs(bare);
            assertThat(delivery.frame()).isNull();
        });
    }

    @Test
    void theEndWaitsForFramesThatAreOnTheirWayAndNoLongerThanForAnyOther() {
        List<String> end = new ArrayList<>();
        result(1);
        frame(1);
        knowTheStart();
        result(2);
        frames.finish(() -> end.add("after " + delivered().size()));
        assertThat(end).isEmpty();
        frame(2);
        assertThat(end).containsExactly("after 2");
        result(3);
        assertThat(end).hasSize(1);
        frames.finish(() -> end.add("late, after " + delivered().size()));
        loop.advance(Duration.ofMillis(900));
        assertThat(end).hasSize(1);
        loop.advance(Duration.ofMillis(200));
        assertThat(end).containsExactly("after 2", "late, after 3");
    }

    @Test
    void theEndIsAtOnceWhenNothingWaits() {
        List<String> end = new ArrayList<>();
        frames.finish(() -> end.add("end"));
        assertThat(end).containsExactly("end");
    }

    @Test
    void closingDeliversWhatWaitsAndLeavesNoTimer() {
        List<String> end = new ArrayList<>();
        result(1);
        result(2);
        frame(1);
        frames.finish(() -> end.add("end"));
        frames.close();
        frames.close();
        assertThat(delivered()).containsExactly("1", "2", "frame");
        assertThat(end).isEmpty();
        assertThat(loop.timers()).isZero();
        peerStats.complete(NOTHING_LOST);
        loop.run();
        assertThat(out).hasSize(3);
    }
}
