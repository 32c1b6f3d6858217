package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.signalling.ApiKeyTransport;
import io.github.camelvision.roboflow.webrtc.core.signalling.Checks;
import io.github.camelvision.roboflow.webrtc.core.signalling.ModelSpecification;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.Cure;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.HttpReply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks Roboflow which task a model does, when the option {@code taskType} does not say (docs/protocol.adoc#model). Thread-safe. */
public final class ModelTaskLookup {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BODY = 256 << 10;

    private final String url;
    private final Duration timeout;
    private final SignallingOptions options;
    private final HttpTransport transport;

    /** @throws IllegalArgumentException when nobody said that Roboflow may be asked: the session's server is not Roboflow's */
    public ModelTaskLookup(SignallingOptions options) {
        this(options, api(options), TIMEOUT);
    }

    private static String api(SignallingOptions options) {
        if (options.roboflowApi() == null) {
            throw new IllegalArgumentException("The option modelId needs taskType at a server that is not Roboflow's: one of "
                    + String.join(", ", ModelSpecification.TASK_TYPES)
                    + ". Or set roboflowApiUrl=https://api.roboflow.com, and Roboflow is asked, with apiKey");
        }
        return options.roboflowApi();
    }

    /** With another place and patience for Roboflow's own API. */
    ModelTaskLookup(SignallingOptions options, String apiBase, Duration timeout) {
        // Always as Bearer here, whatever the session request does.
        this.options = options.withApiKeyTransport(ApiKeyTransport.header);
        this.url = apiBase + "/models/v1/external/stat";
        this.timeout = timeout;
        this.transport = new HttpTransport(this.options);
    }

    /**
     * One of {@link ModelSpecification#TASK_TYPES}. Fails with a
     * {@link io.github.camelvision.roboflow.webrtc.core.error.SignallingException} that names the model and the cure.
     */
    public CompletableFuture<String> taskType(String modelId) {
        String query = "?modelId=" + URLEncoder.encode(Checks.text("modelId", modelId), StandardCharsets.UTF_8);
        CallErrors errors = new CallErrors("look up the task type of model '" + modelId + "' (not needed when the option taskType is set)",
                url, "connection to Roboflow's API", options, (status, routeAbsent) -> cure(status));
        return transport.call(transport.request("GET", url + query), timeout, MAX_BODY, errors, reply -> read(reply, errors));
    }

    private String cure(int status) {
        return switch (status) {
            case 401, 403 -> Cure.key(options);
            case 404 -> "Check the option modelId";
            default -> status >= 500 ? Cure.general(status) : "";
        };
    }

    private static String read(HttpReply reply, CallErrors errors) {
        JsonNode metadata = errors.object(reply).path("modelMetadata");
        String task = SignallingJson.text(metadata, "taskType");
        if (task == null) {
            throw errors.unusable(reply.status(), "holds no modelMetadata.taskType");
        }
        try {
            return ModelSpecification.normalise(task);
        } catch (IllegalArgumentException e) {
            throw errors.unusable(reply.status(), "names a task that no workflow block does. " + e.getMessage());
        }
    }

    /** Cancels a look-up under way. Idempotent. */
    public void close() {
        transport.close();
    }
}
