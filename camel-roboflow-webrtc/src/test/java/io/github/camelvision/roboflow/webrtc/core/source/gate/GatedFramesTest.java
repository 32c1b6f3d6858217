package io.github.camelvision.roboflow.webrtc.core.source.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames come ten a second; each is known by its time in tenths of a second. */
class GatedFramesTest {

    private static final int SIZE = Frame.sizeOf(16, 16) + MemoryBudget.OVERHEAD;

    private MemoryBudget budget = MemoryBudget.ofHeap(1 << 20);
    private GatedFrames frames = made(2);
    private long now;
    private int told;

    private GatedFrames made(int beforeSeconds) {
        return new GatedFrames(Duration.ofSeconds(beforeSeconds), budget.account("Test"));
    }

    private static long nanos(long tenths) {
        return TimeUnit.MILLISECONDS.toNanos(tenths * 100);
    }

    private void come(int count) {
        for (int i = 0; i < count; i++) {
            Frame frame = Frame.ofI420(16, 16, new byte[Frame.sizeOf(16, 16)], Frame.NO_PTS);
            told += frames.offer(new CapturedFrame(frame, nanos(now++))) ? 1 : 0;
        }
    }

    private List<Long> taken() {
        List<Long> taken = new ArrayList<>();
        for (CapturedFrame next = frames.take(0); next != null; next = frames.take(0)) {
            taken.add(next.nanos() / nanos(1));
        }
        return taken;
    }

    private static List<Long> numbers(long from, long to, long step) {
        List<Long> numbers = new ArrayList<>();
        for (long i = from; i <= to; i += step) {
            numbers.add(i);
        }
        return numbers;
    }

    @AfterEach
    void givesBackWhatItHeld() {
        frames.clear();
        assertThat(budget.used()).isZero();
    }

    @Test
    void whatCameShortlyBeforeComesFirstAndInOrder() {
        come(50);
        assertThat(frames.pending()).isFalse();
        frames.open();
        come(30);
        assertThat(taken()).isEqualTo(numbers(29, 79, 1));
        assertThat(frames.spared()).isEqualTo(29);
        assertThat(frames.dropped()).isZero();
        assertThat(told).as("told once that some wait").isOne();
    }

    @Test
    void whoHasCaughtUpGetsTheNewestOnly() {
        frames.open();
        come(3);
        assertThat(taken()).hasSize(3);
        come(3);
        assertThat(taken()).containsExactly(5L);
        assertThat(frames.dropped()).isEqualTo(2);
        assertThat(told).isEqualTo(2);
    }

    @Test
    void framesWaitForTheNextConnection() {
        frames.open();
        come(1);
        taken();
        frames.hold();
        come(20);
        assertThat(told).isEqualTo(2);
        frames.hold();
        come(1);
        assertThat(told).as("who takes them now may be another one").isEqualTo(3);
        assertThat(taken()).hasSize(21);
    }

    @Test
    void whatWaitsIsSentAlsoWhenTheGateHasClosed() {
        frames.open();
        come(5);
        frames.close();
        come(50);
        assertThat(frames.pending()).isTrue();
        assertThat(taken()).isEqualTo(numbers(0, 4, 1));
        assertThat(frames.pending()).isFalse();
    }

    @Test
    void aGateThatOpensAgainGivesTheFramesBeforeToTheSameConnection() {
        frames.open();
        come(2);
        taken();
        frames.close();
        come(30);
        int before = told;
        frames.open();
        come(1);
        assertThat(told).isEqualTo(before + 1);
        assertThat(taken()).isEqualTo(numbers(11, 32, 1));
    }

    @Test
    void framesThatWaitedAreSentTwiceAsFastAsTheyCame() {
        frames.open();
        come(10);
        assertThat(frames.waitNanos(0)).isZero();
        frames.take(nanos(100));
        assertThat(frames.waitNanos(nanos(100))).isEqualTo(nanos(1) / 2);
        assertThat(frames.waitNanos(nanos(101))).isZero();
        frames.take(nanos(101));
        now += 300;
        come(1);
        while (frames.take(nanos(102)).nanos() < nanos(9)) {
            // up to the gap
        }
        assertThat(frames.waitNanos(nanos(102))).as("a gap is not waited for").isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void whereMemoryIsShortFewerFramesCoverTheWholeTime() {
        budget = MemoryBudget.ofHeap(SIZE * 64L);
        frames = made(2);
        frames.open();
        come(600);
        List<Long> taken = taken();
        assertThat(taken).hasSizeBetween(12, 33);
        assertThat(taken.get(0)).isZero();
        assertThat(taken.get(taken.size() - 1)).isGreaterThan(550);
        for (int i = 1; i < taken.size(); i++) {
            assertThat(taken.get(i) - taken.get(i - 1)).as("frame %d", i).isBetween(1L, 64L);
        }
        assertThat(frames.dropped()).isEqualTo(600 - taken.size());
    }

    @Test
    void nothingOlderThanAMinuteWaits() {
        frames.open();
        come(1000);
        assertThat(taken()).isEqualTo(numbers(399, 999, 1));
        assertThat(frames.dropped()).isEqualTo(399);
    }

    @Test
    void withoutTimeBeforeNothingIsKept() {
        frames = made(0);
        come(10);
        assertThat(budget.used()).isZero();
        assertThat(frames.spared()).isEqualTo(10);
    }

    @Test
    void withoutMemoryNothingBreaks() {
        budget = MemoryBudget.ofHeap(1);
        frames = made(2);
        come(10);
        frames.open();
        come(10);
        assertThat(taken()).isEmpty();
        come(2);
        assertThat(taken()).as("the newest one is there anyway").containsExactly(21L);
    }
}
