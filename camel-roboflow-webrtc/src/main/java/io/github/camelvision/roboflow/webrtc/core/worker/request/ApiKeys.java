package io.github.camelvision.roboflow.webrtc.core.worker.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Who may open a session: the key of the body or of the query ({@code api_key}), or of the header {@code Authorization: Bearer …}. */
public final class ApiKeys {

    /** Of the query, among the headers; no header has this name. */
    public static final String QUERY = "?api_key";
    private static final String BEARER = "bearer ";

    private ApiKeys() {}

    /**
     * @param allowed empty lets everybody in
     * @param headers of the request, names in any case, and {@link #QUERY}
     * @throws WorkerRejectedException 401
     */
    public static void check(Set<String> allowed, String bodyKey, Map<String, String> headers) {
        if (!letsIn(allowed, bodyKey, headers)) {
            throw new WorkerRejectedException(401, "RoboflowAPINotAuthorizedError",
                    "The API key is missing or not known to this worker: send it as api_key or as Authorization: Bearer");
        }
    }

    public static boolean letsIn(Set<String> allowed, String bodyKey, Map<String, String> headers) {
        return allowed.isEmpty() || known(allowed, bodyKey, headers) != null;
    }

    /** The key that lets the request in; null when there is none. */
    static String known(Set<String> allowed, String bodyKey, Map<String, String> headers) {
        String known = null;
        for (String given : new String[] {bodyKey, bearer(headers), headers.get(QUERY)}) {
            for (String key : allowed) {
                known = given != null && MessageDigest.isEqual(bytes(key), bytes(given)) ? key : known;
            }
        }
        return known;
    }

    private static String bearer(Map<String, String> headers) {
        String value = header(headers, "Authorization");
        return value != null && value.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? value.substring(BEARER.length()).trim() : null;
    }

    /** @param name in any case */
    static String header(Map<String, String> headers, String name) {
        return headers.entrySet().stream().filter(header -> name.equalsIgnoreCase(header.getKey())).map(Map.Entry::getValue)
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
