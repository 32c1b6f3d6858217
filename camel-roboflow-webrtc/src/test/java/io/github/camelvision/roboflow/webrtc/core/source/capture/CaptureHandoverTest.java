package io.github.camelvision.roboflow.webrtc.core.source.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameTies;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.testing.ServerMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two connections that get the same frames, whose results tell only when the frame was sent. The frame id is the frame's number. */
class CaptureHandoverTest {

    private static final int INTERVAL_MS = 33;
    private static final int TICKS = 90;
    private static final long OUT_OF_STEP = 0x9E3779B97F4A7C15L;
    private static final long TIED = 17;

    private final FrameTies old = new FrameTies();
    private final FrameTies own = new FrameTies();
    private final CaptureHandover handover = new CaptureHandover(old, own, 0);

    CaptureHandoverTest() {
        LongStream.rangeClosed(1, 40).forEach(frame -> {
            old.sent(frame, frame, time(frame));
            own.sent(frame, frame, time(frame) + 2);
        });
    }

    /** About every other frame is out of step. */
    private static long time(long frame) {
        return 1000 + frame * INTERVAL_MS + (OUT_OF_STEP >> frame & 1) * 11;
    }

    private static InferenceResult result(long frame, long first) {
        return result(frame, Long.valueOf((time(frame) - time(first)) * TICKS));
    }

    private static InferenceResult result(long frame, Long pts) {
        FrameMetadata metadata = new FrameMetadata(frame, null, pts, null, null, null, 64, 48);
        return InferenceResult.parse(ServerMessages.encode(metadata, "{}".getBytes(StandardCharsets.UTF_8), List.of(), false, null));
    }

    private void oldAnswers(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(frame -> old.result(result(frame, 1)));
    }

    private List<Long> newAnswers(long frame, long nanos) {
        List<SourceResult> ready = handover.result(result(frame, 3), 30, nanos);
        assertThat(ready).allMatch(SourceResult::identified);
        return ready.stream().map(each -> each.result().frameId()).toList();
    }

    private void newAnswersUpTo(long last) {
        LongStream.rangeClosed(3, last).forEach(frame -> assertThat(newAnswers(frame, 0)).isEmpty());
        assertThat(handover.cut()).isTrue();
    }

    @Test
    void takesOverWithTheFrameAfterTheLastAnsweredOne() {
        oldAnswers(1, 20);
        newAnswersUpTo(20);
        assertThat(newAnswers(21, 0)).containsExactly(21L);
        assertThat(handover.last(result(22, 3))).extracting(each -> each.result().frameId()).containsExactly(22L);
    }

    @Test
    void theOldConnectionGetsEveryFrameUntilResultsOfTheNewOneCanBeTied() {
        oldAnswers(1, 20);
        assertThat(newAnswers(3, 0)).isEmpty();
        assertThat(handover.cut()).isFalse();
        newAnswersUpTo(TIED);
    }

    @Test
    void theOldConnectionGetsEveryFrameWhileTheNewOneLeavesSomeOut() {
        oldAnswers(1, 29);
        LongStream.rangeClosed(3, 26).filter(frame -> frame % 8 != 0).forEach(frame -> newAnswers(frame, 0));
        assertThat(handover.cut()).isFalse();
        newAnswers(27, 1);
        assertThat(handover.cut()).isFalse();
        newAnswers(28, CaptureHandover.STEADY_LIMIT.toNanos());
        assertThat(handover.cut()).isTrue();
    }

    @Test
    void takesOverWhenTheOldConnectionFallsBehind() {
        oldAnswers(1, 16);
        LongStream.rangeClosed(3, 21).filter(frame -> frame != 10).forEach(frame -> assertThat(newAnswers(frame, 0)).isEmpty());
        assertThat(newAnswers(22, 0)).containsExactly(17L, 18L, 19L, 20L, 21L, 22L);
    }

    @Test
    void waitsForFramesThatOnlyTheOldConnectionMayAnswer() {
        oldAnswers(1, 20);
        newAnswersUpTo(TIED);
        assertThat(newAnswers(23, 0)).isEmpty();
        oldAnswers(21, 22);
        assertThat(newAnswers(24, 0)).containsExactly(23L, 24L);
    }

    @Test
    void doesNotWaitWhenTheOldConnectionHasAnsweredItsLastFrame() {
        oldAnswers(1, 30);
        newAnswersUpTo(TIED);
        assertThat(newAnswers(33, 0)).containsExactly(33L);
    }

    @Test
    void doesNotWaitLongForAFrameThatTheOldConnectionNeverAnswers() {
        oldAnswers(1, 20);
        newAnswersUpTo(TIED);
        assertThat(newAnswers(23, CaptureHandover.DRAIN_LIMIT.toNanos() - 1)).isEmpty();
        assertThat(newAnswers(24, CaptureHandover.DRAIN_LIMIT.toNanos())).containsExactly(23L, 24L);
    }

    @Test
    void whatTheOldConnectionGotIsLeftToItWhenItsResultsCannotBeTied() {
        newAnswersUpTo(31);
        assertThat(newAnswers(32, CaptureHandover.DRAIN_LIMIT.toNanos())).containsExactly(31L, 32L);
    }

    @Test
    void deliversWhatWaitedWhenTheOldConnectionBreaks() {
        oldAnswers(1, 20);
        newAnswersUpTo(TIED);
        assertThat(newAnswers(23, 0)).isEmpty();
        assertThat(handover.last(result(24, 3))).extracting(each -> each.result().frameId()).containsExactly(23L, 24L);
    }

    @Test
    void withoutPtsNothingIsIdentified() {
        oldAnswers(1, 20);
        List<SourceResult> ready = handover.result(result(21, (Long) null), 30, 0);
        assertThat(ready).hasSize(1).noneMatch(SourceResult::identified);
        assertThat(handover.cut()).isFalse();
        assertThat(handover.last(result(22, (Long) null))).hasSize(1);
    }

    @Test
    void regularFramesAreNotIdentifiedButGivenUpAfterAWhile() {
        FrameTies regular = new FrameTies();
        LongStream.rangeClosed(1, 40).forEach(frame -> regular.sent(frame, frame, frame * INTERVAL_MS));
        CaptureHandover hopeless = new CaptureHandover(old, regular, 0);
        for (long frame = 3; frame < 20; frame++) {
            assertThat(hopeless.result(result(frame, Long.valueOf((frame - 3) * INTERVAL_MS * TICKS)), 40, 0)).isEmpty();
        }
        InferenceResult late = result(20, Long.valueOf(17L * INTERVAL_MS * TICKS));
        assertThat(hopeless.result(late, 40, CaptureHandover.TIE_LIMIT.toNanos() + 1)).containsExactly(new SourceResult(late, null));
    }
}
