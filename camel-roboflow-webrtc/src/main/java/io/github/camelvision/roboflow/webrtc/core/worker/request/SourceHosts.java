package io.github.camelvision.roboflow.webrtc.core.worker.request;

import io.github.camelvision.roboflow.webrtc.core.capture.network.CameraUrl;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * The allow-list of hosts that the worker may capture from. A client chooses the URL, so without it anybody could make the worker
 * connect to addresses of its network.
 */
public final class SourceHosts {

    private static final String ANY = "*";

    private SourceHosts() {}

    /**
     * @param allowed host names or addresses, {@code host:port}, {@code *.domain}, or {@code *}
     * @throws WorkerRejectedException 400 that names the host and the option, never the URL
     */
    public static void check(String field, String url, Set<String> allowed) {
        CameraUrl camera;
        try {
            camera = CameraUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw WorkerRejectedException.configuration(field + " " + e.getMessage());
        }
        check(camera, allowed);
    }

    /**
     * As above, for the target of a redirect.
     *
     * @param uri with a host
     */
    public static void check(URI uri, Set<String> allowed) {
        check(CameraUrl.parse(uri.toString()), allowed);
    }

    /** @param port negative when the URL has none */
    static boolean allows(Set<String> allowed, String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return allowed.stream().anyMatch(pattern -> matches(pattern.trim().toLowerCase(Locale.ROOT), lower, port));
    }

    private static void check(CameraUrl camera, Set<String> allowed) {
        String host = camera.host().toLowerCase(Locale.ROOT);
        if (!allows(allowed, host, camera.port())) {
            throw WorkerRejectedException.configuration("The worker does not capture from host '" + host
                    + "': its operator can allow it with the option allowedSourceHosts (a list of host names, or * for any)");
        }
    }

    private static boolean matches(String pattern, String host, int port) {
        return pattern.equals(ANY) || pattern.equals(host) || port >= 0 && pattern.equals(host + ":" + port)
                || pattern.startsWith("*.") && host.endsWith(pattern.substring(1));
    }
}
