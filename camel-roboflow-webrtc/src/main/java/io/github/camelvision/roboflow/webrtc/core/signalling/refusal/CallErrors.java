package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.rtc.LocalNetwork;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.TunnelRefusedException;
import org.apache.hc.core5.http.HttpHost;

/** Words the failures of one kind of call. No message holds the API key, even when the server echoes it. */
public final class CallErrors {

    private final String purpose;
    private final String server;
    private final String urlOption;
    private final SignallingOptions options;
    private final Cure cure;
    /** Of a request for a session; null: another call. */
    private final InitRequest request;

    /**
     * @param purpose what was tried, to follow "cannot": {@code start the session}
     * @param server URL the call goes to, without query
     * @param urlOption what names the server in cures: {@code option apiUrl}
     * @param options for the key to hide and the proxy to name
     */
    public CallErrors(String purpose, String server, String urlOption, SignallingOptions options, Cure cure) {
        this(purpose, Redaction.url(server), urlOption, options, cure, null);
    }

    private CallErrors(String purpose, String server, String urlOption, SignallingOptions options, Cure cure, InitRequest request) {
        this.purpose = purpose;
        this.server = server;
        this.urlOption = urlOption;
        this.options = options;
        this.cure = cure;
        this.request = request;
    }

    /** For this request for a session. */
    public CallErrors of(InitRequest session) {
        return new CallErrors(purpose, server, urlOption, options, cure, session);
    }

    /** For an answer that is not 2xx. */
    public SignallingException refused(HttpReply reply) {
        if (reply.status() / 100 == 3) {
            return redirected(reply);
        }
        Duration retryAfter = RetryAfter.parse(reply.retryAfter(), Instant.now());
        String text = ServerText.of(reply.body(), options.apiKey());
        Refusal refusal = request == null ? null : Refusal.of(reply.status(), reply.body(), request);
        return refusal == null ? refused(reply.status(), text, routeAbsent(reply.body()), retryAfter)
                : failure(reply.status(), refused(reply.status(), text, retryAfter), refusal.cure(), retryAfter, refusal.lasting(), null);
    }

    /** For an answer that says no, however it came. */
    public SignallingException refused(int status, String serverText, boolean routeAbsent, Duration retryAfter) {
        return failure(status, refused(status, serverText, retryAfter), cure.of(status, routeAbsent), retryAfter, null);
    }

    private static String refused(int status, String serverText, Duration retryAfter) {
        String wait = retryAfter == null ? "" : " (retry after " + retryAfter.toSeconds() + " s)";
        return "status " + status + wait + (serverText.isEmpty() ? "" : ": " + serverText);
    }

    /** For a 2xx answer that is not what was asked for. */
    public SignallingException unusable(int status, String what) {
        return failure(status, "the answer " + Redaction.text(what, options.apiKey()),
                "Check that the " + urlOption + " leads to Roboflow's software and not to some other service", null, null);
    }

    /** The same with what the server said instead, which may be empty. */
    public SignallingException unusable(int status, String what, String serverText) {
        return unusable(status, serverText.isEmpty() ? what : what + ": " + serverText);
    }

    /** The JSON object in a 2xx answer. */
    public JsonNode object(HttpReply reply) {
        JsonNode json = SignallingJson.parseOrNull(reply.body());
        if (json == null || !json.isObject()) {
            String text = ServerText.of(reply.body(), options.apiKey());
            String what = reply.body().length == 0 ? "is empty" : "is not a JSON object";
            throw unusable(reply.status(), what, text);
        }
        return json;
    }

    /** Text of a JSON answer without secrets. */
    public String text(JsonNode json) {
        return ServerText.ofJson(json, options.apiKey());
    }

    /** For a call that got no answer. */
    public SignallingException unreachable(Throwable failure, Duration timeout) {
        HttpHost proxy = proxy();
        String way = proxy == null ? "" : " to the proxy " + proxy.toHostString();
        String checkUrl = "Check the " + (proxy == null ? urlOption : proxyOption());
        TunnelRefusedException refusal = find(failure, TunnelRefusedException.class);
        if (refusal != null) {
            int status = refusal.getResponse() == null ? 0 : refusal.getResponse().getCode();
            return failure(status, "the proxy " + (proxy == null ? "" : proxy.toHostString() + " ") + "refused the way to that server"
                    + (status == 0 ? "" : " with status " + status),
                    status == 407 ? Cure.PROXY_LOGIN
                            : "Check what the proxy allows, and the " + proxyOption(),
                    null, failure);
        }
        if (noRoute(failure)) {
            return failure(0, "this machine has no way to that server", "Check its network: cable, Wi-Fi, VPN", null, failure);
        }
        if (has(failure, UnresolvedAddressException.class) || has(failure, UnknownHostException.class)) {
            return failure(0, proxy == null ? "the host name cannot be resolved" : "the name of the proxy " + proxy.getHostName()
                    + " cannot be resolved", LocalNetwork.hasAddress()
                            ? checkUrl + " for a typing error, and the DNS of this machine"
                            : "This machine has no network: check its cable, Wi-Fi or VPN",
                    null, failure);
        }
        if (has(failure, ConnectTimeoutException.class)) {
            // Whichever of the two ended the attempt.
            Duration patience = options.connectTimeout().compareTo(timeout) < 0 ? options.connectTimeout() : timeout;
            return failure(0, "no connection" + way + " within " + patience.toMillis() + " ms",
                    "The network on the way may be down: check it, the firewall between, and the "
                            + (proxy == null ? urlOption : proxyOption()),
                    null, failure);
        }
        if (has(failure, ConnectException.class)) {
            return failure(0, "the connection" + way + " was refused", checkUrl + " (host and port), and that "
                    + (proxy == null ? "the server runs" : "the proxy runs"), null, failure);
        }
        if (has(failure, TimeoutException.class) || has(failure, SocketTimeoutException.class)) {
            return failure(0, "no complete answer within " + timeout.toMillis() + " ms",
                    "The network on the way may be down, or the server is starting or overloaded: try again, or check the " + urlOption,
                    null, failure);
        }
        if (has(failure, SSLException.class)) {
            return failure(0, "TLS failed (" + reason(failure) + ")",
                    "Check the " + urlOption
                            + " (https:// only for a server that speaks TLS); trust its certificate with sslContextParameters",
                    null, failure);
        }
        return failure(0,
                "the connection" + (proxy == null ? "" : " through the proxy " + proxy.toHostString()) + " broke (" + reason(failure) + ")",
                "Check the " + urlOption + ", and the server's log", null, failure);
    }

    private SignallingException redirected(HttpReply reply) {
        String location = reply.location() == null ? "nowhere" : withoutQuery(reply.location());
        return failure(reply.status(), "status " + reply.status() + ", a redirect to " + location,
                "Redirects are not followed, so that the key goes nowhere else: if that is your server, make it the " + urlOption,
                null, null);
    }

    private SignallingException failure(int status, String what, String advice, Duration retryAfter, Throwable cause) {
        return failure(status, what, advice, retryAfter, false, cause);
    }

    private SignallingException failure(int status, String what, String advice, Duration retryAfter, boolean lasting, Throwable cause) {
        String end = what.endsWith(".") || what.endsWith("…") ? " " : ". ";
        String message = "Cannot " + purpose + " at " + server + ": " + what + (advice.isEmpty() ? "" : end + advice);
        return new SignallingException(status, Redaction.text(message, options.apiKey()), retryAfter, lasting, harmless(cause));
    }

    /** The cause, unless a message in its chain holds a secret. */
    private Throwable harmless(Throwable cause) {
        int depth = 0;
        for (Throwable link = cause; link != null && depth < 20; link = link.getCause(), depth++) {
            String message = link.getMessage();
            if (message != null && !message.equals(Redaction.text(message, options.apiKey()))) {
                return null;
            }
        }
        return cause;
    }

    /** The deepest cause in one line; it may quote what the server sent. */
    private String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage() == null ? "" : ": " + deepest.getMessage();
        String line = Redaction.text(PeerText.line(deepest.getClass().getSimpleName() + message), options.apiKey());
        return line.length() > 200 ? line.substring(0, 200) : line;
    }

    /** The proxy that the call goes through; null: none. */
    private HttpHost proxy() {
        URI url = server.startsWith("http") ? URI.create(server) : null;
        return url == null || url.getHost() == null ? null : options.proxy().towards(HttpHost.create(url));
    }

    private String proxyOption() {
        return options.proxy().named() ? "options proxyHost and proxyPort"
                : "JVM's proxy settings (-Dhttps.proxyHost, -Dhttp.proxyHost, -Dhttp.nonProxyHosts)";
    }

    /** The system's words; the JDK wraps them as a refused connection. */
    private static boolean noRoute(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof NoRouteToHostException || link instanceof SocketException && link.getMessage() != null
                    && link.getMessage().toLowerCase(Locale.ROOT).contains("unreachable")) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return find(failure, type) != null;
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (type.isInstance(link)) {
                return type.cast(link);
            }
        }
        return null;
    }

    private String withoutQuery(String location) {
        String path = PeerText.line(Redaction.text(location, options.apiKey()).split("[?#]", 2)[0]);
        return path.length() > 200 ? path.substring(0, 200) : path;
    }

    /** FastAPI's word for an unknown path, a page of a web server, or nothing at all; a missing workflow is told by JSON with a message. */
    static boolean routeAbsent(byte[] body) {
        JsonNode json = SignallingJson.parseOrNull(body);
        if (json == null || !json.isObject() || json.isEmpty()) {
            return true;
        }
        return json.size() == 1 && "Not Found".equals(json.path("detail").asText());
    }
}
