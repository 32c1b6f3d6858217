package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.session.engine.connection.Connection;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The outputs that the user wants now, and their way to the server: by message to the connection that streams (docs/protocol.adoc#outputs),
 * and in the request of every later one. A server that takes no such messages gets another connection. On the loop.
 */
public final class OutputChanges {

    private static final Duration RETRY = Duration.ofMillis(5);

    private final Loop loop;
    private final Runnable anotherConnection;
    private final List<CompletableFuture<Boolean>> pending = new ArrayList<>();
    private OutputRequest wanted;
    private boolean video;
    private Connection connection;
    private OutputRequest atServer;
    private boolean retrying;

    /** @param anotherConnection ends the connection that streams and opens one with the outputs that are wanted now */
    public OutputChanges(OutputRequest wanted, Loop loop, Runnable anotherConnection) {
        this.anotherConnection = anotherConnection;
        this.wanted = wanted;
        this.video = wanted.wantsVideo();
        this.loop = loop;
    }

    /** What the next connection asks for. */
    public OutputRequest wanted() {
        return wanted;
    }

    /**
     * @param waits whether a connection is being set up: then the answer waits for it
     * @param sent told whether the streaming connection knows; fails when the change is impossible
     */
    public void change(List<String> streamOutput, List<String> dataOutput, boolean waits, CompletableFuture<Boolean> sent) {
        if (streamOutput != null && !video) {
            sent.completeExceptionally(new IllegalStateException("The session has no video to change: streamOutput can be changed only "
                    + "in a session that was started with video (option streamOutput, and for files frameDelivery=track)"));
            return;
        }
        wanted = new OutputRequest(streamOutput == null ? wanted.streamOutput() : streamOutput,
                dataOutput == null ? wanted.dataOutput() : dataOutput, wanted.realtime());
        if (connection == null && !waits) {
            sent.complete(false);
            return;
        }
        pending.add(sent);
        flush();
    }

    /** The connection streams. */
    public void opened(Connection opened) {
        connection = opened;
        atServer = opened.outputs();
        video = atServer.wantsVideo();
        flush();
    }

    /** No connection streams, or will without another attempt. */
    public void lost() {
        connection = null;
        tell(false);
    }

    private void flush() {
        if (connection == null || retrying) {
            return;
        }
        OutputRequest target = connection.run().outputs(wanted);
        List<String> stream = Objects.equals(target.streamOutput(), atServer.streamOutput()) ? null : target.streamOutput();
        List<String> data = names(target).equals(names(atServer)) ? null : names(target);
        if (stream == null && data == null) {
            tell(true);
        } else if (!connection.canChangeOutputs()) {
            // those who wait are told when the next one streams
            connection = null;
            anotherConnection.run();
        } else if (connection.trySendOutputs(new ClientMessage.Outputs(stream, data))) {
            atServer = target;
            tell(true);
        } else {
            retryLater(connection);
        }
    }

    private void retryLater(Connection full) {
        retrying = true;
        loop.schedule(RETRY, () -> {
            retrying = false;
            if (full == connection && full.isOver()) {
                lost();
            } else {
                flush();
            }
        });
    }

    private static List<String> names(OutputRequest request) {
        return request.dataOutput() == null ? List.of() : request.dataOutput();
    }

    private void tell(boolean sent) {
        List<CompletableFuture<Boolean>> told = List.copyOf(pending);
        pending.clear();
        told.forEach(future -> future.complete(sent));
    }
}
