package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import io.github.camelvision.roboflow.webrtc.core.clips.ClipReason;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which frame goes into which clip. A frame is in one clip at most, and a clip has no hole: what happens while a clip is
 * open, or so soon after its end that the next one would begin before it, makes the open one longer. Pure: no thread, no clock, no I/O.
 */
public final class ClipCutter {

    /** More reasons are not told. */
    private static final int MOST_REASONS = 100;

    private final ClipRules rules;
    private final ClipRing ring;
    private final Outputs outputs;
    private Open open;
    /** Number of the newest frame that is in a clip. */
    private long written;
    private long cutShort;

    /** Begins clips. */
    public interface Outputs {

        /**
         * @param at when the first thing happened that the clip is made for
         * @param reasons grows until the clip is finished
         */
        ClipOutput begin(Instant at, List<ClipReason> reasons);
    }

    /** The clip that is being made. */
    private static final class Open {

        private final Instant from;
        private final ClipOutput output;
        private final List<ClipReason> reasons;
        private Instant to;

        private Open(Instant from, Instant to, ClipOutput output, List<ClipReason> reasons) {
            this.from = from;
            this.to = to;
            this.output = output;
            this.reasons = reasons;
        }

        private void because(ClipReason reason) {
            if (reasons.size() < MOST_REASONS) {
                reasons.add(reason);
            }
        }
    }

    public ClipCutter(ClipRules rules, ClipRing ring, Outputs outputs) {
        this.rules = rules;
        this.ring = ring;
        this.outputs = outputs;
    }

    /** The next frame, later than the one before. @throws RuntimeException of the output, whose clip is given up */
    public void frame(KeptFrame frame) {
        tick(frame.at());
        boolean kept = ring.add(frame);
        if (open != null && !frame.at().isAfter(open.to)) {
            write(kept ? null : frame);
        }
    }

    /** So late it is: a clip may be over. @throws RuntimeException of the output, whose clip is given up */
    public void tick(Instant now) {
        if (open != null && now.isAfter(open.to.plus(rules.before()))) {
            finish();
        }
    }

    /** Something happened. @throws RuntimeException of the output, whose clip is given up */
    public void happened(Instant at, ClipReason reason) {
        Instant from = at.minus(rules.before());
        Instant to = at.plus(rules.after());
        if (open != null && (from.isAfter(open.to) || to.isAfter(open.from.plus(rules.longest())))) {
            finish();
        }
        if (open == null) {
            cutShort += ring.lostSince(from) ? 1 : 0;
            List<ClipReason> reasons = new ArrayList<>();
            open = new Open(from, to, outputs.begin(at, reasons), reasons);
        } else if (to.isAfter(open.to)) {
            open.to = to;
        }
        open.because(reason);
        write(null);
    }

    /** There will be no more frames. @throws RuntimeException of the output, whose clip is given up */
    public void end() {
        if (open != null) {
            finish();
        }
    }

    /** Clips that lack frames at their beginning. */
    public long cutShort() {
        return cutShort;
    }

    /** @param unkept a frame that is not in the ring; null: there is none */
    private void write(KeptFrame unkept) {
        Open current = open;
        try {
            for (KeptFrame frame : ring.between(current.from, current.to)) {
                write(current, frame);
            }
            if (unkept != null) {
                write(current, unkept);
            }
        } catch (RuntimeException | Error e) {
            open = null;
            throw e;
        }
    }

    private void write(Open current, KeptFrame frame) {
        if (frame.number() > written) {
            written = frame.number();
            current.output.add(frame);
        }
    }

    private void finish() {
        Open over = open;
        open = null;
        over.output.finish();
    }
}
