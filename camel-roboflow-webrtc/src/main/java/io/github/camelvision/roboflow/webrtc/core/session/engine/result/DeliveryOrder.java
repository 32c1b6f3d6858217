package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hands the deliveries of a lossless source over in the order in which its frames were sent, over all connections of the session: one
 * waits while a frame before its own may still be answered, {@link Source#orderWait} at most. Others pass. On the loop.
 */
public final class DeliveryOrder {

    /** How often is looked whether a frame that held others up will not be answered after all. */
    private static final Duration CHECK = Duration.ofMillis(100);

    private final Source source;
    private final Loop loop;
    private final SessionListener listener;
    private final Map<InferenceResult, Expected> expected = new IdentityHashMap<>();
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private Loop.Timer timer;

    /** @param number 0: it waits for nobody */
    private record Expected(long number, Long capturedNanos) {}

    private record Waiting(Delivery delivery, long sinceNanos) {}

    public DeliveryOrder(Source source, Loop loop, SessionListener listener) {
        this.source = source;
        this.loop = loop;
        this.listener = listener;
    }

    /** A delivery of this result follows. */
    void expect(SourceResult result) {
        long number = result.sent() == null || source.orderWait().isZero() ? 0 : result.sent().number();
        if (number != 0 || result.capturedNanos() != null) {
            expected.put(result.result(), new Expected(number, result.capturedNanos()));
        }
    }

    void deliver(Delivery delivery) {
        Expected known = delivery.result() == null ? null : expected.remove(delivery.result());
        if (known != null) {
            delivery.captured(known.capturedNanos());
        }
        if (known == null || known.number() == 0) {
            listener.onDelivery(delivery);
        } else {
            waiting.put(known.number(), new Waiting(delivery, loop.nanoTime()));
            release();
        }
    }

    /** This delivery does not follow after all. */
    void skip(Delivery delivery) {
        if (delivery.result() != null) {
            expected.remove(delivery.result());
        }
    }

    private void release() {
        releaseBefore(source.firstUnanswered());
        releaseBefore(lastOverdue() + 1);
        if (!waiting.isEmpty() && timer == null) {
            timer = loop.schedule(CHECK, () -> {
                timer = null;
                release();
            });
        }
    }

    private void releaseBefore(long number) {
        while (!waiting.isEmpty() && waiting.firstKey() < number) {
            listener.onDelivery(waiting.pollFirstEntry().getValue().delivery());
        }
    }

    private long lastOverdue() {
        if (waiting.isEmpty()) {
            return 0;
        }
        long latest = loop.nanoTime() - source.orderWait().toNanos();
        return waiting.descendingMap().entrySet().stream().filter(entry -> entry.getValue().sinceNanos() - latest <= 0)
                .mapToLong(Map.Entry::getKey).findFirst().orElse(0);
    }

    /** The session ends: nothing waits any longer. */
    public void flush() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        releaseBefore(Long.MAX_VALUE);
    }
}
