package io.github.camelvision.roboflow.webrtc.core.source.file;

import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How videos are downloaded.
 *
 * @param directory where they are kept; null: one of this user's in the temporary directory
 * @param reuse whether a video that was downloaded before is taken again, and this one kept; else it is deleted with the session
 * @param maxBytes largest video
 * @param allowPrivateHosts whether hosts of private networks and of this machine may be asked
 * @param idleTimeout how long a server may be silent
 * @param proxy the way through proxies
 */
public record VideoUrlOptions(Path directory, boolean reuse, long maxBytes, boolean allowPrivateHosts, Duration idleTimeout,
        HttpProxy proxy) {

    /** 2 GiB. */
    public static final long DEFAULT_MAX_BYTES = 2L * 1024 * 1024 * 1024;
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(30);

    public VideoUrlOptions {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("The option videoMaxSize must be at least 1 byte, not " + maxBytes);
        }
    }
}
