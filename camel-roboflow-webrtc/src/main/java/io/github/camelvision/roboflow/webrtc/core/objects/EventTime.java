package io.github.camelvision.roboflow.webrtc.core.objects;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * When something was to be seen.
 *
 * @param at in UTC
 * @param source where the time comes from
 * @param uncertainty seconds that {@code at} may be off the clock here; null when nobody knows. Times of one connection with {@link
 *        Source#frames} are exact among each other, whatever this says
 */
public record EventTime(Instant at, Source source, Double uncertainty) {

    /** Where a time comes from. */
    public enum Source {
        /** The frame was captured here. */
        captured,
        /** The server's clock when it took the frame, which is read as UTC. */
        received,
        /** Presentation times of the frames, counted from when the first result of the connection came here. */
        frames,
        /** When the result came here: nothing better is known. */
        arrived
    }

    public EventTime {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(source, "source");
    }

    /** The same at another time. */
    public EventTime at(Instant other) {
        return new EventTime(other, source, uncertainty);
    }

    /** Time from another one to this. */
    public Duration since(EventTime earlier) {
        return Duration.between(earlier.at, at);
    }
}
