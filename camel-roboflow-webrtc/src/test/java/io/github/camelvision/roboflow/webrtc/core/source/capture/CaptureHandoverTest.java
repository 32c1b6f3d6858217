package io.github.camelvision.roboflow.webrtc.core.source.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.correlate.PictureTies;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.testing.ServerMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two connections that get the same pictures, whose results tell only when the picture was sent. The frame id is the picture's number. */
class CaptureHandoverTest {

    private static final int INTERVAL_MS = 33;
    private static final int TICKS = 90;
    private static final long OUT_OF_STEP = 0x9E3779B97F4A7C15L;
    private static final long TIED = 17;

    private final PictureTies old = new PictureTies();
    private final PictureTies own = new PictureTies();
    private final CaptureHandover handover = new CaptureHandover(old, own, 0);

    CaptureHandoverTest() {
        LongStream.rangeClosed(1, 40).forEach(picture -> {
            old.sent(picture, time(picture));
            own.sent(picture, time(picture) + 2);
        });
    }

    /** About every other picture is out of step. */
    private static long time(long picture) {
        return 1000 + picture * INTERVAL_MS + (OUT_OF_STEP >> picture & 1) * 11;
    }

    private static InferenceResult result(long picture, long first) {
        return result(picture, Long.valueOf((time(picture) - time(first)) * TICKS));
    }

    private static InferenceResult result(long picture, Long pts) {
        FrameMetadata metadata = new FrameMetadata(picture, null, pts, null, null, null, 64, 48);
        return InferenceResult.parse(ServerMessages.encode(metadata, "{}".getBytes(StandardCharsets.UTF_8), List.of(), false, null));
    }

    private void oldAnswers(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(picture -> old.result(result(picture, 1)));
    }

    private List<Long> newAnswers(long picture, long nanos) {
        List<SourceResult> ready = handover.result(result(picture, 3), 30, nanos);
        assertThat(ready).allMatch(SourceResult::identified);
        return ready.stream().map(each -> each.result().frameId()).toList();
    }

    private void newAnswersUpTo(long last) {
        LongStream.rangeClosed(3, last).forEach(picture -> assertThat(newAnswers(picture, 0)).isEmpty());
        assertThat(handover.cut()).isTrue();
    }

    @Test
    void takesOverWithThePictureAfterTheLastAnsweredOne() {
        oldAnswers(1, 20);
        newAnswersUpTo(20);
        assertThat(newAnswers(21, 0)).containsExactly(21L);
        assertThat(handover.last(result(22, 3))).extracting(each -> each.result().frameId()).containsExactly(22L);
    }

    @Test
    void theOldConnectionGetsEveryPictureUntilResultsOfTheNewOneCanBeTied() {
        oldAnswers(1, 20);
        assertThat(newAnswers(3, 0)).isEmpty();
        assertThat(handover.cut()).isFalse();
        newAnswersUpTo(TIED);
    }

    @Test
    void theOldConnectionGetsEveryPictureWhileTheNewOneLeavesSomeOut() {
        oldAnswers(1, 29);
        LongStream.rangeClosed(3, 26).filter(picture -> picture % 8 != 0).forEach(picture -> newAnswers(picture, 0));
        assertThat(handover.cut()).isFalse();
        newAnswers(27, 1);
        assertThat(handover.cut()).isFalse();
        newAnswers(28, CaptureHandover.STEADY_LIMIT.toNanos());
        assertThat(handover.cut()).isTrue();
    }

    @Test
    void takesOverWhenTheOldConnectionFallsBehind() {
        oldAnswers(1, 16);
        LongStream.rangeClosed(3, 21).filter(picture -> picture != 10).forEach(picture -> assertThat(newAnswers(picture, 0)).isEmpty());
        assertThat(newAnswers(22, 0)).containsExactly(17L, 18L, 19L, 20L, 21L, 22L);
    }

    @Test
    void waitsForPicturesThatOnlyTheOldConnectionMayAnswer() {
        oldAnswers(1, 20);
        newAnswersUpTo(TIED);
        assertThat(newAnswers(23, 0)).isEmpty();
        oldAnswers(21, 22);
        assertThat(newAnswers(24, 0)).containsExactly(23L, 24L);
    }

    @Test
    void doesNotWaitWhenTheOldConnectionHasAnsweredItsLastPicture() {
        oldAnswers(1, 30);
        newAnswersUpTo(TIED);
        assertThat(newAnswers(33, 0)).containsExactly(33L);
    }

    @Test
    void doesNotWaitLongForAPictureThatTheOldConnectionNeverAnswers() {
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
    void regularPicturesAreNotIdentifiedButGivenUpAfterAWhile() {
        PictureTies regular = new PictureTies();
        LongStream.rangeClosed(1, 40).forEach(picture -> regular.sent(picture, picture * INTERVAL_MS));
        CaptureHandover hopeless = new CaptureHandover(old, regular, 0);
        for (long picture = 3; picture < 20; picture++) {
            assertThat(hopeless.result(result(picture, Long.valueOf((picture - 3) * INTERVAL_MS * TICKS)), 40, 0)).isEmpty();
        }
        InferenceResult late = result(20, Long.valueOf(17L * INTERVAL_MS * TICKS));
        assertThat(hopeless.result(late, 40, CaptureHandover.TIE_LIMIT.toNanos() + 1)).containsExactly(new SourceResult(late, null));
    }
}
