package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.client.option.Snapshots;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.SeenObject;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestSnapshotsTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    private final MemoryBudget budget = MemoryBudget.ofHeap(100_000_000);
    private final Detections detections = Detections.on(WIDTH, HEIGHT).build();

    private BestSnapshots snapshots(Snapshots kind, MemoryBudget memory) {
        return new BestSnapshots("north", kind, false, memory, () -> null);
    }

    private static Delivery painted(int number) {
        return new Delivery(null, PaintedFrames.paint(number, WIDTH, HEIGHT), null, () -> {});
    }

    private static List<SeenObject> seen(double confidence, double left, double size) {
        return List.of(new SeenObject("a", confidence, new Box(left, 100, left + size, 100 + size)));
    }

    private static ObjectEvent event(ObjectEvent.Type type, String object) {
        return new ObjectEvent("e", type, "north", object, "nut", null, null, null, new EventTime(Instant.EPOCH, EventTime.Source.arrived,
                null), null, null, null, null, null, null, null, null);
    }

    private static int number(byte[] jpeg) {
        return PaintedFrames.read(ImageCodec.decode(jpeg));
    }

    @Test
    void theLargestSurestAndWholeOneIsKeptUntilTheEnd() {
        BestSnapshots best = snapshots(Snapshots.frame, budget);
        best.see(seen(0.5, 0, 200), painted(1), detections);
        assertThat(number(best.of(event(ObjectEvent.Type.updated, "a")))).isEqualTo(1);
        best.see(seen(0.5, 50, 150), painted(2), detections);
        best.see(seen(0.52, 50, 150), painted(3), detections);
        best.see(seen(0.4, 50, 150), painted(4), detections);
        assertThat(number(best.of(event(ObjectEvent.Type.updated, "a")))).isEqualTo(2);
        best.see(seen(0.9, 50, 150), painted(5), detections);
        assertThat(best.of(event(ObjectEvent.Type.entered, "a"))).isNull();
        assertThat(best.of(event(ObjectEvent.Type.ended, "b"))).isNull();
        assertThat(budget.used()).isPositive();
        assertThat(number(best.of(event(ObjectEvent.Type.ended, "a")))).isEqualTo(5);
        assertThat(best.of(event(ObjectEvent.Type.ended, "a"))).isNull();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aCropHasAMarginAndStaysInsideOfTheFrame() {
        BestSnapshots best = snapshots(Snapshots.crop, budget);
        best.see(seen(0.5, 200, 100), painted(1), detections);
        Frame crop = ImageCodec.decode(best.of(event(ObjectEvent.Type.updated, "a")));
        assertThat(crop.width()).isBetween(130, 132);
        assertThat(crop.height()).isBetween(130, 132);
        best.see(seen(0.9, 500, 300), painted(2), detections);
        crop = ImageCodec.decode(best.of(event(ObjectEvent.Type.ended, "a")));
        assertThat(crop.width()).isEqualTo(640 - 454);
        assertThat(crop.height()).isBetween(390, 392);
    }

    @Test
    void withoutMemoryOrFrameThereIsNone() {
        BestSnapshots poor = snapshots(Snapshots.frame, MemoryBudget.ofHeap(1_000));
        poor.see(seen(0.5, 50, 100), painted(1), detections);
        assertThat(poor.of(event(ObjectEvent.Type.ended, "a"))).isNull();
        BestSnapshots blind = snapshots(Snapshots.frame, budget);
        blind.see(seen(0.5, 50, 100), new Delivery(null, null, null, () -> {}), detections);
        assertThat(blind.of(event(ObjectEvent.Type.ended, "a"))).isNull();
    }
}
