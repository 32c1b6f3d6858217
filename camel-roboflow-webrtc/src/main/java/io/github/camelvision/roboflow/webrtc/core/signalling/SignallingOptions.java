package io.github.camelvision.roboflow.webrtc.core.signalling;

import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * How to reach the server: shared by every client of this package.
 *
 * @param apiUrl {@code http(s)://host[:port][/prefix]}, or {@code tcp://host[:port]} for the Stream Manager; trailing slashes are dropped
 * @param apiKey the key, or null for servers that need none
 * @param apiKeyTransport where the key travels
 * @param requestTimeout from the start of a request to the last byte of the answer
 * @param connectTimeout for TCP and TLS alone
 * @param sslContext null for the JVM's default
 * @param roboflowApiUrl Roboflow's API, {@code http(s)://…}; null for the one beside {@code apiUrl}, if Roboflow runs that server
 * @param proxy the way of every request
 */
public record SignallingOptions(String apiUrl, String apiKey, ApiKeyTransport apiKeyTransport, Duration requestTimeout,
        Duration connectTimeout, SSLContext sslContext, String roboflowApiUrl, HttpProxy proxy) {

    /** Starting a session on a cold server takes long (docs/protocol.adoc#opening). */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(90);

    /** TCP asks again after 1, 3 and 7 s; a path that returns later is found sooner by a new attempt than by the next of those. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Checks and normalises; an {@link IllegalArgumentException} names the option and the cure. */
    public SignallingOptions {
        apiUrl = normalise("apiUrl", apiUrl);
        roboflowApiUrl = roboflowApi(roboflowApiUrl);
        apiKey = key(apiKey);
        Objects.requireNonNull(apiKeyTransport, "apiKeyTransport");
        positive("requestTimeout", requestTimeout);
        positive("connectTimeout", connectTimeout);
        Objects.requireNonNull(proxy, "proxy");
    }

    /** With the API beside {@code apiUrl}, if Roboflow runs that server, and the JVM's proxies. */
    public SignallingOptions(String apiUrl, String apiKey, ApiKeyTransport apiKeyTransport, Duration requestTimeout,
            Duration connectTimeout, SSLContext sslContext) {
        this(apiUrl, apiKey, apiKeyTransport, requestTimeout, connectTimeout, sslContext, null, HttpProxy.OF_THE_JVM);
    }

    /** With the default timeouts, the key in the body and the JVM's TLS settings. */
    public static SignallingOptions of(String apiUrl, String apiKey) {
        return new SignallingOptions(apiUrl, apiKey, ApiKeyTransport.body, DEFAULT_REQUEST_TIMEOUT, DEFAULT_CONNECT_TIMEOUT, null);
    }

    public SignallingOptions withApiKeyTransport(ApiKeyTransport value) {
        return new SignallingOptions(apiUrl, apiKey, value, requestTimeout, connectTimeout, sslContext, roboflowApiUrl, proxy);
    }

    public SignallingOptions withRequestTimeout(Duration value) {
        return new SignallingOptions(apiUrl, apiKey, apiKeyTransport, value, connectTimeout, sslContext, roboflowApiUrl, proxy);
    }

    public SignallingOptions withConnectTimeout(Duration value) {
        return new SignallingOptions(apiUrl, apiKey, apiKeyTransport, requestTimeout, value, sslContext, roboflowApiUrl, proxy);
    }

    public SignallingOptions withSslContext(SSLContext value) {
        return new SignallingOptions(apiUrl, apiKey, apiKeyTransport, requestTimeout, connectTimeout, value, roboflowApiUrl, proxy);
    }

    /** With another place of Roboflow's API. */
    public SignallingOptions withRoboflowApiUrl(String value) {
        return new SignallingOptions(apiUrl, apiKey, apiKeyTransport, requestTimeout, connectTimeout, sslContext, value, proxy);
    }

    /** With another way through proxies. */
    public SignallingOptions withProxy(HttpProxy value) {
        return new SignallingOptions(apiUrl, apiKey, apiKeyTransport, requestTimeout, connectTimeout, sslContext, roboflowApiUrl, value);
    }

    /** Where this session may ask Roboflow; null: nowhere, since its server is another one and no place was named. */
    public String roboflowApi() {
        return roboflowApiUrl != null ? roboflowApiUrl : RoboflowApi.beside(apiUrl).orElse(null);
    }

    /** Whether {@code apiUrl} names this very machine. */
    public boolean onThisHost() {
        String host = URI.create(apiUrl).getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]") || host.matches("127(?:\\.\\d{1,3}){3}");
    }

    /** The key for the body's {@code api_key}, or null when it travels otherwise. */
    public String bodyKey() {
        return apiKeyTransport.inBody() ? apiKey : null;
    }

    /** The same options; fails when {@code apiUrl} is not HTTP. */
    public SignallingOptions requireHttp() {
        if (!apiUrl.startsWith("http://") && !apiUrl.startsWith("https://")) {
            throw new IllegalArgumentException("The option apiUrl: '" + apiUrl + "' is not an HTTP URL; use http://host:port or "
                    + "https://host (tcp:// needs the option protocol=streamManager)");
        }
        return this;
    }

    private static String roboflowApi(String url) {
        String normalised = url == null || url.isBlank() ? null : normalise("roboflowApiUrl", url);
        if (normalised != null && normalised.startsWith("tcp")) {
            throw wrongUrl("roboflowApiUrl", normalised, "does not start with http:// or https://");
        }
        return normalised;
    }

    private static String normalise(String option, String url) {
        Checks.text(option, url);
        String trimmed = url.strip();
        while (trimmed.endsWith("/") && !trimmed.endsWith("://")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        URI uri;
        try {
            uri = new URI(trimmed);
        } catch (URISyntaxException e) {
            // The parser's message quotes the URL, so it is not passed on.
            throw wrongUrl(option, trimmed, "is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") && !scheme.equals("tcp")) {
            throw wrongUrl(option, trimmed, "does not start with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw wrongUrl(option, trimmed, "has no valid host name");
        }
        if (uri.getRawUserInfo() != null) {
            throw wrongUrl(option, trimmed, "holds credentials, which are not sent; use the option apiKey");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrongUrl(option, trimmed, "has a query or fragment; leave it out");
        }
        return scheme + trimmed.substring(scheme.length());
    }

    private static IllegalArgumentException wrongUrl(String option, String url, String what) {
        return new IllegalArgumentException("The option " + option + ": '" + Redaction.address(url) + "' " + what
                + ". Give the server as https://host or http://host:port");
    }

    private static String key(String key) {
        if (key == null || key.isBlank()) {
            return null;
        }
        String trimmed = key.strip();
        // Such a key cannot be sent as a header, and the HTTP client's own complaint would quote it.
        if (!trimmed.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("The option apiKey holds a space, a control character or a letter that is not ASCII; "
                    + "copy it again");
        }
        return trimmed;
    }

    private static void positive(String option, Duration value) {
        if (value == null || value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("The option " + option + " must be longer than zero, not " + value);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SignallingOptions[apiUrl=" + apiUrl + ", apiKey=" + (apiKey == null ? "none" : Redaction.MASK)
                + ", apiKeyTransport=" + apiKeyTransport + ", requestTimeout=" + requestTimeout + ", connectTimeout=" + connectTimeout
                + ", sslContext=" + (sslContext == null ? "default" : "own") + ", roboflowApi=" + roboflowApi() + ", proxy=" + proxy + "]";
    }
}
