package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameTies;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The move of a captured source from one connection to the next, so that each frame is answered once and in order. Both get every
 * frame until the results of the new one can be tied to frames and leave none out; then the old one gets no more, and delivers what it
 * still has. The new one takes over with the first frame that the old one has not answered. On the loop.
 */
final class CaptureHandover {

    /** Longest wait until results of the new connection can be tied: a server may tell no pts, or answer a frame now and then. */
    static final Duration TIE_LIMIT = Duration.ofSeconds(5);
    /** Answered in an unbroken row, the new connection's encoder has started. */
    static final int STEADY = 15;
    /** Longest wait for that: a slow server leaves frames out all the time. */
    static final Duration STEADY_LIMIT = Duration.ofSeconds(2);
    /** Longest wait for results that the old connection owes. */
    static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);
    /** Frames that the old connection may be behind: it should not leave out what the new one has answered. */
    private static final int AHEAD = 6;
    private static final int MAX_WAITING = 64;

    private final FrameTies old;
    private final FrameTies own;
    private final long beganNanos;
    private final Deque<FrameTies.Tied> waiting = new ArrayDeque<>();
    private long newest;
    private int row;
    private long knownNanos;
    private boolean known;
    private boolean cut;
    private long lastOfOld;
    private long cutNanos;

    CaptureHandover(FrameTies old, FrameTies own, long nowNanos) {
        this.old = old;
        this.own = own;
        this.beganNanos = nowNanos;
    }

    /** Whether the old connection gets no more frames. */
    boolean cut() {
        return cut;
    }

    /**
     * A result of the new connection came while the old one delivers.
     *
     * @param newestSent the newest frame that was sent
     * @return what to deliver now: with it, the new connection takes over. One that is not identified may be a double
     */
    List<SourceResult> result(InferenceResult result, long newestSent, long nowNanos) {
        own.result(result).forEach(this::add);
        if (!own.known()) {
            boolean hopeless = result.metadata() == null || result.metadata().pts() == null
                    || nowNanos - beganNanos > TIE_LIMIT.toNanos();
            return hopeless ? List.of(new SourceResult(result, null)) : List.of();
        }
        dropAnswered();
        if (!cut && !steady(nowNanos)) {
            return List.of();
        }
        if (!cut) {
            cut = true;
            lastOfOld = newestSent;
            cutNanos = nowNanos;
        }
        return mayTakeOver(nowNanos) ? release() : List.of();
    }

    /** A result of the new connection came, and the old one is gone. */
    List<SourceResult> last(InferenceResult result) {
        List<FrameTies.Tied> tied = own.result(result);
        if (!cut) {
            // what turns out only now may have been delivered without being tied
            return List.of(new SourceResult(result, null));
        }
        tied.forEach(this::add);
        dropAnswered();
        boolean included = tied.stream().anyMatch(each -> each.result() == result);
        List<SourceResult> ready = release();
        if (!included) {
            ready.add(new SourceResult(result, null));
        }
        return ready;
    }

    private void add(FrameTies.Tied tied) {
        row = tied.frame() == newest + 1 ? row + 1 : 1;
        newest = tied.frame();
        waiting.add(tied);
    }

    private boolean steady(long nowNanos) {
        if (!known) {
            known = true;
            knownNanos = nowNanos;
        }
        return row >= STEADY || nowNanos - knownNanos >= STEADY_LIMIT.toNanos() || waiting.size() >= AHEAD;
    }

    private void dropAnswered() {
        // what cannot be told is left to the old connection as long as that gets every frame
        long answered = old.known() ? old.newest() : cut ? lastOfOld : newest;
        waiting.removeIf(each -> each.frame() <= answered);
    }

    private boolean mayTakeOver(long nowNanos) {
        if (waiting.isEmpty()) {
            return false;
        }
        boolean nothingOwed = old.known() && (waiting.peek().frame() == old.newest() + 1 || old.newest() >= lastOfOld);
        return nothingOwed || nowNanos - cutNanos >= DRAIN_LIMIT.toNanos() || waiting.size() >= MAX_WAITING;
    }

    private List<SourceResult> release() {
        List<SourceResult> ready = new ArrayList<>();
        waiting.forEach(each -> ready.add(new SourceResult(each.result(), null, true, each.capturedNanos())));
        waiting.clear();
        return ready;
    }
}
