package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.time.Instant;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings frames whose results came into the order in which they were sent. A lossless session sends a frame again that was lost, so its
 * result comes after those of later frames; it is handed over before them. Any thread may call.
 */
final class AnsweredFrames implements AutoCloseable {

    /**
     * A frame with its result.
     *
     * @param at when it was sent
     */
    record Answered(InferenceResult result, Frame frame, Instant at) {

        /** On the heap while it waits. */
        long bytes() {
            return MemoryBudget.OVERHEAD + frame.i420().length + result.size();
        }
    }

    private final MemoryBudget.Account memory;
    private final TreeMap<Instant, Answered> byTime = new TreeMap<>();
    private final Map<InferenceResult, Instant> times = new IdentityHashMap<>();

    /** @param memory what the frames are counted in; closed with this */
    AnsweredFrames(MemoryBudget.Account memory) {
        this.memory = memory;
    }

    /** A result came. @return false when there is no memory for its frame, which is lost */
    synchronized boolean came(Answered frame) {
        if (!memory.take(frame.bytes())) {
            return false;
        }
        Instant at = frame.at();
        while (byTime.containsKey(at)) {
            at = at.plusNanos(1);
        }
        byTime.put(at, frame);
        times.put(frame.result(), at);
        return true;
    }

    /** A result is handed over. @return its frame, and those before it whose results will not be, oldest first */
    synchronized List<Answered> upTo(InferenceResult result) {
        Instant at = times.get(result);
        return at == null ? List.of() : taken(byTime.headMap(at, true).values());
    }

    /** No result follows. @return the frames that still wait, oldest first */
    synchronized List<Answered> rest() {
        return taken(byTime.values());
    }

    private List<Answered> taken(Collection<Answered> some) {
        List<Answered> frames = List.copyOf(some);
        some.clear();
        frames.forEach(frame -> {
            times.remove(frame.result());
            memory.give(frame.bytes());
        });
        return frames;
    }

    @Override
    public synchronized void close() {
        byTime.clear();
        times.clear();
        memory.close();
    }
}
