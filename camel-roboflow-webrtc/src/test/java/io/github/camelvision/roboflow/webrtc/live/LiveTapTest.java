package io.github.camelvision.roboflow.webrtc.live;

import static io.github.camelvision.roboflow.webrtc.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveTapTest {

    private final AtomicInteger decoded = new AtomicInteger();

    private final MemoryBudget budget = MemoryBudget.ofHeap(50_000_000);

    private LiveTap tap(Duration lease) {
        return new LiveTap(lease, budget);
    }

    private LiveFrame seen(int number) {
        return new LiveFrame(Frame.sizeOf(640, 480), number, () -> {
            decoded.incrementAndGet();
            return PaintedFrames.paint(number, 640, 480);
        }, false, Detections::none, MissingNode::getInstance, List.of());
    }

    @Test
    void keepsNothingWhileNobodyWatches() {
        LiveTap tap = new LiveTap();
        Frame sent = PaintedFrames.paint(1, 640, 480);
        tap.sent(sent);
        tap.show(seen(1));
        assertThat(tap.watched()).isFalse();
        assertThat(tap.isEmpty()).isTrue();
        assertThat(tap.jpeg(0, LiveTap.Look.BOXES)).isNull();
        tap.watch();
        tap.sent(sent);
        tap.show(seen(2));
        assertThat(tap.isEmpty()).isFalse();
        assertThat(tap.lastSent()).isSameAs(sent);
    }

    @Test
    void letsGoOfEverythingWhenTheLastViewerIsGone() {
        LiveTap tap = tap(Duration.ofMillis(20));
        tap.watch();
        tap.sent(PaintedFrames.paint(1, 640, 480));
        tap.show(seen(1));
        await("release").until(() -> !tap.watched());
        assertThat(tap.isEmpty()).isTrue();
    }

    @Test
    void holdsAndEncodesWithinTheBudgetAndGivesAllBack() {
        LiveTap tap = tap(Duration.ofMillis(300));
        tap.watch();
        tap.sent(PaintedFrames.paint(1, 640, 480));
        tap.show(seen(1));
        assertThat(budget.used()).isEqualTo(2L * Frame.sizeOf(640, 480));
        assertThat(tap.jpeg(0, LiveTap.Look.PLAIN)).isNotNull();
        await("release").until(() -> !tap.watched());
        assertThat(budget.used()).isZero();
    }

    @Test
    void whereThereIsNoMemoryTheFrameBeforeStaysAndTheFrameIsRefused() {
        LiveTap tap = tap(Duration.ofMinutes(5));
        tap.watch();
        tap.show(seen(1));
        budget.limit(2 * Frame.sizeOf(640, 480));
        tap.sent(PaintedFrames.paint(2, 640, 480));
        assertThat(tap.lastSent()).isNull();
        assertThat(tap.newest().frameId()).isEqualTo(1);
        assertThatThrownBy(() -> tap.jpeg(0, LiveTap.Look.PLAIN)).isInstanceOf(RoboflowWebrtcException.class)
                .hasMessageContainingAll("not shown", "memoryBudget");
        assertThat(budget.used()).isEqualTo(Frame.sizeOf(640, 480));
        budget.limit(50_000_000);
        assertThat(tap.jpeg(0, LiveTap.Look.PLAIN)).isNotNull();
    }

    @Test
    void encodesAFrameOnceForAllViewersAndGivesItToEachOnlyOnce() {
        LiveTap tap = tap(Duration.ofMinutes(5));
        tap.watch();
        tap.show(seen(7));
        LiveTap.Jpeg first = tap.jpeg(0, LiveTap.Look.PLAIN);
        assertThat(PaintedFrames.read(ImageCodec.decode(first.bytes()))).isEqualTo(7);
        assertThat(tap.jpeg(0, LiveTap.Look.PLAIN)).isSameAs(first);
        assertThat(tap.jpeg(first.number(), LiveTap.Look.PLAIN)).isNull();
        assertThat(decoded).hasValue(1);
    }

    @Test
    void encodesNoMoreThanTheCapHoweverManyAsk() {
        LiveTap tap = tap(Duration.ofMinutes(5));
        tap.watch();
        long begin = System.nanoTime();
        IntStream.rangeClosed(1, 200).forEach(number -> {
            tap.show(seen(number));
            tap.jpeg(0, LiveTap.Look.PLAIN);
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(decoded.get()).isBetween(1, (int) (LiveTap.MAX_FPS * seconds) + 1);
    }

    @Test
    void aFullHouseAdmitsAnotherViewerOnceOneIsGone() {
        Viewers viewers = new Viewers(2, Duration.ofMillis(50), Duration.ofMinutes(5));
        assertThat(viewers.admit("a")).isTrue();
        await("a place").until(() -> viewers.admit("b") && viewers.admit("c"));
        Viewers full = new Viewers(2, Duration.ofMinutes(5), Duration.ofMinutes(5));
        assertThat(List.of(full.admit("a"), full.admit("b"), full.admit("c"), full.admit("a"))).isEqualTo(List.of(true, true, false, true));
        assertThat(full.admit(null)).isFalse();
        assertThat(full.admit("a".repeat(41))).isFalse();
    }

    @Test
    void viewersThatAskSeldomKeepNobodyOut() {
        Viewers viewers = new Viewers(2, Duration.ofMinutes(5), Duration.ofMillis(50));
        assertThat(List.of(viewers.admit("a"), viewers.admit("b"))).containsOnly(true);
        await("a place of one that is silent").until(() -> viewers.admit("c"));
    }

    @Test
    void aSmallFrameIsSmallAndComesAboutOnceASecond() {
        LiveTap tap = tap(Duration.ofMinutes(5));
        tap.watch();
        tap.show(seen(7));
        LiveTap.Jpeg first = tap.jpeg(0, LiveTap.Look.SMALL);
        Frame small = ImageCodec.decode(first.bytes());
        assertThat(List.of(small.width(), small.height())).isEqualTo(List.of(400, 300));
        long begin = System.nanoTime();
        long number = first.number();
        while (number == first.number()) {
            tap.show(seen(8));
            number = tap.jpeg(0, LiveTap.Look.SMALL).number();
        }
        assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(500).toNanos());
    }
}
