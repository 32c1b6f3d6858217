package io.github.camelvision.roboflow.webrtc.core.clips;

import java.time.Duration;

/**
 * What a clip holds.
 *
 * @param before shown of the time before it happened
 * @param after shown of the time after it happened
 * @param longest a clip that would last longer ends there, and what follows is another clip
 * @param ringBytes most memory for frames that may still be wanted, as JPEG with their results
 * @param annotated whether the detections are drawn
 */
public record ClipRules(Duration before, Duration after, Duration longest, long ringBytes, boolean annotated) {

    /**
     * What happened is told some time after its frame: it has to be confirmed, or an object that is gone may come back. So long is kept
     * besides {@link #before}.
     */
    public static final Duration TOLD_WITHIN = Duration.ofSeconds(5);

    public ClipRules {
        if (before.isNegative() || after.isNegative() || longest.compareTo(before.plus(after)) < 0) {
            throw new IllegalArgumentException("A clip has 0 or more before and after, and lasts at least both together, not " + before
                    + ", " + after + " and at most " + longest);
        }
        if (ringBytes <= 0) {
            throw new IllegalArgumentException("Frames of clips need memory, not " + ringBytes + " bytes");
        }
    }
}
