package io.github.camelvision.roboflow.webrtc.core.capture;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.time.Duration;

/** Opens a source, again after each time it was lost. Its text (toString) names the source in messages, without credentials. */
@FunctionalInterface
public interface FrameOpener {

    /** What opening may take at most, as far as it can be interrupted. */
    Duration LIMIT = Duration.ofSeconds(10);

    /**
     * Opens the source on the calling thread, which may take as long as connecting takes, and no longer than the interruption allows.
     *
     * @throws SourceException when it cannot be opened, or was stopped; not retryable when another attempt cannot end otherwise
     * @throws NativeException when a native library is missing
     */
    FrameReader open(Interruption interruption);
}
