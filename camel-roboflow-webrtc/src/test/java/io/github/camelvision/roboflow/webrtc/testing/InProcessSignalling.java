package io.github.camelvision.roboflow.webrtc.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Both ends in this process, without HTTP between them. The worker belongs to the test. */
public final class InProcessSignalling implements Signalling {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WorkerServer worker;
    private final UnaryOperator<String> change;

    public InProcessSignalling(WorkerServer worker) {
        this(worker, sdp -> sdp);
    }

    /** @param change what the client gets instead of the worker's session description */
    public InProcessSignalling(WorkerServer worker, UnaryOperator<String> change) {
        this.worker = worker;
        this.change = change;
    }

    @Override
    public CompletableFuture<InitAnswer> initialise(InitRequest request) {
        return worker.initialise(request.toJson("test-key"), Map.of()).thenApply(answer -> {
            try {
                JsonNode json = JSON.readTree(answer.body());
                return new InitAnswer(change.apply(json.path("sdp").asText()), json.path("type").asText(), null, null);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }).toCompletableFuture();
    }

    @Override
    public void close() {
        // the worker belongs to the test
    }
}
