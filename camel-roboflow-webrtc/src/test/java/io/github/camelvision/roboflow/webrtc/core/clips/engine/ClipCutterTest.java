package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.clips.ClipReason;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipRules;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One frame each 100 ms, whose number is its time in tenths of a second. */
class ClipCutterTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int JPEG = 1_000;

    private final List<Made> clips = new ArrayList<>();
    private final MemoryBudget budget = MemoryBudget.ofHeap(100_000_000);

    private static final class Made implements ClipOutput {
        private final List<Long> frames = new ArrayList<>();
        private final List<ClipReason> reasons;
        private boolean finished;

        private Made(List<ClipReason> reasons) {
            this.reasons = reasons;
        }

        @Override
        public void add(KeptFrame frame) {
            assertThat(finished).isFalse();
            frames.add(frame.frameId());
        }

        @Override
        public void finish() {
            finished = true;
        }
    }

    private ClipCutter cutter(int before, int after, int longest, long ringBytes) {
        ClipRules rules = new ClipRules(tenths(before), tenths(after), tenths(longest), ringBytes, false);
        return new ClipCutter(rules, new ClipRing(rules.before().plus(ClipRules.TOLD_WITHIN), ringBytes, budget.account("The test")),
                (at, reasons) -> {
                    Made made = new Made(reasons);
                    clips.add(made);
                    return made;
                });
    }

    private static Duration tenths(long tenths) {
        return Duration.ofMillis(100 * tenths);
    }

    private static Instant at(long tenths) {
        return START.plus(tenths(tenths));
    }

    private static KeptFrame frame(long tenths) {
        return new KeptFrame(tenths + 1, tenths, at(tenths), new byte[JPEG], null);
    }

    private static void frames(ClipCutter cutter, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(n -> cutter.frame(frame(n)));
    }

    private static List<Long> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> (long) n).toList();
    }

    @Test
    void aClipHasTheTimeBeforeAndTheTimeAfter() {
        ClipCutter cutter = cutter(10, 20, 1_000, 1_000_000);
        frames(cutter, 0, 50);
        cutter.happened(at(50), ClipReason.of("now"));
        frames(cutter, 51, 80);
        assertThat(clips.get(0).finished).isFalse();
        frames(cutter, 81, 81);
        assertThat(clips).singleElement().satisfies(clip -> {
            assertThat(clip.finished).isTrue();
            assertThat(clip.frames).isEqualTo(numbers(40, 70));
            assertThat(clip.reasons).containsExactly(ClipReason.of("now"));
        });
    }

    @Test
    void whatIsToldLateStillHasTheTimeBefore() {
        ClipCutter cutter = cutter(10, 20, 1_000, 1_000_000);
        frames(cutter, 0, 100);
        cutter.happened(at(55), ClipReason.of("4.5 s ago"));
        assertThat(clips.get(0).frames).isEqualTo(numbers(45, 75));
        frames(cutter, 101, 102);
        assertThat(clips.get(0).finished).isTrue();
    }

    @Test
    void clipsThatWouldOverlapAreOne() {
        ClipCutter cutter = cutter(10, 20, 1_000, 1_000_000);
        frames(cutter, 0, 50);
        cutter.happened(at(50), ClipReason.of("first"));
        frames(cutter, 51, 60);
        cutter.happened(at(60), ClipReason.of("while it is open"));
        frames(cutter, 61, 88);
        cutter.happened(at(88), ClipReason.of("after its end, but its own clip would begin before it"));
        frames(cutter, 89, 200);
        assertThat(clips).singleElement().satisfies(clip -> {
            assertThat(clip.frames).isEqualTo(numbers(40, 108));
            assertThat(clip.reasons).hasSize(3);
            assertThat(clip.finished).isTrue();
        });
    }

    @Test
    void aClipEndsWhereItIsLongest() {
        ClipCutter cutter = cutter(10, 20, 50, 1_000_000);
        frames(cutter, 0, 20);
        for (int n = 20; n < 200; n++) {
            cutter.happened(at(n), ClipReason.of("again"));
            frames(cutter, n + 1, n + 1);
        }
        cutter.end();
        assertThat(clips).allSatisfy(clip -> assertThat(clip.frames).hasSizeLessThanOrEqualTo(51));
        assertThat(clips.stream().flatMap(clip -> clip.frames.stream())).isEqualTo(numbers(10, 200));
    }

    @Test
    void aClipEndsWithoutFrames() {
        ClipCutter cutter = cutter(10, 20, 1_000, 1_000_000);
        frames(cutter, 0, 50);
        cutter.happened(at(50), ClipReason.of("now"));
        cutter.tick(at(80));
        assertThat(clips.get(0).finished).isFalse();
        cutter.tick(at(81));
        assertThat(clips.get(0).finished).isTrue();
    }

    @Test
    void theEndEndsIt() {
        ClipCutter cutter = cutter(10, 20, 1_000, 1_000_000);
        frames(cutter, 0, 50);
        cutter.happened(at(50), ClipReason.of("now"));
        cutter.end();
        assertThat(clips.get(0).finished).isTrue();
        assertThat(clips.get(0).frames).isEqualTo(numbers(40, 50));
    }

    @Test
    void withoutMemoryAClipBeginsLaterAndThatIsCounted() {
        ClipCutter cutter = cutter(10, 20, 1_000, 5 * (JPEG + MemoryBudget.OVERHEAD));
        frames(cutter, 0, 50);
        cutter.happened(at(50), ClipReason.of("now"));
        frames(cutter, 51, 100);
        assertThat(clips.get(0).frames).isEqualTo(numbers(46, 70));
        assertThat(cutter.cutShort()).isOne();
    }

    /** A frame larger than the ring still goes into a clip that is open. */
    @Test
    void withoutAnyMemoryAClipHasTheTimeAfter() {
        ClipCutter cutter = cutter(10, 20, 1_000, JPEG);
        frames(cutter, 0, 50);
        cutter.happened(at(50), ClipReason.of("now"));
        frames(cutter, 51, 100);
        assertThat(clips.get(0).frames).isEqualTo(numbers(51, 70));
        assertThat(cutter.cutShort()).isOne();
    }

    @Test
    void aClipThatFailsIsGivenUpAndTheNextOneIsMade() {
        List<Integer> begun = new ArrayList<>();
        ClipRules rules = new ClipRules(tenths(10), tenths(20), tenths(100), 1_000_000, false);
        Made second = new Made(new ArrayList<>());
        ClipOutput full = new ClipOutput() {
            @Override
            public void add(KeptFrame frame) {
                throw new UncheckedIOException(new java.io.IOException("No space left on device"));
            }

            @Override
            public void finish() {
                throw new AssertionError("it was given up");
            }
        };
        ClipCutter cutter = new ClipCutter(rules, new ClipRing(tenths(60), 1_000_000, budget.account("The test")), (at, reasons) -> {
            begun.add(begun.size());
            return begun.size() == 1 ? full : second;
        });
        frames(cutter, 0, 50);
        assertThatThrownBy(() -> cutter.happened(at(50), ClipReason.of("now"))).hasMessageContaining("No space");
        frames(cutter, 51, 60);
        cutter.happened(at(60), ClipReason.of("again"));
        frames(cutter, 61, 100);
        assertThat(second.frames).isEqualTo(numbers(50, 80)).doesNotHaveDuplicates();
        assertThat(second.finished).isTrue();
    }

    /** Whatever happens when: no frame twice, none out of order, none missing around what happened, and all clips finished. */
    @Property(tries = 300)
    void everyFrameAroundWhatHappenedIsInExactlyOneClip(@ForAll @IntRange(max = 30) int before, @ForAll @IntRange(max = 30) int after,
            @ForAll @IntRange(max = 100) int more, @ForAll @Size(max = 20) List<@IntRange(max = 400) Integer> times) {
        clips.clear();
        ClipCutter cutter = cutter(before, after, before + after + more, 10_000_000);
        for (int n = 0; n <= 400; n++) {
            frames(cutter, n, n);
            for (int time : times) {
                if (time == n) {
                    cutter.happened(at(n), ClipReason.of("at " + n));
                }
            }
        }
        cutter.end();
        List<Long> inClips = clips.stream().flatMap(clip -> clip.frames.stream()).toList();
        List<Long> wanted = numbers(0, 400).stream()
                .filter(n -> times.stream().anyMatch(time -> n >= time - before && n <= time + after)).toList();
        assertThat(inClips).isEqualTo(wanted);
        assertThat(clips).allSatisfy(clip -> {
            assertThat(clip.finished).isTrue();
            if (!clip.frames.isEmpty()) {
                long first = clip.frames.get(0);
                assertThat(clip.frames).isEqualTo(numbers((int) first, (int) first + clip.frames.size() - 1));
                assertThat(clip.frames.size()).isLessThanOrEqualTo(before + after + more + 1);
            }
        });
    }

    @Test
    void theRingGivesItsMemoryBack() {
        MemoryBudget small = MemoryBudget.ofHeap(20 * (JPEG + MemoryBudget.OVERHEAD));
        ClipRing ring = new ClipRing(tenths(1_000), 1_000_000_000, small.account("The test"));
        IntStream.range(0, 500).forEach(n -> assertThat(ring.add(frame(n))).isTrue());
        assertThat(ring.bytes()).isEqualTo(small.used()).isEqualTo(10L * (JPEG + MemoryBudget.OVERHEAD));
        assertThat(ring.between(at(0), at(1_000))).extracting(KeptFrame::frameId).isEqualTo(numbers(490, 499));
        assertThat(ring.lostSince(at(489))).isTrue();
        assertThat(ring.lostSince(at(490))).isFalse();
        ring.close();
        assertThat(small.used()).isZero();
    }
}
