package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.HttpReply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Sends requests and turns every way they can fail into a SignallingException. Thread-safe. */
public final class HttpTransport {

    /** An answer with an SDP is a few kilobytes; this leaves room for servers that add a lot. */
    public static final int MAX_ANSWER = 2 << 20;

    // Enough to find the reason in an error page; the rest of it is not worth reading.
    private static final int MAX_ERROR_BODY = 64 << 10;

    private final SignallingOptions options;
    private final HttpClients clients;
    private final PendingCalls pending = new PendingCalls();

    public HttpTransport(SignallingOptions options) {
        this.options = options;
        this.clients = HttpClients.of(options.apiUrl(), options.connectTimeout(), options.sslContext());
    }

    /** A request with what all have in common; the key is added only as far as the options say so. */
    public HttpRequest.Builder request(String url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Accept", "application/json")
                .header("User-Agent", UserAgent.VALUE);
        if (options.apiKey() != null && options.apiKeyTransport().inHeader()) {
            request.header("Authorization", "Bearer " + options.apiKey());
        }
        return request;
    }

    /** A JSON body. */
    public HttpRequest.Builder post(String url, byte[] json) {
        return send("POST", url, json);
    }

    /** A JSON body with any method: the Stream Manager reads one with GET too. */
    public HttpRequest.Builder send(String method, String url, byte[] json) {
        return request(url).header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofByteArray(json));
    }

    /**
     * @param timeout from now to the last byte of the answer
     * @param maxBody cap of a good answer's body, bytes
     * @param errors words for what may go wrong
     * @param parse reads an answer of status 2xx; what it throws fails the call
     */
    public <T> CompletableFuture<T> call(HttpRequest.Builder request, Duration timeout, int maxBody, CallErrors errors,
            Function<HttpReply, T> parse) {
        CompletableFuture<T> result = pending.begin();
        if (result.isDone()) {
            return result;
        }
        CompletableFuture<HttpResponse<CappedBody.Content>> exchange = clients.send(request.timeout(timeout).build(),
                info -> new CappedBody(info.statusCode() / 100 == 2 ? maxBody : MAX_ERROR_BODY));
        // The request's own timeout ends with the headers; a body that trickles needs this one. What follows runs on threads of this
        // package, not on the JDK's timer or its common pool.
        CompletableFuture<HttpResponse<CappedBody.Content>> bounded = new CompletableFuture<>();
        exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                bounded.completeExceptionally(failure);
            } else {
                bounded.complete(response);
            }
        });
        bounded.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenCompleteAsync((response, failure) -> {
            if (failure != null) {
                exchange.cancel(true);
                result.completeExceptionally(errors.unreachable(failure, timeout));
            } else {
                finish(result, response, errors, parse);
            }
        }, HttpClients.executor());
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                exchange.cancel(true);
            }
        });
        return result;
    }

    private static <T> void finish(CompletableFuture<T> result, HttpResponse<CappedBody.Content> response, CallErrors errors,
            Function<HttpReply, T> parse) {
        HttpReply reply = new HttpReply(response.statusCode(), response.headers(), response.body().bytes(), response.body().truncated());
        try {
            if (reply.status() / 100 != 2) {
                throw errors.refused(reply);
            }
            if (reply.truncated()) {
                throw errors.unusable(reply.status(), "is longer than " + reply.body().length + " bytes");
            }
            result.complete(parse.apply(reply));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    public void close() {
        pending.close();
    }
}
