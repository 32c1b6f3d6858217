package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.DataField;
import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.TimeBasis;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.objects.CameraEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ObjectResultsTest {

    private static final String RULES =
            """
                    {"objects": {"confirmFrames": 1, "confirmOf": 1, "endAfter": 1, "keepFor": 2, "updateEvery": 0},
                     "zones": [{"name": "all", "polygon": [[0, 0], [600, 0], [600, 400], [0, 400]], "settle": 0}]}""";

    private final DeliveryQueue queue = new DeliveryQueue(10, Overflow.dropOldest);
    private final ObjectResults results =
            new ObjectResults(queue, new CameraEvents("north", RulesReader.read(RULES), TimeBasis.received), new DataField(null, "north"),
                    () -> null,
                    null);
    private final List<Long> acknowledged = new ArrayList<>();

    /** @param ago seconds since it came */
    private DeliveryExchanges.Waiting result(long frame, int objects, long ago) {
        List<Map<String, Object>> predictions = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            predictions.add(Map.of("x", 100 + 150 * i, "y", 200, "width", 40, "height", 40, "confidence", 0.9, "class", "nut"));
        }
        InferenceResult result = InferenceResult.of(frame, Map.of("predictions",
                Map.of("image", Map.of("width", 640, "height", 480), "predictions", predictions)));
        return new DeliveryExchanges.Waiting(Delivery.of(result, null, null, "s", () -> acknowledged.add(frame)), false,
                System.nanoTime() - TimeUnit.SECONDS.toNanos(ago));
    }

    private static ObjectEvent.Type type(DeliveryQueue.Taken taken) {
        return ((ObjectResults.WaitingObject) taken.item()).event().type();
    }

    private static void done(DeliveryQueue.Taken taken) {
        ((ObjectResults.WaitingObject) taken.item()).share().done();
    }

    @Test
    void aFrameIsAcknowledgedWhenAllItsEventsAreDoneAndWithoutEventsAtOnce() {
        queue.offer(result(1, 0, 9));
        queue.offer(result(2, 1, 8));
        DeliveryQueue.Taken appeared = results.take();
        assertThat(type(appeared)).isEqualTo(ObjectEvent.Type.appeared);
        assertThat(acknowledged).containsExactly(1L);
        List<DeliveryQueue.Taken> others = new ArrayList<>();
        for (DeliveryQueue.Taken next = results.take(); next != null; next = results.take()) {
            others.add(next);
        }
        assertThat(others).extracting(ObjectResultsTest::type)
                .containsExactly(ObjectEvent.Type.entered, ObjectEvent.Type.count, ObjectEvent.Type.occupied);
        others.forEach(ObjectResultsTest::done);
        assertThat(acknowledged).containsExactly(1L);
        done(appeared);
        assertThat(acknowledged).containsExactly(1L, 2L);
    }

    /** Three seconds before its result came. */
    @Test
    void anEventTellsWhenItsFrameWasCaptured() {
        DeliveryExchanges.Waiting came = result(1, 1, 5);
        came.delivery().captured(came.arrivalNanos() - TimeUnit.SECONDS.toNanos(3));
        queue.offer(came);
        EventTime time = ((ObjectResults.WaitingObject) results.take().item()).event().time();
        assertThat(time.source()).isEqualTo(EventTime.Source.captured);
        assertThat(time.at()).isBefore(Instant.now().minusSeconds(7)).isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void underPressureResultsAreDroppedAndCountedButNoEvent() {
        for (long frame = 1; frame <= 25; frame++) {
            queue.offer(result(frame, 1, 0));
        }
        DeliveryQueue.Taken first = results.take();
        assertThat(first.droppedBefore()).isEqualTo(15);
        assertThat(((ObjectResults.WaitingObject) first.item()).event().frameId()).isEqualTo(16);
        assertThat(acknowledged).hasSize(15);
        // however much comes: what was made stays
        for (long frame = 26; frame <= 50; frame++) {
            queue.offer(result(frame, 1, 0));
        }
        assertThat(results.waiting()).isEqualTo(3);
        assertThat(type(results.take())).isEqualTo(ObjectEvent.Type.entered);
    }

    /** More events of the session wait than there are places; their drops are told with them alone. */
    @Test
    void theEndOfASessionEndsItsObjectsHoweverManyEventsWait() {
        queue.offer(result(1, 1, 5));
        queue.offerEnd(new ObjectResults.Over());
        for (int i = 0; i <= DeliveryQueue.MOST_EVENTS; i++) {
            queue.offerEvent(new DeliveryExchanges.WaitingEvent(null));
        }
        queue.offer(result(2, 1, 4));
        List<String> told = new ArrayList<>();
        for (DeliveryQueue.Taken next = results.take(); next != null; next = results.take()) {
            told.add((next.item() instanceof ObjectResults.WaitingObject ? type(next) : "event")
                    + (next.droppedBefore() == 0 ? "" : "-" + next.droppedBefore()));
        }
        assertThat(told.subList(0, 10)).containsExactly("appeared", "entered", "count", "occupied", "left", "ended", "count", "empty",
                "event-1", "event");
        assertThat(told.get(8 + DeliveryQueue.MOST_EVENTS)).isEqualTo("appeared");
    }

    @Test
    void theTimeDoesNotOvertakeResultsThatWait() {
        queue.offer(result(1, 1, 50));
        while (results.take() != null) {
            assertThat(results.waiting()).isLessThan(4);
        }
        // the object was there all the time, but the route was slow or suspended
        for (long frame = 2; frame <= 9; frame++) {
            queue.offer(result(frame, 1, 50 - frame));
        }
        queue.pause(true);
        results.tick();
        assertThat(results.hasNext()).isFalse();
        assertThat(results.take()).isNull();
        queue.pause(false);
        results.tick();
        DeliveryQueue.Taken next = results.take();
        assertThat(type(next)).as("after everything that waited").isEqualTo(ObjectEvent.Type.left);
        assertThat(((ObjectResults.WaitingObject) next.item()).event().frameId()).isNull();
        assertThat(acknowledged).as("results that waited were seen first").contains(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void whatWaitsAtTheEndIsCountedAndTheServerMayGoOn() {
        queue.offer(result(1, 2, 5));
        assertThat(type(results.take())).isEqualTo(ObjectEvent.Type.appeared);
        int waiting = results.waiting();
        assertThat(waiting).isPositive();
        assertThat(results.close()).isEqualTo(waiting);
        results.tick();
        assertThat(results.hasNext()).isFalse();
        assertThat(results.take()).isNull();
        assertThat(results.close()).isZero();
        assertThat(acknowledged).as("one exchange is under way").isEmpty();
    }
}
