package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.signalling.Checks;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.AnswerParser;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.HttpTransport;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.HttpReply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Stream Manager over HTTP: {@code {apiUrl}/inference_pipelines/…} (docs/protocol.adoc#stream-manager-calls). */
public final class StreamManagerHttpSignalling implements StreamManagerClient {

    private static final Logger LOG = LoggerFactory.getLogger(StreamManagerHttpSignalling.class);

    private final SignallingOptions options;
    private final StreamManagerOptions pipelineOptions;
    private final HttpTransport transport;
    private final String base;

    /** @throws IllegalArgumentException when {@code apiUrl} is not HTTP */
    public StreamManagerHttpSignalling(SignallingOptions options, StreamManagerOptions pipelineOptions) {
        this.options = options.requireHttp();
        this.pipelineOptions = pipelineOptions;
        this.transport = new HttpTransport(options);
        this.base = options.apiUrl() + "/inference_pipelines/";
    }

    /** @throws IllegalArgumentException when the source needs what the Stream Manager cannot do */
    @Override
    public CompletableFuture<InitAnswer> initialise(InitRequest request) {
        LOG.debug("POST {}initialise_webrtc: {}", base, request);
        byte[] body = SignallingJson.bytes(StreamManagerPayload.of(request, pipelineOptions, options.bodyKey()));
        CallErrors errors = StreamManagerReplies.startErrors(options);
        return transport.call(transport.request("POST", base + "initialise_webrtc", body), options.requestTimeout(),
                HttpTransport.MAX_ANSWER, errors,
                reply -> {
                    JsonNode json = errors.object(reply);
                    return AnswerParser.parse(reply.status(), json, json.path("context"), errors);
                });
    }

    @Override
    public CompletableFuture<List<String>> list() {
        CallErrors errors = StreamManagerReplies.errors("list the pipelines", options);
        return transport.call(call("GET", base + "list", null), options.requestTimeout(), HttpTransport.MAX_ANSWER, errors,
                reply -> StreamManagerReplies.pipelines(reply.status(), errors.object(reply), errors));
    }

    @Override
    public CompletableFuture<JsonNode> status(String pipelineId) {
        return manage(pipelineId, "status", "GET", null, StreamManagerHttpSignalling::object);
    }

    @Override
    public CompletableFuture<Void> pause(String pipelineId) {
        return command(pipelineId, "pause");
    }

    @Override
    public CompletableFuture<Void> resume(String pipelineId) {
        return command(pipelineId, "resume");
    }

    @Override
    public CompletableFuture<Void> terminate(String pipelineId) {
        return command(pipelineId, "terminate");
    }

    @Override
    public CompletableFuture<JsonNode> consume(String pipelineId, List<String> excludedFields) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        if (!excludedFields.isEmpty()) {
            payload.set("excluded_fields", SignallingJson.tree(excludedFields));
        }
        return manage(pipelineId, "consume", "GET", payload, StreamManagerHttpSignalling::object);
    }

    private CompletableFuture<Void> command(String pipelineId, String command) {
        return manage(pipelineId, command, "POST", null, (reply, errors) -> {
            // Only the status counts, unless the body contradicts it.
            JsonNode json = SignallingJson.parseOrNull(reply.body());
            if (json != null) {
                AnswerParser.rejectFailure(reply.status(), json, errors);
            }
            return null;
        });
    }

    private <T> CompletableFuture<T> manage(String pipelineId, String command, String method, ObjectNode payload,
            BiFunction<HttpReply, CallErrors, T> parse) {
        CallErrors errors = StreamManagerReplies.errors(command + " pipeline '" + pipelineId + "'", options);
        String id = URLEncoder.encode(Checks.text("pipelineId", pipelineId), StandardCharsets.UTF_8).replace("+", "%20");
        HttpUriRequestBase request = call(method, base + id + "/" + command, payload);
        return transport.call(request, options.requestTimeout(), StreamManagerReplies.MAX_RESULT, errors,
                reply -> parse.apply(reply, errors));
    }

    /** The key goes with the JSON, with GET too, unless it goes in the header only. */
    private HttpUriRequestBase call(String method, String url, ObjectNode payload) {
        ObjectNode json = payload == null ? JsonNodeFactory.instance.objectNode() : payload;
        if (options.bodyKey() != null) {
            json.put("api_key", options.bodyKey());
        }
        return json.isEmpty() ? transport.request(method, url)
                : transport.request(method, url, SignallingJson.bytes(json));
    }

    private static JsonNode object(HttpReply reply, CallErrors errors) {
        return StreamManagerReplies.success(reply.status(), errors.object(reply), errors);
    }

    @Override
    public boolean onThisHost() {
        return options.onThisHost();
    }

    @Override
    public void close() {
        transport.close();
    }
}
