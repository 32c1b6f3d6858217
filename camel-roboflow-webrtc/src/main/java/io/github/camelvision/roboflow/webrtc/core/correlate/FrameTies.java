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

    /** A result and the number of its frame. */
    public record Tied(InferenceResult result, long frame) {}

    private final FrameCorrelation<Long> correlation = new FrameCorrelation<>(HISTORY);
    private final Map<Long, InferenceResult> held = new LinkedHashMap<>();
    private long newest;

    /** @param captureMillis as RtcVideoSender.push returned it */
    public void sent(long frame, long captureMillis) {
        correlation.sent(frame, captureMillis);
    }

    /** What this result and those before it turn out to be, oldest first. Empty while that is not known. */
    public List<Tied> result(InferenceResult result) {
        Long pts = result.metadata() == null ? null : result.metadata().pts();
        if (pts == null) {
            return List.of();
        }
        List<Tied> tied = new ArrayList<>(1);
        held.put(pts, result);
        for (FrameCorrelation.Match<Long> match : correlation.result(pts)) {
            newest = match.tag();
            InferenceResult matched = held.remove(match.ptsTicks());
            if (matched != null) {
                tied.add(new Tied(matched, match.tag()));
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
