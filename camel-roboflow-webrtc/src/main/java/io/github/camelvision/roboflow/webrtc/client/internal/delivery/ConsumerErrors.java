package io.github.camelvision.roboflow.webrtc.client.internal.delivery;

import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.route.RouteCall;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exception handler of a consumer that was given none: logs failed exchanges, the first at once and of many more one in 10 seconds
 * with their number. What came without an exchange concerns the session, which has logged it. From any thread.
 */
public final class ConsumerErrors implements ExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerErrors.class);

    private final String session;
    /** Those of this library, mostly made by what a server sent, and those of routes: one kind must not hide the other. */
    private final Repeats own = new Repeats();
    private final Repeats routes = new Repeats();

    public ConsumerErrors(String session) {
        this.session = session;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        if (exchange == null) {
            LOG.debug("Session {}: {}", session, message, exception);
            return;
        }
        boolean ours = exception instanceof RoboflowWebrtcException;
        long before = (ours ? own : routes).told(System.nanoTime());
        if (before < 0) {
            return;
        }
        String text = PeerText.line(ours ? exception.getMessage() : RouteCall.unwrapped(exception).toString());
        String more = before == 0 ? "" : " (and " + before + " more since the last that was told)";
        if (ours || exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) != null) {
            LOG.warn("Session {}: an exchange failed: {}{}", session, text, more);
            LOG.debug("Session {}: where it failed", session, exception);
        } else {
            // no error handler of the route has seen it
            LOG.warn("Session {}: an exchange failed: {}{}", session, text, more, exception);
        }
    }

    /** Nothing comes any more: tells how many were not told. */
    public void end() {
        long rest = own.rest() + routes.rest();
        if (rest > 0) {
            LOG.warn("Session {}: {} more exchanges failed since the last that was told", session, rest);
        }
    }
}
