package io.github.camelvision.roboflow.webrtc.core.objects.rules;

import java.time.Duration;

/**
 * When objects appear, are told of again, and end.
 *
 * @param confirmFrames results that an object must be in, of the last {@code confirmOf} (1 to 64), before it appears
 * @param endAfter an object ends when results come and it was in none for so long
 * @param keepFor an object ends when nothing came for so long; over shorter gaps it is looked for again
 * @param updateEvery at most one {@code updated} of an object in this time; zero: none at all
 * @param tracking who says which detections are the same object
 */
public record LifeRule(int confirmFrames, int confirmOf, Duration endAfter, Duration keepFor, Duration updateEvery, Tracking tracking) {

    /** Who says which detections are the same object. */
    public enum Tracking {
        /** The workflow's tracker ids where a session has any, else the tracker that is built in. */
        auto,
        /** The workflow's tracker ids; detections without one are left out. */
        workflow,
        /** The tracker that is built in, whatever ids there are. */
        builtIn
    }

    /** As long as a lost track is kept by ByteTrack in supervision: {@code lost_track_buffer}, 30 frames at 30 a second. */
    private static final Duration END_AFTER = Duration.ofSeconds(1);

    public static final LifeRule DEFAULT = new LifeRule(2, 3, END_AFTER, Duration.ofSeconds(30), Duration.ofSeconds(1), Tracking.auto);
}
