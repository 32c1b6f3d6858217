package io.github.camelvision.roboflow.webrtc.uri;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
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

    private static final class WrongArgument extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        WrongArgument(String message) {
            super(message);
        }
    }

    private static final class WrongState extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        WrongState(String message) {
            super(message);
        }
    }

    private Misuse() {}

    /** Whether the message of this failure, and not of its causes, tells the user what is wrong, and the cure. */
    public static boolean told(Throwable failure) {
        return failure instanceof WrongArgument || failure instanceof WrongState || failure instanceof EndpointException
                || failure instanceof RoboflowWebrtcException;
    }

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

    /** The same failure with the place before its message, which it gets unless it names the place already. */
    public static RuntimeException at(String route, String user, RuntimeException failure) {
        String place = route == null ? user : "route " + route + ", " + user;
        String message = String.valueOf(failure.getMessage());
        boolean named = message.toLowerCase(Locale.ROOT).startsWith(place.toLowerCase(Locale.ROOT));
        String text = named ? message : Character.toUpperCase(place.charAt(0)) + place.substring(1) + ": " + message;
        RuntimeException placed =
                failure instanceof SourceException source ? new SourceException(text, source.retryable(), failure.getCause())
                        : failure.getClass() == IllegalStateException.class ? new WrongState(text)
                        : failure.getClass() == IllegalArgumentException.class ? new WrongArgument(text)
                        : null;
        if (placed == null) {
            return failure;
        }
        LOG.debug("{}", text, failure);
        untraced(placed);
        return placed;
    }

    /** Takes away stack traces, which the level DEBUG has. */
    static void untraced(String text, Throwable failure) {
        LOG.debug("{}", text, failure);
        untraced(failure);
    }

    private static void untraced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            cause.setStackTrace(NO_STACK);
        }
    }
}
