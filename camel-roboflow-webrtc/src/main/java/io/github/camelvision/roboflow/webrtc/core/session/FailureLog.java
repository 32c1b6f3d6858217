package io.github.camelvision.roboflow.webrtc.core.session;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says why a session failed once, however often somebody starts it again with the same outcome, as Camel's supervising controller does.
 * Thread-safe.
 */
public final class FailureLog {

    private static final int MOST = 200;

    private final Map<String, String> said = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** Whether the session of this name failed otherwise the last time, or not at all. */
    public synchronized boolean isNew(String session, String failure) {
        return !failure.equals(said.put(session, failure));
    }

    /** The session is connected: a failure after it is a new one. */
    public synchronized void connected(String session) {
        said.remove(session);
    }
}
