package io.github.camelvision.roboflow.webrtc.core.worker.engine;

import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerSession;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerStatistics;
import io.github.camelvision.roboflow.webrtc.core.worker.request.CameraClaim;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The live sessions of a worker, at most so many. Thread-safe. */
public final class WorkerRegistry {

    /**
     * @param session has its place
     * @param displaced what had to make room, and why; the caller closes it
     */
    public record Admission(WorkerSession session, Map<WorkerSession, String> displaced) {}

    private final int maxSessions;
    private final Map<String, WorkerSession> sessions = new LinkedHashMap<>();
    /** By session, of those that make one. */
    private final Map<WorkerSession, CameraClaim> claims = new HashMap<>();
    private boolean closed;
    /** Of the sessions that are gone. */
    private WorkerStatistics ended = WorkerStatistics.NONE;

    public WorkerRegistry(int maxSessions) {
        this.maxSessions = maxSessions;
    }

    /**
     * Gives a place to a session. Those of the camera's former owners lose theirs; where all places are taken, so does the oldest session
     * whose client never came.
     *
     * @param claim of the camera's owner; null: none
     * @throws WorkerRejectedException 409, 429 or 503
     */
    public synchronized Admission admit(CameraClaim claim, Supplier<WorkerSession> maker) {
        if (closed) {
            throw new WorkerRejectedException(503, "WorkerStopped", "The worker is being stopped");
        }
        Map<WorkerSession, String> displaced = claim == null ? new HashMap<>() : formerOwners(claim);
        if (sessions.size() - displaced.size() >= maxSessions) {
            WorkerSession absent = sessions.values().stream().filter(WorkerSession::neverCame).findFirst()
                    .orElseThrow(() -> new WorkerRejectedException(429, "TooManySessions", "The worker has " + maxSessions
                            + " sessions, as many as its option maxSessions allows; try again later"));
            displaced.put(absent, "its client never came, and another one wants its place");
        }
        WorkerSession session = maker.get();
        displaced.keySet().forEach(this::remove);
        sessions.put(session.id(), session);
        if (claim != null) {
            claims.put(session, claim);
        }
        return new Admission(session, displaced);
    }

    private Map<WorkerSession, String> formerOwners(CameraClaim claim) {
        Map<WorkerSession, String> former = new HashMap<>();
        claims.forEach((session, other) -> {
            if (other.isNewerThan(claim)) {
                throw new WorkerRejectedException(409, CameraOwner.LOST, "The camera has a session of a newer owner: epoch "
                        + other.owner().epoch() + ", while this request is of epoch " + claim.owner().epoch());
            }
            if (claim.isNewerThan(other)) {
                former.put(session, "its camera has a newer owner: epoch " + claim.owner().epoch() + " after " + other.owner().epoch());
            }
        });
        return former;
    }

    public synchronized void remove(WorkerSession session) {
        claims.remove(session);
        if (sessions.remove(session.id(), session)) {
            ended = ended.plus(session.statistics());
        }
    }

    public synchronized Collection<WorkerSession> sessions() {
        return List.copyOf(sessions.values());
    }

    /** Counters of all sessions that ever were. */
    public synchronized WorkerStatistics statistics() {
        WorkerStatistics sum = ended;
        for (WorkerSession session : sessions.values()) {
            sum = sum.plus(session.statistics());
        }
        return sum;
    }

    /** Takes no more sessions. @return those that are left, which remove themselves when closed */
    public synchronized Collection<WorkerSession> close() {
        closed = true;
        return new ArrayList<>(sessions.values());
    }
}
