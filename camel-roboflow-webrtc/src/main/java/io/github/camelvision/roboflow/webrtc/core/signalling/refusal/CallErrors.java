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
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Words the failures of one kind of call. No message holds the API key, even when the server echoes it. */
public final class CallErrors {

    private final String purpose;
    private final String server;
    private final String urlOption;
    private final String apiKey;
    private final Duration connectTimeout;
    private final Cure cure;
    /** Of a request for a session; null: another call. */
    private final InitRequest request;

    /**
     * @param purpose what was tried, to follow "cannot": {@code start the session}
     * @param server URL the call goes to, without query
     * @param urlOption what names the server in cures: {@code option apiUrl}
     * @param options for the key to hide
     */
    public CallErrors(String purpose, String server, String urlOption, SignallingOptions options, Cure cure) {
        this(purpose, server, urlOption, options.apiKey(), options.connectTimeout(), cure, null);
    }

    private CallErrors(String purpose, String server, String urlOption, String apiKey, Duration connectTimeout, Cure cure,
            InitRequest request) {
        this.purpose = purpose;
        this.server = Redaction.url(server);
        this.urlOption = urlOption;
        this.apiKey = apiKey;
        this.connectTimeout = connectTimeout;
        this.cure = cure;
        this.request = request;
    }

    /** For this request for a session. */
    public CallErrors of(InitRequest session) {
        return new CallErrors(purpose, server, urlOption, apiKey, connectTimeout, cure, session);
    }

    /** For an answer that is not 2xx. */
    public SignallingException refused(HttpReply reply) {
        if (reply.status() / 100 == 3) {
            return redirected(reply);
        }
        Duration retryAfter = RetryAfter.parse(reply.headers().firstValue("Retry-After").orElse(null), Instant.now());
        String text = ServerText.of(reply.body(), apiKey);
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
        return failure(status, "the answer " + Redaction.text(what, apiKey),
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
            String text = ServerText.of(reply.body(), apiKey);
            String what = reply.body().length == 0 ? "is empty" : "is not a JSON object";
            throw unusable(reply.status(), what, text);
        }
        return json;
    }

    /** Text of a JSON answer without secrets. */
    public String text(JsonNode json) {
        return ServerText.ofJson(json, apiKey);
    }

    /** For a call that got no answer. */
    public SignallingException unreachable(Throwable failure, Duration timeout) {
        String checkUrl = "Check the " + urlOption;
        if (noRoute(failure)) {
            return failure(0, "this machine has no way to that server", "Check its network: cable, Wi-Fi, VPN", null, failure);
        }
        if (has(failure, UnresolvedAddressException.class) || has(failure, UnknownHostException.class)) {
            return failure(0, "the host name cannot be resolved", LocalNetwork.hasAddress()
                    ? checkUrl + " for a typing error, and the DNS of this machine"
                    : "This machine has no network: check its cable, Wi-Fi or VPN", null, failure);
        }
        if (has(failure, HttpConnectTimeoutException.class)) {
            // Whichever of the two ended the attempt.
            Duration patience = connectTimeout.compareTo(timeout) < 0 ? connectTimeout : timeout;
            return failure(0, "no connection within " + patience.toMillis() + " ms",
                    "The network on the way may be down: check it, the firewall between, and the " + urlOption, null, failure);
        }
        if (has(failure, ConnectException.class)) {
            return failure(0, "the connection was refused", checkUrl + " (host and port), and that the server runs", null, failure);
        }
        if (has(failure, HttpTimeoutException.class) || has(failure, TimeoutException.class)
                || has(failure, SocketTimeoutException.class)) {
            return failure(0, "no complete answer within " + timeout.toMillis() + " ms",
                    "The network on the way may be down, or the server is starting or overloaded: try again, or check the " + urlOption,
                    null, failure);
        }
        if (has(failure, SSLException.class)) {
            return failure(0, "TLS failed (" + reason(failure) + ")",
                    checkUrl + " (https:// only for a server that speaks TLS); trust its certificate with sslContextParameters",
                    null, failure);
        }
        return failure(0, "the connection broke (" + reason(failure) + ")", checkUrl + ", and the server's log", null, failure);
    }

    private SignallingException redirected(HttpReply reply) {
        String location = reply.headers().firstValue("Location").map(this::withoutQuery).orElse("nowhere");
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
        return new SignallingException(status, Redaction.text(message, apiKey), retryAfter, lasting, harmless(cause));
    }

    /** The cause, unless a message in its chain holds a secret. */
    private Throwable harmless(Throwable cause) {
        int depth = 0;
        for (Throwable link = cause; link != null && depth < 20; link = link.getCause(), depth++) {
            String message = link.getMessage();
            if (message != null && !message.equals(Redaction.text(message, apiKey))) {
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
        String line = Redaction.text(PeerText.line(deepest.getClass().getSimpleName() + message), apiKey);
        return line.length() > 200 ? line.substring(0, 200) : line;
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
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (type.isInstance(link)) {
                return true;
            }
        }
        return false;
    }

    private String withoutQuery(String location) {
        String path = PeerText.line(Redaction.text(location, apiKey).split("[?#]", 2)[0]);
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
