package io.github.camelvision.roboflow.webrtc.core.worker.engine;

import io.github.camelvision.roboflow.webrtc.core.worker.WorkerSession;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerStatistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The live sessions of a worker, at most so many. Thread-safe. */
public final class WorkerRegistry {

    private final int maxSessions;
    private final Map<String, WorkerSession> sessions = new LinkedHashMap<>();
    private int reserved;
    private boolean closed;
    /** Of the sessions that are gone. */
    private WorkerStatistics ended = WorkerStatistics.NONE;

    public WorkerRegistry(int maxSessions) {
        this.maxSessions = maxSessions;
    }

    /** Takes a place for a session that is about to be made; false when there is none. */
    public synchronized boolean reserve() {
        if (sessions.size() + reserved >= maxSessions) {
            return false;
        }
        reserved++;
        return true;
    }

    /**
     * Gives the place of the oldest session whose client never came to a session that is about to be made.
     *
     * @return that session, which the caller closes; null: there is none, and no place
     */
    public synchronized WorkerSession reserveForNeverCame() {
        WorkerSession absent = sessions.values().stream().filter(WorkerSession::neverCame).findFirst().orElse(null);
        if (absent != null) {
            remove(absent);
            reserved++;
        }
        return absent;
    }

    /** Gives the place back. */
    public synchronized void unreserve() {
        reserved--;
    }

    /** Fills the reserved place; false when the registry is closed. */
    public synchronized boolean add(WorkerSession session) {
        reserved--;
        if (!closed) {
            sessions.put(session.id(), session);
        }
        return !closed;
    }

    public synchronized void remove(WorkerSession session) {
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
