package io.github.camelvision.roboflow.webrtc.core.result;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * {@code video_metadata} of a result: which frame it belongs to (docs/protocol.adoc#message). What the server did not tell is null.
 *
 * @param frameId counts from 1 per session
 * @param receivedAt when the server took the frame, ISO-8601, usually without a zone
 * @param pts presentation time in units of timeBase; the same as the returned video frame's
 * @param timeBase seconds per tick of pts, about 1/90000 for live video
 * @param declaredFps frames per second as the client or the file declared them
 * @param measuredFps frames per second as the server measured them
 * @param width of the frame, pixels
 * @param height of the frame, pixels
 * @param streamPts time of the frame on the returned track's own clock, 90 kHz ticks, any constant offset: from servers that cannot
 *        keep pts there, an extension of the protocol; null from others, and when the frame was not returned
 */
public record FrameMetadata(long frameId, String receivedAt, Long pts, Double timeBase, Double declaredFps, Double measuredFps,
        Integer width, Integer height, Long streamPts) implements MetadataProperties {

    private static final double RTP_CLOCK = 90_000;

    /** Without {@link #streamPts}. */
    public FrameMetadata(long frameId, String receivedAt, Long pts, Double timeBase, Double declaredFps, Double measuredFps,
            Integer width, Integer height) {
        this(frameId, receivedAt, pts, timeBase, declaredFps, measuredFps, width, height, null);
    }

    /** The same with another {@link #streamPts}. */
    public FrameMetadata withStreamPts(Long ticks) {
        return new FrameMetadata(frameId, receivedAt, pts, timeBase, declaredFps, measuredFps, width, height, ticks);
    }

    /** {@link #receivedAt} on the server's own clock, or in UTC when it names a zone; empty when absent or unreadable. */
    public Optional<LocalDateTime> receivedAtTime() {
        if (receivedAt == null) {
            return Optional.empty();
        }
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(receivedAt, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(time instanceof OffsetDateTime zoned
                    ? zoned.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
                    : LocalDateTime.from(time));
        } catch (DateTimeException e) {
            // A server may send any text here: an unreadable time is an absent one, and the text stays available.
            return Optional.empty();
        }
    }

    /** {@link #pts} in 90 kHz ticks, the unit of {@link Frame#pts()}; {@link Frame#NO_PTS} when absent. */
    public long rtpTicks() {
        if (pts == null) {
            return Frame.NO_PTS;
        }
        // Servers round 1/90000 when they print it, which would grow to whole ticks within a second.
        if (timeBase == null || Math.abs(timeBase * RTP_CLOCK - 1) < 1e-3) {
            return pts;
        }
        return Math.round(pts * timeBase * RTP_CLOCK);
    }

}
