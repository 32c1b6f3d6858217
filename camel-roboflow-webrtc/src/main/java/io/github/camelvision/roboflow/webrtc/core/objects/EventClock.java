package io.github.camelvision.roboflow.webrtc.core.objects;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Says when a frame was to be seen, by what is known of it. For one camera; not for several threads at a time. */
public final class EventClock {

    private static final double RTP_CLOCK = 90_000;

    private final boolean byFrames;
    private String session;
    private Instant firstArrival;
    private long firstTicks;
    private Instant lastTime;
    private Instant lastArrival;

    /** @param byFrames whether the frames' own times count, as for a file, which is not seen when it is processed */
    public EventClock(boolean byFrames) {
        this.byFrames = byFrames;
    }

    /** @param metadata null: unknown @param arrival when the result came */
    public EventTime of(String sessionId, FrameMetadata metadata, Instant arrival) {
        EventTime time = time(String.valueOf(sessionId), metadata, arrival);
        lastTime = time.at();
        lastArrival = arrival;
        return time;
    }

    private EventTime time(String sessionId, FrameMetadata metadata, Instant arrival) {
        long ticks = metadata == null || !byFrames ? Frame.NO_PTS : metadata.rtpTicks();
        if (ticks != Frame.NO_PTS) {
            if (!sessionId.equals(session)) {
                session = sessionId;
                firstArrival = arrival;
                firstTicks = ticks;
            }
            return new EventTime(firstArrival.plusNanos(Math.round((ticks - firstTicks) / RTP_CLOCK * 1e9)), EventTime.Source.frames, null);
        }
        return metadata == null ? new EventTime(arrival, EventTime.Source.arrived, null) : metadata.receivedAtTime()
                .map(received -> received.toInstant(ZoneOffset.UTC))
                .map(received -> new EventTime(received, EventTime.Source.received,
                        Math.abs(Duration.between(received, arrival).toNanos() / 1e9)))
                .orElseGet(() -> new EventTime(arrival, EventTime.Source.arrived, null));
    }

    /** What time it is on the line of those times; null when no result has come yet. @param now here */
    public Instant now(Instant now) {
        return lastTime == null ? null : lastTime.plus(Duration.between(lastArrival, now));
    }
}
