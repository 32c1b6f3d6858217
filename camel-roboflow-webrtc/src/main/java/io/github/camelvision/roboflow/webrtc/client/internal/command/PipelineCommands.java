package io.github.camelvision.roboflow.webrtc.client.internal.command;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.internal.SharedSession;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.PipelineSignalling;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.SessionFactory;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.StreamManagerClient;
import io.github.camelvision.roboflow.webrtc.route.Continuation;
import io.github.camelvision.roboflow.webrtc.uri.CommaList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The Stream Manager's management calls, by a producer's header: {@code list} replies a List of pipeline ids, {@code status} and
 * {@code consume} reply the server's JSON; after {@code pause}, {@code resume} and {@code terminate} the body is as it was. They go to
 * the pipeline of the producer's session, or to the one that the header {@link RoboflowWebrtcConstants#PIPELINE_ID} names.
 */
public final class PipelineCommands implements AutoCloseable {

    private static final Set<String> COMMANDS = Set.of("list", "status", "pause", "resume", "terminate", "consume");

    private StreamManagerClient client;

    public static boolean knows(String command) {
        return COMMANDS.contains(command);
    }

    /**
     * Starts the command of an exchange and tells the callback later.
     *
     * @param continuations runs the rest of the route
     * @throws RuntimeException when it cannot be started
     */
    public void run(String command, Exchange exchange, SharedSession shared, AsyncCallback callback, Executor continuations) {
        new Continuation(exchange, callback, continuations, shared.name()).after(start(command, exchange.getMessage(), shared), body -> {
            if (body != null) {
                exchange.getMessage().setBody(body);
            }
        }, exchange::setException);
    }

    private CompletableFuture<?> start(String command, Message message, SharedSession shared) {
        StreamManagerClient manager = client(command, shared);
        if (command.equals("list")) {
            return manager.list();
        }
        String id = pipelineId(command, message, shared);
        message.setHeader(RoboflowWebrtcConstants.PIPELINE_ID, id);
        return switch (command) {
            case "status" -> manager.status(id);
            case "pause" -> manager.pause(id);
            case "resume" -> manager.resume(id);
            case "terminate" -> manager.terminate(id);
            case "consume" -> manager.consume(id, excludedFields(message));
            default -> throw new IllegalArgumentException("Unknown command " + command);
        };
    }

    private static List<String> excludedFields(Message message) {
        List<String> names = CommaList.header(message, RoboflowWebrtcConstants.EXCLUDED_FIELDS);
        return names == null ? List.of() : names;
    }

    private static String pipelineId(String command, Message message, SharedSession shared) {
        String named = message.getHeader(RoboflowWebrtcConstants.PIPELINE_ID, String.class);
        if (named != null && !named.isBlank()) {
            return named;
        }
        Session session = shared.current();
        String own = session != null && session.options().signalling() instanceof PipelineSignalling pipelines ? pipelines.pipelineId()
                : null;
        if (own == null) {
            throw new IllegalStateException("The command " + command + " needs a pipeline: the session " + shared.name() + " has none yet,"
                    + " and the header " + RoboflowWebrtcConstants.PIPELINE_ID + " names none");
        }
        return own;
    }

    private synchronized StreamManagerClient client(String command, SharedSession shared) {
        if (client == null) {
            client = new SessionFactory(shared.endpoint()).manager().orElseThrow(
                    () -> new IllegalArgumentException("The command " + command + " needs the option protocol=streamManager"));
        }
        return client;
    }

    /** Cancels what is under way; later commands get a new client. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
