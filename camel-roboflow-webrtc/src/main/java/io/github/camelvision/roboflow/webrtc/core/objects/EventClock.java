package io.github.camelvision.roboflow.webrtc.core.objects;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Says when a frame was to be seen, by what is known of it. For one camera; not for several threads at a time. */
public final class EventClock {

    private static final double RTP_CLOCK = 90_000;

    private final TimeBasis basis;
    private String session;
    private Instant firstArrival;
    private long firstTicks;
    private Instant lastTime;
    private Instant lastArrival;

    public EventClock(TimeBasis basis) {
        this.basis = basis;
    }

    /**
     * When a frame was to be seen.
     *
     * @param metadata null: unknown
     * @param arrival when the result came
     * @param captured when the frame was captured here; null: unknown
     */
    public EventTime of(String sessionId, FrameMetadata metadata, Instant arrival, Instant captured) {
        EventTime time = captured != null ? new EventTime(captured, EventTime.Source.captured, 0.0)
                : time(String.valueOf(sessionId), metadata, arrival);
        lastTime = time.at();
        lastArrival = arrival;
        return time;
    }

    private EventTime time(String sessionId, FrameMetadata metadata, Instant arrival) {
        long ticks = metadata == null || basis != TimeBasis.frames ? Frame.NO_PTS : metadata.rtpTicks();
        if (ticks != Frame.NO_PTS) {
            if (!sessionId.equals(session)) {
                session = sessionId;
                firstArrival = arrival;
                firstTicks = ticks;
            }
            return new EventTime(firstArrival.plusNanos(Math.round((ticks - firstTicks) / RTP_CLOCK * 1e9)), EventTime.Source.frames, null);
        }
        return metadata == null || basis == TimeBasis.captured ? new EventTime(arrival, EventTime.Source.arrived, null)
                : metadata.receivedAtTime()
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
