package io.github.camelvision.roboflow.webrtc.worker.internal;

import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The origins whose web pages may use a worker (CORS protocol of the WHATWG Fetch standard). Credentials in the sense of that standard,
 * cookies and HTTP logins, are never allowed, so an asterisk lets nobody act as somebody else: the key of the request still decides.
 * Immutable.
 */
public final class CorsOrigins {

    public static final CorsOrigins NONE = new CorsOrigins(List.of());

    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
    private static final String PREFLIGHT_SECONDS = "600";

    private final List<String> allowed;

    private CorsOrigins(List<String> allowed) {
        this.allowed = allowed;
    }

    /**
     * @param origins {@code scheme://host[:port]} each, or an asterisk for any
     * @throws IllegalArgumentException naming the one that is neither
     */
    public static CorsOrigins of(List<String> origins) {
        List<String> normal = origins.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
        for (String origin : normal) {
            if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("The option corsAllowedOrigins: '" + origin
                        + "' is not an origin; write https://host or http://host:port, without a path, or * for any");
            }
        }
        return new CorsOrigins(normal);
    }

    CorsOrigins and(CorsOrigins other) {
        return new CorsOrigins(Stream.concat(allowed.stream(), other.allowed.stream()).distinct().toList());
    }

    /** The answer with the headers by which the page may read it. */
    public WorkerAnswer addTo(WorkerAnswer answer, String origin) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.putAll(headers(origin));
        return new WorkerAnswer(answer.status(), answer.body(), headers, answer.session());
    }

    /** Headers of an answer. @param origin the request's {@code Origin}, null when it has none, as all but browsers */
    Map<String, String> headers(String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (allowed.contains(ANY)) {
            headers.put("Access-Control-Allow-Origin", ANY);
        } else if (!allowed.isEmpty()) {
            // Also without a match: a cache must not give one page's answer to another.
            headers.put("Vary", "Origin");
            if (origin != null && allowed.contains(origin.toLowerCase(Locale.ROOT))) {
                headers.put("Access-Control-Allow-Origin", origin);
            }
        }
        if (headers.containsKey("Access-Control-Allow-Origin")) {
            headers.put("Access-Control-Expose-Headers", "Retry-After");
        }
        return headers;
    }

    /** Headers of the answer to the question that a browser asks first (OPTIONS). */
    Map<String, String> preflight(String origin) {
        Map<String, String> headers = headers(origin);
        if (headers.containsKey("Access-Control-Allow-Origin")) {
            headers.remove("Access-Control-Expose-Headers");
            headers.put("Access-Control-Allow-Methods", "POST");
            headers.put("Access-Control-Allow-Headers", "Authorization, Content-Type");
            headers.put("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        }
        return headers;
    }
}
