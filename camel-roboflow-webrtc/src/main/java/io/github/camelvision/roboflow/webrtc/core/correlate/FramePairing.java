package io.github.camelvision.roboflow.webrtc.core.correlate;

import io.github.camelvision.roboflow.webrtc.core.media.RtpTimes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Brings together a frame and the result that was made from it, when one comes by video track and the other by data channel.
 *
 * <p>Which RTP timestamp is pts 0 is found by {@link RtpOffset}; until it knows for certain, nothing is paired. Halves wait for each
 * other and come out in the order of pts. A half is given out alone as soon as its other half cannot come any more (a later frame,
 * or a later announcement, is there), after the longest wait (at the start, while the offset is sought, three times that), or when
 * more halves wait than the bounds allow. One that comes still later is given out alone at once.
 *
 * <p>Every half given in comes out exactly once, but for received frames whose result is withheld: those repeat one that was delivered,
 * and are dropped and counted. Not thread-safe; time is an argument.
 */
public final class FramePairing<R, F> {

    /** Received frames that may wait: 0.6 s at 60 a second. */
    private static final int MAX_FRAMES = 36;
    /** Announced frames that may wait. */
    private static final int MAX_RESULTS = 300;
    /** Longest wait of a half. */
    private static final long MAX_WAIT_NANOS = 1_000_000_000L;
    /** Within this many longest waits after the first half, halves wait as long, for the offset to be found. */
    private static final int STARTING_WAITS = 3;
    /** 2.5 ms in ticks. */
    private static final double TOLERANCE = 225;

    /**
     * What comes out.
     *
     * @param result null when only the frame came
     * @param frame null when only the result came
     */
    public record Pair<R, F>(R result, F frame) {}

    /** One announced frame. */
    private static final class Slot<R, F> {
        private final long sinceNanos;
        /** Results that no frame can belong to and that came after this one: they keep their place. */
        private final List<R> alone = new ArrayList<>(0);
        private R result;
        private F frame;

        Slot(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    private record Waiting<F>(F frame, long rtp, long sinceNanos) {}

    private final Consumer<F> repeated;
    private final RtpOffset offset = new RtpOffset();
    private final TreeMap<Long, Slot<R, F>> slots = new TreeMap<>();
    /** Frames without a slot, in the order of arrival. */
    private final ArrayDeque<Waiting<F>> waiting = new ArrayDeque<>();
    private final List<Pair<R, F>> out = new ArrayList<>();
    private long firstNanos = Long.MIN_VALUE;
    private int slotFrames;
    private long newestAnnounced = Long.MIN_VALUE;
    private long newestResult = Long.MIN_VALUE;
    private long newestRtp = Long.MIN_VALUE;
    private long pairs;
    private long unpairedFrames;
    private long unpairedResults;
    private long repeatedFrames;

    /** @param repeated told the frames that do not come out */
    public FramePairing(Consumer<F> repeated) {
        this.repeated = repeated;
    }

    /**
     * The message of a frame came, whether its result will be delivered or not. To be called for each one, before {@link #result}.
     *
     * @param frameId consecutive for processed frames, from 1
     * @param ptsTicks 90 kHz ticks, increasing but for wraps; of two with the same, as of frames that were sent in one millisecond, a
     *        frame is only found for the first
     */
    public List<Pair<R, F>> announced(long frameId, long ptsTicks, long nowNanos) {
        long time = withoutWraps(ptsTicks);
        offset.announced(frameId, time, nowNanos);
        if (time > newestAnnounced) {
            newestAnnounced = time;
            slots.put(time, new Slot<>(nowNanos));
        }
        return drain(nowNanos);
    }

    /**
     * The result of a frame is to be delivered: at its announcement, or later.
     *
     * @param ptsTicks Long.MIN_VALUE when it is unknown, so that no frame can belong to it
     */
    public List<Pair<R, F>> result(R result, long ptsTicks, long nowNanos) {
        long time = withoutWraps(ptsTicks);
        newestResult = Math.max(newestResult, time);
        Slot<R, F> slot = slots.get(time);
        if (slot != null && slot.result == null) {
            slot.result = result;
        } else {
            Slot<R, F> before = slot != null ? slot : announcedBefore(time);
            if (before == null) {
                resultAlone(result);
            } else {
                before.alone.add(result);
            }
        }
        return drain(nowNanos);
    }

    private long withoutWraps(long ptsTicks) {
        boolean alone = ptsTicks == Long.MIN_VALUE || newestAnnounced == Long.MIN_VALUE;
        return alone ? ptsTicks : RtpTimes.nearest(ptsTicks, newestAnnounced);
    }

    /** The newest slot, where this time got none of its own; null when it had one, which was given out, or none waits. */
    private Slot<R, F> announcedBefore(long time) {
        return slots.isEmpty() || time != Long.MIN_VALUE && time < slots.firstKey() ? null : slots.lastEntry().getValue();
    }

    /**
     * A frame came.
     *
     * @param rtpTicks unwrapped RTP timestamp, exact to about 1 ms, increasing; Long.MIN_VALUE when it is unknown
     */
    public List<Pair<R, F>> frame(F frame, long rtpTicks, long nowNanos) {
        if (rtpTicks == Long.MIN_VALUE) {
            offset.unknownFrame();
            frameAlone(frame);
            return take();
        }
        offset.received(rtpTicks, nowNanos);
        newestRtp = Math.max(newestRtp, rtpTicks);
        waiting.add(new Waiting<>(frame, rtpTicks, nowNanos));
        return drain(nowNanos);
    }

    /**
     * The server's first frame was received, so that the first one given in belongs to the first announcement. True when the
     * decoder never had to ask for a key frame, and the server's encoder skips no frame before its first.
     */
    public List<Pair<R, F>> intactStart(long nowNanos) {
        offset.intactStart();
        return drain(nowNanos);
    }

    /** Gives out what has waited too long. To be called a few times within the longest wait. */
    public List<Pair<R, F>> expire(long nowNanos) {
        return drain(nowNanos);
    }

    /** Gives out everything, for the end of a connection. */
    public List<Pair<R, F>> drainAll() {
        while (!slots.isEmpty()) {
            releaseFirst();
        }
        waiting.forEach(received -> frameAlone(received.frame));
        waiting.clear();
        return take();
    }

    private long longestWait(long nowNanos) {
        if (firstNanos == Long.MIN_VALUE) {
            firstNanos = nowNanos;
        }
        boolean starting = !offset.known() && nowNanos - firstNanos < STARTING_WAITS * MAX_WAIT_NANOS;
        return starting ? STARTING_WAITS * MAX_WAIT_NANOS : MAX_WAIT_NANOS;
    }

    private List<Pair<R, F>> drain(long nowNanos) {
        offset.decide(nowNanos);
        if (offset.known()) {
            match();
        }
        while (!slots.isEmpty() && (releasable(slots.firstEntry(), nowNanos) || slots.size() > MAX_RESULTS)) {
            releaseFirst();
        }
        while (!waiting.isEmpty() && hopeless(waiting.peek(), nowNanos)) {
            frameAlone(waiting.poll().frame);
        }
        while (slotFrames + waiting.size() > MAX_FRAMES) {
            if (slotFrames > 0) {
                releaseFirst();
            } else {
                frameAlone(waiting.poll().frame);
            }
        }
        return take();
    }

    private void match() {
        int count = waiting.size();
        for (int i = 0; i < count; i++) {
            Waiting<F> received = waiting.poll();
            Map.Entry<Long, Slot<R, F>> slot = only(offset.pts(received.rtp));
            if (slot != null && slot.getValue().frame == null) {
                slot.getValue().frame = received.frame;
                slotFrames++;
                offset.matched(received.rtp, slot.getKey());
            } else {
                waiting.add(received);
            }
        }
    }

    /** The only announced frame within the tolerance; null when there is none, or more than one. */
    private Map.Entry<Long, Slot<R, F>> only(double pts) {
        Map.Entry<Long, Slot<R, F>> first = slots.ceilingEntry((long) Math.ceil(pts - TOLERANCE));
        if (first == null || first.getKey() > pts + TOLERANCE) {
            return null;
        }
        Long next = slots.higherKey(first.getKey());
        return next != null && next <= pts + TOLERANCE ? null : first;
    }

    private boolean releasable(Map.Entry<Long, Slot<R, F>> entry, long nowNanos) {
        Slot<R, F> slot = entry.getValue();
        if (slot.result != null && slot.frame != null || nowNanos - slot.sinceNanos >= longestWait(nowNanos)) {
            return true;
        }
        if (slot.frame != null && newestResult > entry.getKey()) {
            // results are delivered in order: this one is withheld
            return true;
        }
        // frames come in order: this one's was lost
        return slot.frame == null && offset.known() && newestRtp != Long.MIN_VALUE
                && offset.pts(newestRtp) > entry.getKey() + TOLERANCE;
    }

    /** Whether the announcement of this frame cannot come any more, or it fits none. */
    private boolean hopeless(Waiting<F> received, long nowNanos) {
        boolean passed = offset.known() && offset.pts(received.rtp) + TOLERANCE < newestAnnounced;
        if (passed) {
            offset.unmatched(received.rtp);
        }
        return passed || nowNanos - received.sinceNanos >= longestWait(nowNanos);
    }

    private void releaseFirst() {
        Slot<R, F> slot = slots.pollFirstEntry().getValue();
        if (slot.frame != null) {
            slotFrames--;
        }
        if (slot.result != null && slot.frame != null) {
            pairs++;
            out.add(new Pair<>(slot.result, slot.frame));
        } else if (slot.result != null) {
            resultAlone(slot.result);
        } else if (slot.frame != null) {
            repeatedFrames++;
            repeated.accept(slot.frame);
        }
        slot.alone.forEach(this::resultAlone);
    }

    private void resultAlone(R result) {
        unpairedResults++;
        out.add(new Pair<>(result, null));
    }

    private void frameAlone(F frame) {
        unpairedFrames++;
        out.add(new Pair<>(null, frame));
    }

    private List<Pair<R, F>> take() {
        if (out.isEmpty()) {
            return List.of();
        }
        List<Pair<R, F>> taken = List.copyOf(out);
        out.clear();
        return taken;
    }

    /** Whether it is known which frame belongs to which result. */
    public boolean anchored() {
        return offset.known();
    }

    /** Halves that wait. */
    public int pending() {
        return slots.size() + waiting.size();
    }

    /** Pairs given out. */
    public long pairs() {
        return pairs;
    }

    /** Frames given out alone. */
    public long unpairedFrames() {
        return unpairedFrames;
    }

    /** Results given out alone. */
    public long unpairedResults() {
        return unpairedResults;
    }

    /** Frames dropped because they repeat another, whose result was withheld. */
    public long repeatedFrames() {
        return repeatedFrames;
    }
}
