package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import io.github.camelvision.roboflow.webrtc.DataField;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.BestSnapshots;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.SessionClips;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.SessionMedia;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.objects.CameraEvents;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Between a consumer's queue and the route with {@code emit=objects}: takes results in their order, and gives the events that were made
 * of them. The next result is taken when all events of the one before were, so events need no bound and none is dropped.
 */
final class ObjectResults {

    private final DeliveryQueue queue;
    private final CameraEvents camera;
    private final DataField dataField;
    private final Supplier<SessionMedia> media;
    /** Null unless snapshots are made. */
    private final BestSnapshots snapshots;
    /** Arrivals are on one line of time, whatever the wall clock does later. */
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();
    private final Queue<WaitingObject> pending = new ArrayDeque<>();
    private boolean tick;
    private boolean closed;
    private long droppedBefore;

    /** An event that waits. @param snapshot JPEG of its object; null: none goes with it */
    record WaitingObject(ObjectEvent event, Share share, byte[] snapshot) implements DeliveryQueue.Item {

        @Override
        public void dropped() {
            share.done();
        }
    }

    /** The session is over. */
    record Over() implements DeliveryQueue.Item {

        @Override
        public void dropped() {
            // it never is
        }
    }

    /** A result is handled when all of its events are. */
    static final class Share {

        private final Delivery delivery;
        private final AtomicInteger open;

        /** @param delivery null: of no result */
        private Share(Delivery delivery, int events) {
            this.delivery = delivery;
            this.open = new AtomicInteger(events);
        }

        void done() {
            if (open.decrementAndGet() == 0 && delivery != null) {
                delivery.done();
            }
        }
    }

    ObjectResults(DeliveryQueue queue, CameraEvents camera, DataField dataField, Supplier<SessionMedia> media, BestSnapshots snapshots) {
        this.queue = queue;
        this.camera = camera;
        this.dataField = dataField;
        this.media = media;
        this.snapshots = snapshots;
    }

    CameraEvents camera() {
        return camera;
    }

    synchronized boolean hasNext() {
        return !pending.isEmpty() || silence() || queue.hasNext();
    }

    /** The next event, or what else waits; null when there is nothing now. A result that cannot be read comes as it is. */
    synchronized DeliveryQueue.Taken take() {
        DeliveryQueue.Taken next = pending();
        while (next == null) {
            DeliveryQueue.Taken taken = queue.take();
            if (taken != null) {
                next = accept(taken);
            } else if (silence()) {
                tick = false;
                List<ObjectEvent> events = camera.tick(at(System.nanoTime()));
                tellClips(events, null);
                add(events, null);
                next = pending();
            } else {
                return null;
            }
        }
        return next;
    }

    /** What becomes of something that was taken from the queue; null: nothing. */
    synchronized DeliveryQueue.Taken accept(DeliveryQueue.Taken taken) {
        if (taken.item() instanceof Over) {
            end();
        } else if (taken.item() instanceof DeliveryExchanges.Waiting waiting) {
            droppedBefore += taken.droppedBefore();
            see(waiting);
        } else {
            return taken;
        }
        return pending();
    }

    private void see(DeliveryExchanges.Waiting waiting) {
        Delivery delivery = waiting.delivery();
        InferenceResult result = delivery.result();
        boolean seen = false;
        try {
            List<ObjectEvent> events = result == null ? List.of() : see(delivery, at(waiting.arrivalNanos()));
            add(events, delivery);
            seen = !events.isEmpty();
        } finally {
            if (!seen) {
                delivery.done();
            }
        }
    }

    private List<ObjectEvent> see(Delivery delivery, Instant arrival) {
        InferenceResult result = delivery.result();
        Detections detections = dataField.of(result).detections();
        List<ObjectEvent> events = camera.see(delivery.sessionId(), result.metadata(), detections, arrival,
                delivery.capturedNanos() == null ? null : at(delivery.capturedNanos()));
        tellClips(events, result.frameId());
        if (snapshots != null) {
            snapshots.see(camera.inSight(), delivery, detections);
        }
        return events;
    }

    private void end() {
        List<ObjectEvent> events = camera.end("completed");
        tellClips(events, null);
        add(events, null);
        SessionClips made = clips();
        if (made != null) {
            made.allTold();
        }
    }

    private SessionClips clips() {
        SessionMedia made = media.get();
        return made == null ? null : made.clips();
    }

    /** @param frameId null: no result told them */
    private void tellClips(List<ObjectEvent> events, Long frameId) {
        SessionClips made = clips();
        if (made != null) {
            made.told(events, frameId, camera.now());
        }
    }

    private Instant at(long nanos) {
        return start.plusNanos(nanos - startNanos);
    }

    private void add(List<ObjectEvent> events, Delivery delivery) {
        Share share = new Share(delivery, events.size());
        events.forEach(event -> pending.add(new WaitingObject(event, share, snapshots == null ? null : snapshots.of(event))));
    }

    private DeliveryQueue.Taken pending() {
        WaitingObject next = pending.poll();
        if (next == null) {
            return null;
        }
        long dropped = droppedBefore;
        droppedBefore = 0;
        return new DeliveryQueue.Taken(next, dropped);
    }

    /** Time has passed: objects may have ended. */
    synchronized void tick() {
        tick = !closed;
    }

    /** Results that wait tell more than the time does: it must not overtake them. */
    private boolean silence() {
        return tick && queue.isQuiet();
    }

    /** Events that wait. */
    synchronized int waiting() {
        return pending.size();
    }

    /** The consumer has stopped: nothing is given any more. @return how many events waited */
    synchronized int close() {
        closed = true;
        int rest = pending.size();
        pending.forEach(WaitingObject::discarded);
        pending.clear();
        if (snapshots != null) {
            snapshots.close();
        }
        return rest;
    }

    /** Other rules from the next result on. */
    synchronized void rules(ObjectRules rules) {
        add(camera.rules(rules), null);
    }
}
