package io.github.camelvision.roboflow.webrtc.core.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors of the user's code, and of a full heap. Its tasks run on the test's thread. */
class ClipRecorderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final List<String> failures = new ArrayList<>();
    private final MemoryBudget budget = MemoryBudget.ofHeap(200_000_000);

    private ClipRecorder recorder(boolean annotated, Predicate<InferenceResult> wanted) {
        ClipRules rules = new ClipRules(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1), 50_000_000, annotated);
        return new ClipRecorder("dock", rules, new ClipDirectory(directory, "dock", 0, null), budget, Runnable::run, result -> {
            throw new StackOverflowError("on purpose");
        }, wanted, new ClipListener() {
            @Override
            public void written(Clip clip) {
                throw new AssertionError("no clip can be written here");
            }

            @Override
            public void failed(RoboflowWebrtcException cause) {
                failures.add(cause.getMessage());
            }
        });
    }

    private static ClipFrame frame(int number, Error failure) {
        return new ClipFrame(number, START.plusMillis(number), 1_000, () -> {
            if (failure != null) {
                throw failure;
            }
            return PaintedFrames.paint(number, 320, 240);
        }, InferenceResult.of(number, Map.of("n", number)), null);
    }

    @Test
    void anErrorOfTheUsersPredicateIsToldAndTheNextFrameIsAsked() {
        List<Long> asked = new ArrayList<>();
        ClipRecorder recorder = recorder(false, result -> {
            asked.add(result.frameId());
            throw new AssertionError("of the user");
        });
        recorder.offer(frame(1, null));
        recorder.offer(frame(2, null));
        assertThat(asked).containsExactly(1L, 2L);
        assertThat(failures).hasSize(2)
                .allMatch(failure -> failure.contains("predicate of clips failed") && failure.contains("of the user"));
        recorder.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aFrameForWhichThereIsNoMemoryIsCounted() {
        ClipRecorder recorder = recorder(false, result -> false);
        recorder.offer(frame(1, new OutOfMemoryError("expected by the test")));
        recorder.offer(frame(2, null));
        assertThat(recorder.counts().unreadable()).isOne();
        assertThat(failures).singleElement().asString().contains("could not be kept for clips", "OutOfMemoryError");
        recorder.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void whoWaitsForAClipHearsOfAnError() {
        ClipRecorder recorder = recorder(true, result -> false);
        recorder.offer(frame(1, null));
        CompletableFuture<Clip> clip = recorder.wanted(START.plusMillis(1), ClipReason.of(ClipReason.COMMAND));
        recorder.close();
        assertThatThrownBy(clip::join).hasMessageContaining("could not be written").hasMessageContaining("StackOverflowError");
        assertThat(recorder.counts().failed()).isPositive();
    }
}
