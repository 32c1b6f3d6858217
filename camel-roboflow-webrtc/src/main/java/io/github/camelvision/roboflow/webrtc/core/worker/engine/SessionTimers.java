package io.github.camelvision.roboflow.webrtc.core.worker.engine;

import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import java.time.Duration;

/**
 * The ends that come by time: {@code processing_timeout}, the worker's cap on a session's age, and the idle watchdog
 * (docs/protocol.adoc#ends). Belongs to the session's loop.
 */
public final class SessionTimers {

    /** On the loop. */
    public interface Events {

        void timeoutReached();

        void idle();
    }

    private static final Duration RESERVE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_CHECK = Duration.ofMillis(20);

    private final SessionContext session;
    private final SessionStream stream;
    private final Events events;

    public SessionTimers(SessionContext session, SessionStream stream, Events events) {
        this.session = session;
        this.stream = stream;
        this.events = events;
    }

    public void start() {
        endAfter(session.options().maxSessionAge());
        startWithoutClient();
    }

    /** Nobody holds a place here by being silent: who started the session ends it, however old it is. */
    public void startWithoutClient() {
        endAfter(session.request().processingTimeout());
        scheduleCheck();
    }

    private void endAfter(Duration age) {
        if (age != null) {
            Duration end = age.minus(RESERVE);
            session.loop().schedule(end.isNegative() ? Duration.ZERO : end, events::timeoutReached);
        }
    }

    private void scheduleCheck() {
        Duration check = session.options().idleTimeout().dividedBy(4);
        session.loop().schedule(check.compareTo(SHORTEST_CHECK) < 0 ? SHORTEST_CHECK : check, this::checkIdle);
    }

    private void checkIdle() {
        if (stream.idleNanos() > session.options().idleTimeout().toNanos()) {
            events.idle();
        }
        scheduleCheck();
    }
}
