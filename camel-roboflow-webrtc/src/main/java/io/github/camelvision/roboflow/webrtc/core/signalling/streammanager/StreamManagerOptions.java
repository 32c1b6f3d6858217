package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import java.time.Duration;

/**
 * What only the Stream Manager knows (docs/protocol.adoc#stream-manager-calls). Null leaves a value to the server.
 *
 * @param maxFps frames per second to process at most, or null
 * @param resultsBufferSize results kept for {@link StreamManagerClient#consume}
 * @param fpsProbeFrames frames over which an undeclared frame rate is measured
 * @param peerTimeout how long the server waits for the peer to connect, or null
 * @param frameTimeout how long the server waits for the results of one frame before it sends the frame as it is, or null
 * @param maxConsecutiveTimeouts frames in a row that may miss {@code frameTimeout}, or null
 * @param minConsecutiveOnTime frames in a row that must be in time again, or null
 */
public record StreamManagerOptions(Integer maxFps, int resultsBufferSize, int fpsProbeFrames, Duration peerTimeout, Duration frameTimeout,
        Integer maxConsecutiveTimeouts, Integer minConsecutiveOnTime) {

    /** The values of docs/protocol.adoc#stream-manager-calls. */
    public static final StreamManagerOptions DEFAULTS = new StreamManagerOptions(null, 64, 10, null, null, null, null);

    public StreamManagerOptions {
        if (resultsBufferSize < 1 || fpsProbeFrames < 1) {
            throw new IllegalArgumentException("resultsBufferSize and fpsProbeFrames must be at least 1");
        }
    }
}
