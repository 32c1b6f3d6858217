package io.github.camelvision.roboflow.webrtc.core.capture;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.net.URI;

/** Says where a source may be read from. Asked before each connection, also for the target of each redirect. */
@FunctionalInterface
public interface HostCheck {

    HostCheck ANY = uri -> {};

    /** @throws SourceException not retryable, that names the host and not the URL, when it must not be asked */
    void check(URI uri);
}
