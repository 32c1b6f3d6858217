package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.Cure;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.HttpReply;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts sessions by {@code POST {apiUrl}/initialise_webrtc_worker} (docs/protocol.adoc#opening). Redirects are not followed, answers are
 * capped at 2 MiB.
 */
public final class WorkerHttpSignalling implements Signalling {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerHttpSignalling.class);
    private static final String PATH = "/initialise_webrtc_worker";

    private final SignallingOptions options;
    private final CameraOwner owner;
    private final HttpTransport transport;
    private final CallErrors errors;

    /** @throws IllegalArgumentException when {@code apiUrl} is not HTTP */
    public WorkerHttpSignalling(SignallingOptions options) {
        this(options, null);
    }

    /** @param owner of the session's camera; null: none */
    public WorkerHttpSignalling(SignallingOptions options, CameraOwner owner) {
        this.options = options.requireHttp();
        this.owner = owner;
        this.transport = new HttpTransport(options);
        this.errors = new CallErrors("start the session", options.apiUrl(), "option apiUrl", options, Cure.session(options));
    }

    @Override
    public CompletableFuture<InitAnswer> initialise(InitRequest request) {
        String url = options.apiUrl() + PATH;
        LOG.debug("POST {}: {}", url, request);
        HttpUriRequestBase post = transport.request("POST", url, request.toJson(options.bodyKey()));
        if (owner != null) {
            post.setHeader(CameraOwner.HEADER, owner.header());
        }
        return transport.call(post, options.requestTimeout(), HttpTransport.MAX_ANSWER, errors.of(request), this::answer);
    }

    private InitAnswer answer(HttpReply reply) {
        JsonNode json = errors.object(reply);
        return AnswerParser.parse(reply.status(), json, json.path("context"), errors);
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
