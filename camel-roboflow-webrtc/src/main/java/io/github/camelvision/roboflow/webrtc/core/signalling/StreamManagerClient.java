package io.github.camelvision.roboflow.webrtc.core.signalling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The Stream Manager's commands (protocol.md 6). Every future fails with a
 * {@link io.github.camelvision.roboflow.webrtc.core.error.SignallingException}; its status is HTTP's also over TCP: 400 invalid payload,
 * 401 not authorised, 404 no such pipeline, 409 not possible now, 500 failure inside.
 */
public interface StreamManagerClient extends Signalling {

    /** Ids of all pipelines of the server. */
    CompletableFuture<List<String>> list();

    /** The server's report on one pipeline: the answer as a JSON object. */
    CompletableFuture<JsonNode> status(String pipelineId);

    /** Stops taking frames (the TCP command is called {@code mute}). */
    CompletableFuture<Void> pause(String pipelineId);

    /** Takes frames again. */
    CompletableFuture<Void> resume(String pipelineId);

    /** Ends the pipeline and its peer connection. */
    CompletableFuture<Void> terminate(String pipelineId);

    /** The oldest buffered result: the answer as a JSON object with {@code outputs} and {@code frames_metadata}; capped at 16 MiB. */
    CompletableFuture<JsonNode> consume(String pipelineId);
}
