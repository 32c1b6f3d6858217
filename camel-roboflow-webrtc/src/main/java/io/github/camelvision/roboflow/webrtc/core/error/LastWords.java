package io.github.camelvision.roboflow.webrtc.core.error;

import org.slf4j.Logger;

/**
 * Logs a failure in the place where it ends, so that a thread can go on. Logging it may fail as well, of the same full heap for instance:
 * that ends here, too. Takes no memory of its own before it tries.
 */
public final class LastWords {

    private LastWords() {}

    /** Loads this class: when it is needed, there may be no file descriptor left to read it with. */
    public static void ready() {
        // loaded by the call
    }

    /**
     * Logs on the level ERROR.
     *
     * @param format with one {@code {}} for the argument
     * @return false when it could not be logged
     */
    public static boolean error(Logger log, String format, Object argument, Throwable failure) {
        try {
            log.error(format, argument, failure);
            return true;
        } catch (Throwable again) { // what failed is known to nobody now, but its thread lives
            return false;
        }
    }
}
