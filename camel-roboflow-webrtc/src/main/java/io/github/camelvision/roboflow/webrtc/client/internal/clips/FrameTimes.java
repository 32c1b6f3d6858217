package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.core.objects.EventClock;
import io.github.camelvision.roboflow.webrtc.core.objects.TimeBasis;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of time for the frames of a session, over all of its connections: each frame is later than the one before. Any thread may
 * call.
 */
final class FrameTimes {

    /** Results whose events may still be told. */
    private static final int REMEMBERED = 1_000;

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();
    /** Null for live sources, whose frames' time is when they were here. */
    private final EventClock own;
    private final Map<Long, Instant> byFrame = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };
    private String connection;
    private Duration shift = Duration.ZERO;
    private Instant last = Instant.EPOCH;

    /** @param byFrames whether the frames' own times count, as for a file, which is not seen when it is processed */
    FrameTimes(boolean byFrames) {
        own = byFrames ? new EventClock(TimeBasis.frames) : null;
    }

    /** Whether time passes on this line while no frame comes. */
    boolean passes() {
        return own == null;
    }

    Instant now() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    /** A frame that was sent at this time. */
    synchronized Instant sent(Instant at) {
        return next(at);
    }

    /** A frame that the server returned. @param result null: unknown */
    synchronized Instant returned(String sessionId, InferenceResult result) {
        if (own == null) {
            return next(now());
        }
        FrameMetadata metadata = result == null ? null : result.metadata();
        Instant at = metadata == null ? last.plusNanos(1) : own.of(sessionId, metadata, now(), null).at();
        if (!String.valueOf(sessionId).equals(connection)) {
            connection = String.valueOf(sessionId);
            // the video starts again
            shift = at.isAfter(last) ? Duration.ZERO : Duration.between(at, last).plusNanos(1);
        }
        return next(metadata == null ? at : at.plus(shift));
    }

    private Instant next(Instant at) {
        last = at.isAfter(last) ? at : last.plusNanos(1);
        return last;
    }

    /** The time of a result's frame, for what is told of it later. */
    synchronized void remember(InferenceResult result, Instant at) {
        if (result.frameId() != 0) {
            byFrame.put(result.frameId(), at);
        }
    }

    /** The time of a frame by its number in the newest connection that had it; null when it is not known any more. */
    synchronized Instant of(long frameId) {
        return byFrame.get(frameId);
    }

    /** Time of the newest frame. */
    synchronized Instant last() {
        return last;
    }
}
