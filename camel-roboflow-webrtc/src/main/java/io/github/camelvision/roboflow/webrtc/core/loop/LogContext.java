package io.github.camelvision.roboflow.webrtc.core.loop;

import org.slf4j.MDC;

/** What the logging context (MDC) of the library's threads says. */
public final class LogContext {

    /** Key of the session's name. */
    public static final String SESSION = "roboflow.session";

    private LogContext() {}

    /** The calling thread works for this session until the result is closed. */
    public static MDC.MDCCloseable of(String session) {
        return MDC.putCloseable(SESSION, session);
    }

    /** The calling thread works for this session until its end. */
    public static void ofThread(String session) {
        MDC.put(SESSION, session);
    }
}
