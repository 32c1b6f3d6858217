package io.github.camelvision.roboflow.webrtc.core.correlate;

import io.github.camelvision.roboflow.webrtc.core.media.RtpTimes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Ties the results of a live session to the very frames that were sent.
 *
 * <p>A result carries the pts of its frame: 90 kHz ticks, 0 at the first frame that the server decoded. The sender knows the push time
 * of each frame in milliseconds. Push time minus pts is one constant, the offset, within 1 or 2 ms (docs/protocol.adoc#pairing); but which
 * frame was decoded first is unknown, so the offset has to be found. Every frame sent before the first result came is a hypothesis, and
 * every further result refutes those under which no frame was sent at its time. The one that remains is accepted once two results fit it:
 * <pre>
 *  pushed      0    20        80                  180     ...     primer: no two differences are alike
 *  pts (ms)         0         60                          ...     only 20/80 are 60 apart: offset 20
 * </pre>
 * Frames at regular intervals refute nothing. Then it stays unanchored and holds the results rather than guess, so the caller sends its
 * first frame repeatedly, at gaps whose sums all differ by more than twice the tolerance, until {@link #anchored()}.
 *
 * <p>No match is wrong as long as the pts stay within half the tolerance of the push times, {@link #sent} is called before the frame's
 * result is handed in, and results come before {@code capacity} later frames were sent. A result whose time fits two frames is not
 * matched. One instance serves one connection; {@link #reset()} starts the next. Not thread-safe.
 */
public final class FrameCorrelation<T> {

    /** Farthest that a result may be from its frame, in milliseconds: twice the measured deviation of two results. */
    private static final double TOLERANCE = 4;

    private static final double TICKS_PER_MILLI = 90;
    private static final int MAX_HELD = 64;
    private static final int DRIFT_RUN = 8;
    private static final double DRIFT_WEIGHT = 0.1;

    /**
     * The answer to a frame.
     *
     * @param tag what {@link #sent} was given
     * @param ptsTicks pts of the result
     * @param skipped tags sent before it and never answered, oldest first; no answer will come for them any more
     */
    public record Match<T>(T tag, long ptsTicks, List<T> skipped) {}

    /**
     * A result.
     *
     * @param ptsTicks as the server told it
     * @param time the same without the wraps that the server counted
     * @param sendLimit frames sent since cannot be its own
     */
    private record Held(long ptsTicks, long time, long sendLimit) {

        double millis() {
            return time / TICKS_PER_MILLI;
        }
    }

    private final SendHistory<T> history;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private List<Double> hypotheses = new ArrayList<>();
    private int votes;
    private long lastVote;
    private boolean anchored;
    private double offset;
    private long lastMatched = -1;
    private int driftSide;
    private int driftRun;
    private long unmatched;
    private long evicted;

    /** @param capacity frames to remember, normally a few hundred */
    public FrameCorrelation(int capacity) {
        if (capacity < 2) {
            throw new IllegalArgumentException("capacity must be at least 2: " + capacity);
        }
        this.history = new SendHistory<>(capacity);
    }

    /**
     * A frame was pushed. Of several frames in the same millisecond the encoder takes the first.
     *
     * @param tag whatever identifies the frame; may be the same for repeats
     * @param pushMillis as RtcVideoSender.push returned it; never decreasing
     * @return the oldest tag when it was evicted to make room, else null
     */
    public T sent(T tag, long pushMillis) {
        T oldest = history.add(Objects.requireNonNull(tag, "tag"), pushMillis);
        if (oldest != null) {
            evicted++;
        }
        return oldest;
    }

    /**
     * A result came.
     *
     * @param ptsTicks 90 kHz ticks, increasing but for wraps; one that does not increase gives no match
     * @return what is known now, oldest first: nothing, one match, or with the result that settles the offset those held before it too
     */
    public List<Match<T>> result(long ptsTicks) {
        if (ptsTicks < 0 || history.size() == 0 && !anchored) {
            unmatched++;
            return List.of();
        }
        List<Match<T>> matches = new ArrayList<>(1);
        Held came = new Held(ptsTicks, withoutWraps(ptsTicks), history.end());
        if (anchored) {
            match(came, matches);
        } else {
            hold(came);
            if (settled()) {
                anchor();
                held.forEach(result -> match(result, matches));
                held.clear();
            }
        }
        return matches;
    }

    /** No result is hours older than the newest push, which has a time once the offset is known, or than the result before. */
    private long withoutWraps(long ptsTicks) {
        if (anchored) {
            return RtpTimes.nearest(ptsTicks, Math.round((history.time(history.end() - 1) - offset) * TICKS_PER_MILLI));
        }
        return held.isEmpty() ? ptsTicks : RtpTimes.nearest(ptsTicks, held.peekLast().time());
    }

    /** Whether the offset is known. */
    public boolean anchored() {
        return anchored;
    }

    /** Push time of pts 0 in milliseconds, rounded; empty until anchored. */
    public OptionalLong offsetMillis() {
        return anchored ? OptionalLong.of(Math.round(offset)) : OptionalLong.empty();
    }

    /** Results that fitted no frame, or more than one, or were given up before the offset was known. */
    public long unmatched() {
        return unmatched;
    }

    /** Frames forgotten because there were more than the capacity. */
    public long evicted() {
        return evicted;
    }

    /** Frames sent and neither matched, skipped nor evicted. */
    public int pending() {
        return history.size();
    }

    /**
     * Forgets everything but the counters, for a new connection.
     *
     * @return the tags without an answer, oldest first
     */
    public List<T> reset() {
        List<T> rest = history.removeBefore(history.end());
        held.clear();
        hypotheses.clear();
        votes = 0;
        anchored = false;
        lastMatched = -1;
        driftRun = 0;
        return rest;
    }

    private void hold(Held result) {
        Held last = held.peekLast();
        if (last != null && result.time() == last.time()) {
            return;
        }
        if (last != null && result.time() < last.time()) {
            startOver();
        }
        if (held.size() == MAX_HELD) {
            held.remove();
            unmatched++;
        }
        held.add(result);
        vote(result);
    }

    private void vote(Held result) {
        if (votes == 0) {
            begin(result);
        } else if (result.time() - lastVote > TOLERANCE * TICKS_PER_MILLI) {
            hypotheses.removeIf(hypothesis -> !history.anyAt(hypothesis + result.millis(), TOLERANCE, result.sendLimit()));
            votes++;
            lastVote = result.time();
            if (hypotheses.isEmpty() || indistinct()) {
                // Nothing fits all results, so one of them is wrong and nobody knows which; or the first one's frame had a close neighbour.
                held.removeLast();
                startOver();
                held.add(result);
                begin(result);
            }
        }
    }

    private void begin(Held result) {
        for (long sequence = history.first(); sequence < result.sendLimit(); sequence++) {
            hypotheses.add(history.time(sequence) - result.millis());
        }
        votes = 1;
        lastVote = result.time();
    }

    private void startOver() {
        unmatched += held.size();
        held.clear();
        hypotheses.clear();
        votes = 0;
    }

    private boolean settled() {
        return votes >= 2 && spread() <= TOLERANCE / 2;
    }

    private boolean indistinct() {
        return spread() > TOLERANCE / 2 && spread() <= TOLERANCE;
    }

    /** Hypotheses are in the order of the sends. */
    private double spread() {
        return hypotheses.get(hypotheses.size() - 1) - hypotheses.get(0);
    }

    /** Takes the middle of what the held results say, which halves the largest deviation. */
    private void anchor() {
        double hypothesis = (hypotheses.get(0) + hypotheses.get(hypotheses.size() - 1)) / 2;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Held result : held) {
            long sequence = history.onlyAt(hypothesis + result.millis(), TOLERANCE, result.sendLimit());
            if (sequence != SendHistory.NONE) {
                double residual = history.time(sequence) - hypothesis - result.millis();
                least = Math.min(least, residual);
                most = Math.max(most, residual);
            }
        }
        offset = least <= most ? hypothesis + (least + most) / 2 : hypothesis;
        anchored = true;
        hypotheses = new ArrayList<>();
        votes = 0;
    }

    private void match(Held result, List<Match<T>> matches) {
        if (result.time() <= lastMatched) {
            return;
        }
        double expected = offset + result.millis();
        long sequence = history.onlyAt(expected, TOLERANCE, result.sendLimit());
        if (sequence == SendHistory.NONE) {
            unmatched++;
            return;
        }
        followDrift(history.time(sequence) - expected);
        lastMatched = result.time();
        List<T> skipped = history.removeBefore(sequence);
        matches.add(new Match<>(history.remove(), result.ptsTicks(), skipped));
    }

    /** Jitter falls on both sides; a run of residuals on one side is the offset itself that moves. */
    private void followDrift(double residual) {
        int side = Math.abs(residual) <= 0.5 ? 0 : (int) Math.signum(residual);
        driftRun = side != 0 && side == driftSide ? driftRun + 1 : 0;
        driftSide = side;
        if (driftRun >= DRIFT_RUN) {
            offset += residual * DRIFT_WEIGHT;
        }
    }
}
