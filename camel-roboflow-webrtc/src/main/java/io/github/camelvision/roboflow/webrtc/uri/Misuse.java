package io.github.camelvision.roboflow.webrtc.uri;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the message of a wrong option or body where it was given: in which route, for which session or worker. What is wrong is no bug,
 * so there is no stack trace with it: the level DEBUG has that.
 */
public final class Misuse {

    private static final Logger LOG = LoggerFactory.getLogger(Misuse.class);
    private static final StackTraceElement[] NO_STACK = {};

    /** What may find options wrong. */
    @FunctionalInterface
    public interface Step<E extends Exception> {
        void run() throws E;
    }

    private Misuse() {}

    /**
     * Runs a step; what it finds wrong is thrown with the place before it.
     *
     * @param route may be null
     * @param user {@code session NAME} or {@code worker NAME}
     */
    public static <E extends Exception> void in(String route, String user, Step<E> step) throws E {
        try {
            step.run();
        } catch (IllegalArgumentException | IllegalStateException | SourceException e) {
            throw at(route, user, e);
        }
    }

    /** The same failure with the place before its message, unless the message names the place already. */
    public static RuntimeException at(String route, String user, RuntimeException failure) {
        String place = route == null ? user : "route " + route + ", " + user;
        String message = String.valueOf(failure.getMessage());
        String text = Character.toUpperCase(place.charAt(0)) + place.substring(1) + ": " + message;
        if (message.toLowerCase(Locale.ROOT).startsWith(place.toLowerCase(Locale.ROOT))) {
            return failure;
        }
        RuntimeException placed =
                failure instanceof SourceException source ? new SourceException(text, source.retryable(), failure.getCause())
                        : failure.getClass() == IllegalStateException.class ? new IllegalStateException(text, failure.getCause())
                        : failure.getClass() == IllegalArgumentException.class ? new IllegalArgumentException(text, failure.getCause())
                        : null;
        if (placed == null) {
            return failure;
        }
        LOG.debug("{}", text, failure);
        placed.setStackTrace(NO_STACK);
        return placed;
    }
}
