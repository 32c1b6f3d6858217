package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The Stream Manager's commands (docs/protocol.adoc#stream-manager-calls). Every future fails with a
 * {@link io.github.camelvision.roboflow.webrtc.core.error.SignallingException}; its status is HTTP's also over TCP: 400 invalid payload,
 * 401 not authorised, 404 no such pipeline, 500 failure inside or not possible now; this library's own worker says 409 for the latter.
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
    default CompletableFuture<JsonNode> consume(String pipelineId) {
        return consume(pipelineId, List.of());
    }

    /**
     * As {@link #consume(String)}, without some outputs.
     *
     * @param excludedFields names of outputs that are left out
     */
    CompletableFuture<JsonNode> consume(String pipelineId, List<String> excludedFields);
}
