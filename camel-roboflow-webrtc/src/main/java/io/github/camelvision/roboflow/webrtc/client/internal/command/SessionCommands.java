package io.github.camelvision.roboflow.webrtc.client.internal.command;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.internal.SharedSession;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.ClipMessage;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.route.Continuation;
import io.github.camelvision.roboflow.webrtc.uri.CommaList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What can be done to a running session, by a producer's header or by JMX. The message's body stays as it is. */
public final class SessionCommands {

    private static final long JMX_SECONDS = 5;

    private SessionCommands() {}

    /**
     * Runs the command of an exchange and tells the callback.
     *
     * @param continuations runs the rest of the route, when it cannot go on at once
     * @return whether the callback was told before this returned
     */
    public static boolean run(String command, Exchange exchange, SharedSession shared, AsyncCallback callback, Executor continuations) {
        switch (command) {
            case "reconfigure" -> {
                reconfigure(exchange, shared, callback, continuations);
                return false;
            }
            case "reconnect" -> {
                shared.reconnect();
                callback.done(true);
                return true;
            }
            case "reloadObjectRules" -> {
                shared.reloadObjectRules();
                callback.done(true);
                return true;
            }
            case "clip" -> {
                return clip(exchange, shared, callback, continuations);
            }
            case "close" -> {
                Session session = shared.current();
                if (session != null) {
                    session.close();
                }
                callback.done(true);
                return true;
            }
            default -> throw new IllegalArgumentException("The header " + RoboflowWebrtcConstants.COMMAND
                    + " must be reconfigure, reconnect, close, reloadObjectRules, clip, list, status, pause, resume, terminate or consume, "
                    + "not " + command);
        }
    }

    /** Who waits for an answer gets the clip, when it is written. */
    private static boolean clip(Exchange exchange, SharedSession shared, AsyncCallback callback, Executor continuations) {
        CompletableFuture<Clip> clip = shared.media().clip();
        if (!exchange.getPattern().isOutCapable()) {
            callback.done(true);
            return true;
        }
        new Continuation(exchange, callback, continuations, shared.name()).after(clip,
                written -> ClipMessage.set(exchange.getMessage(), written), exchange::setException);
        return false;
    }

    private static void reconfigure(Exchange exchange, SharedSession shared, AsyncCallback callback, Executor continuations) {
        Message message = exchange.getMessage();
        List<String> stream = CommaList.header(message, RoboflowWebrtcConstants.STREAM_OUTPUT);
        List<String> data = CommaList.header(message, RoboflowWebrtcConstants.DATA_OUTPUT);
        if (stream == null && data == null) {
            throw new IllegalArgumentException("The command reconfigure needs the header " + RoboflowWebrtcConstants.STREAM_OUTPUT
                    + " or " + RoboflowWebrtcConstants.DATA_OUTPUT);
        }
        Session session = shared.current();
        if (session == null) {
            throw new IllegalStateException("The session " + shared.name() + " is not open: its consumer or a frame opens it");
        }
        new Continuation(exchange, callback, continuations, shared.name()).after(session.reconfigure(stream, data), told -> {},
                exchange::setException);
    }

    /**
     * Changes the outputs, from a thread that may wait.
     *
     * @return what became of it, for people
     */
    public static String reconfigureNow(Session session, String stream, String data) throws InterruptedException {
        if (session == null) {
            throw new IllegalStateException("The session is not open");
        }
        try {
            boolean sent = session.reconfigure(names(stream), names(data)).get(JMX_SECONDS, TimeUnit.SECONDS);
            return sent ? "sent" : "not connected: the next connection asks for it";
        } catch (TimeoutException e) {
            return "the session is still connecting: it asks for it when it is up";
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException ours ? ours : new IllegalStateException(e.getCause());
        }
    }

    private static List<String> names(String commas) {
        return commas == null ? null : CommaList.of(commas);
    }
}
