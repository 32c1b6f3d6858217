package io.github.camelvision.roboflow.webrtc.core.correlate;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells from which captured frames the results of one connection were made, by the pts of the results. On the loop. */
public final class FrameTies {

    private static final int HISTORY = 512;
    private static final int MAX_HELD = 64;

    /** A result and the number of its frame, with System.nanoTime() of its capture. */
    public record Tied(InferenceResult result, long frame, long capturedNanos) {}

    private record Sent(long frame, long capturedNanos) {}

    private final FrameCorrelation<Sent> correlation = new FrameCorrelation<>(HISTORY);
    private final Map<Long, InferenceResult> held = new LinkedHashMap<>();
    private long newest;

    /**
     * A frame was pushed.
     *
     * @param capturedNanos System.nanoTime() when it was captured
     * @param pushMillis as RtcVideoSender.push returned it
     */
    public void sent(long frame, long capturedNanos, long pushMillis) {
        correlation.sent(new Sent(frame, capturedNanos), pushMillis);
    }

    /** What this result and those before it turn out to be, oldest first. Empty while that is not known. */
    public List<Tied> result(InferenceResult result) {
        Long pts = result.metadata() == null ? null : result.metadata().pts();
        if (pts == null) {
            return List.of();
        }
        List<Tied> tied = new ArrayList<>(1);
        held.put(pts, result);
        for (FrameCorrelation.Match<Sent> match : correlation.result(pts)) {
            newest = match.tag().frame();
            InferenceResult matched = held.remove(match.ptsTicks());
            if (matched != null) {
                tied.add(new Tied(matched, match.tag().frame(), match.tag().capturedNanos()));
            }
        }
        if (correlation.anchored()) {
            held.clear();
        } else if (held.size() > MAX_HELD) {
            Iterator<InferenceResult> oldest = held.values().iterator();
            oldest.next();
            oldest.remove();
        }
        return tied;
    }

    /** Whether results can be tied. */
    public boolean known() {
        return correlation.anchored();
    }

    /** The frame of the newest result; 0 when there is none, or it is not known. */
    public long newest() {
        return newest;
    }
}
