package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened to a session, as the body of an Exchange (option {@code emitEvents}). Which of the values there are depends
 * on the type; the others are null. Text and bytes of it are JSON with the values that there are, times in ISO-8601.
 *
 * @param type what happened
 * @param time when it happened; of a gap: when it ended
 * @param sessionId the connection it happened to, of a gap the one that was lost; null when there was none
 * @param state the session's state with the event
 * @param reason why, in words; null when there is nothing to say
 * @param lastFrameId disconnected, gap, gated, completed: the last frame that was answered, as that connection counted; null when none was
 * @param from gap: when something last came from the server before it; of a fleet's camera that had another owner: when that owner last
 *        said that it lives
 * @param attempt disconnected: number of the attempt that comes next, from 1 for the first of an outage
 * @param nextAttempt disconnected: when that is
 * @param failed completed: whether the session broke for good; false when it was closed or everything was processed
 * @param drops dropped: what and how many; {@code reason} says why
 * @param upload completed: how much of the file was uploaded; null when the source is no file
 * @param framesLost completed: how many frames of a file were processed by the server and lost on the video track that brings them back;
 *        null when they do not come by track
 */
public record SessionEvent(Type type, Instant time, String sessionId, SessionState state, String reason, Long lastFrameId, Instant from,
        Integer attempt, Instant nextAttempt, Boolean failed, Drops drops, UploadProgress upload, Long framesLost)
        implements EventProperties, JsonBody {

    /** Without lost frames. */
    public SessionEvent(Type type, Instant time, String sessionId, SessionState state, String reason, Long lastFrameId, Instant from,
            Integer attempt, Instant nextAttempt, Boolean failed, Drops drops, UploadProgress upload) {
        this(type, time, sessionId, state, reason, lastFrameId, from, attempt, nextAttempt, failed, drops, upload, null);
    }

    /** The names are the values of the header {@link RoboflowWebrtcConstants#EVENT}. */
    public enum Type {
        /** A connection is up. */
        connected,
        /** The connection was lost, or an attempt to connect failed; there will be another attempt. */
        disconnected,
        /** The connection is up again after an outage, however many attempts that took: this is what was missed. */
        gap,
        /** The session rests without a connection until its gate opens. */
        gated,
        /** Something was dropped on this side. At most one a second for each kind; what it counts may have been spread over that time. */
        dropped,
        /** The session is over. */
        completed
    }

    /** Reads what {@link #json} wrote. @throws RoboflowWebrtcException when it is no event */
    public static SessionEvent read(byte[] json) {
        return SessionEventJson.read(json);
    }

    /** How long the gap was; null for the other types. */
    public Duration duration() {
        return from == null ? null : Duration.between(from, time);
    }

    @Override
    public byte[] json() {
        return SessionEventJson.bytes(this);
    }

    /** A connection is up. @param sessionId of this connection */
    public static SessionEvent connected(String sessionId) {
        return new SessionEvent(Type.connected, Instant.now(), sessionId, SessionState.STREAMING, null, null, null, null, null, null, null,
                null);
    }

    /** The connection is lost, and another attempt follows. @param lastFrameId 0: none @param cause why */
    public static SessionEvent disconnected(SessionStatus status, long lastFrameId, RoboflowWebrtcException cause) {
        return new SessionEvent(Type.disconnected, status.since(), status.sessionId(), SessionState.WAITING, cause.getMessage(),
                idOrNull(lastFrameId), null, status.attempt(), status.nextAttempt(), null, null, null);
    }

    /** The session rests until something moves. @param lastFrameId 0: none */
    public static SessionEvent gated(SessionStatus status, long lastFrameId) {
        return new SessionEvent(Type.gated, status.since(), status.sessionId(), SessionState.GATED, null, idOrNull(lastFrameId), null, null,
                null, null, null, null);
    }

    /** Frames between two connections were not processed. */
    public static SessionEvent gap(Gap gap) {
        return new SessionEvent(Type.gap, gap.to(), gap.sessionId(), SessionState.STREAMING, gap.reason(), idOrNull(gap.lastFrameId()),
                gap.from(), null, null, null, null, null);
    }

    /** A camera's session is up that had another owner before. @param since when that owner last said that it lives */
    public static SessionEvent handedOver(SessionStatus status, Instant since) {
        return new SessionEvent(Type.gap, Instant.now(), null, status.state(), "The camera had another owner", null, since, null,
                null, null, null, null);
    }

    /** Results or frames were dropped since the last such event. */
    public static SessionEvent dropped(SessionStatus status, Drops drops) {
        return new SessionEvent(Type.dropped, Instant.now(), status.sessionId(), status.state(), drops.kind().reason(), null, null, null,
                null, null, drops, null);
    }

    /**
     * @param session null when it was never opened
     * @param framesLost as in {@link #framesLost}
     */
    public static SessionEvent completed(Session session, SessionEnd end, Long framesLost) {
        String reason = end.cause() != null ? end.cause().getMessage()
                : end.terminationReason() != null ? end.terminationReason() : end.reason().name().toLowerCase(Locale.ROOT);
        SessionStats stats = session == null ? null : session.stats();
        return new SessionEvent(Type.completed, Instant.now(), session == null ? null : session.status().sessionId(),
                end.cause() == null ? SessionState.CLOSED : SessionState.FAILED, reason,
                stats == null ? null : idOrNull(stats.lastFrameId()), null, null, null, end.cause() != null, null,
                stats == null ? null : stats.upload(), framesLost);
    }

    private static Long idOrNull(long frameId) {
        return frameId == 0 ? null : frameId;
    }
}
