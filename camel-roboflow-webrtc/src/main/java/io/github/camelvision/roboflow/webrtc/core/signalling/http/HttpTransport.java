package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests and turns every way they can fail into a SignallingException. Thread-safe.
 *
 * <p>Each request makes a connection of its own. One that was kept would lead nowhere after an outage, because the address of this machine
 * is another one or the NAT has forgotten it, and a request on it would wait for its whole timeout.
 */
public final class HttpTransport {

    /** An answer with an SDP is a few kilobytes; this leaves room for servers that add a lot. */
    public static final int MAX_ANSWER = 2 << 20;

    // Enough to find the reason in an error page; the rest of it is not worth reading.
    private static final int MAX_ERROR_BODY = 64 << 10;

    private final SignallingOptions options;
    private final CloseableHttpClient client;
    private final PendingCalls pending = new PendingCalls();

    public HttpTransport(SignallingOptions options) {
        this.options = options;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom().setConnectTimeout(Timeout.of(options.connectTimeout())).build())
                        .setTlsSocketStrategy(tls(options))
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setRoutePlanner(options.proxy().routes())
                // without them it reads a list of all domains, though no cookie is kept
                .setDefaultCookieSpecRegistry(name -> null)
                .disableRedirectHandling().disableAutomaticRetries().disableCookieManagement().disableContentCompression().build();
    }

    /** Reading the JVM's certificates takes a quarter of a second: a server without TLS does not wait for it. */
    private static TlsSocketStrategy tls(SignallingOptions options) {
        return options.apiUrl().startsWith("https:") ? strategy(options)
                : (socket, host, port, attachment, context) -> strategy(options).upgrade(socket, host, port, attachment, context);
    }

    private static TlsSocketStrategy strategy(SignallingOptions options) {
        // as the JDK does it: the context's trust managers check the host's name, and may choose not to
        return new DefaultClientTlsStrategy(context(options), HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE);
    }

    private static SSLContext context(SignallingOptions options) {
        try {
            return options.sslContext() == null ? SSLContext.getDefault() : options.sslContext();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no TLS, or its settings (-Djavax.net.ssl…) name no usable store", e);
        }
    }

    /** A request with what all have in common; the key is added only as far as the options say so. */
    public HttpUriRequestBase request(String method, String url) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(url));
        request.setHeader("Accept", "application/json");
        request.setHeader("User-Agent", UserAgent.VALUE);
        if (options.apiKey() != null && options.apiKeyTransport().inHeader()) {
            request.setHeader("Authorization", "Bearer " + options.apiKey());
        }
        return request;
    }

    /** A JSON body with any method: the Stream Manager reads one with GET too. */
    public HttpUriRequestBase request(String method, String url, byte[] json) {
        HttpUriRequestBase request = request(method, url);
        request.setEntity(new ByteArrayEntity(json, ContentType.create("application/json")));
        return request;
    }

    /**
     * @param timeout from now to the last byte of the answer
     * @param maxBody cap of a good answer's body, bytes
     * @param errors words for what may go wrong
     * @param parse reads an answer of status 2xx; what it throws fails the call
     */
    public <T> CompletableFuture<T> call(HttpUriRequestBase request, Duration timeout, int maxBody, CallErrors errors,
            Function<HttpReply, T> parse) {
        CompletableFuture<T> result = pending.begin();
        if (result.isDone()) {
            return result;
        }
        // an upgrade to TLS, which the client would offer, confuses simple servers
        request.setConfig(RequestConfig.custom().setProtocolUpgradeEnabled(false).setResponseTimeout(Timeout.of(timeout)).build());
        CompletableFuture<HttpReply> exchange = new CompletableFuture<>();
        CallThreads.EXECUTOR.execute(() -> {
            try {
                exchange.complete(exchange(request, maxBody));
            } catch (Throwable e) { // who waits must hear of it
                exchange.completeExceptionally(e);
            }
        });
        // A body that trickles needs a timeout of its own. What follows runs on threads of this package, not on the JDK's timer.
        exchange.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenCompleteAsync((reply, failure) -> {
            if (failure != null) {
                request.cancel();
                result.completeExceptionally(errors.unreachable(failure, timeout));
            } else {
                finish(result, reply, errors, parse);
            }
        }, CallThreads.EXECUTOR);
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                request.cancel();
            }
        });
        return result;
    }

    private HttpReply exchange(HttpUriRequestBase request, int maxBody) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        options.proxy().addCredentials(new HttpHost(request.getScheme(), request.getAuthority()), credentials);
        context.setCredentialsProvider(credentials);
        ClassicHttpResponse response = client.executeOpen(null, request, context);
        try {
            int cap = response.getCode() / 100 == 2 ? maxBody : MAX_ERROR_BODY;
            byte[] body = response.getEntity() == null ? new byte[0] : response.getEntity().getContent().readNBytes(cap + 1);
            boolean truncated = body.length > cap;
            return new HttpReply(response.getCode(), header(response, "Retry-After"), header(response, "Location"),
                    truncated ? Arrays.copyOf(body, cap) : body, truncated);
        } finally {
            // also an endless answer ends here: nothing of it is read any more
            request.cancel();
        }
    }

    private static String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static <T> void finish(CompletableFuture<T> result, HttpReply reply, CallErrors errors, Function<HttpReply, T> parse) {
        try {
            if (reply.status() / 100 != 2) {
                throw errors.refused(reply);
            }
            if (reply.truncated()) {
                throw errors.unusable(reply.status(), "is longer than " + reply.body().length + " bytes");
            }
            result.complete(parse.apply(reply));
        } catch (Throwable e) { // who waits must hear of it
            result.completeExceptionally(e);
        }
    }

    public void close() {
        pending.close();
        client.close(CloseMode.IMMEDIATE);
    }
}
