package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.capture.network.CameraUrl;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.util.List;

/** What the option sourceUri says, where it has to be a URL. */
public final class SourceUrls {

    private SourceUrls() {}

    /**
     * @param schemes that the source can read
     * @throws SourceException not retryable, that names the schemes, and quotes nothing of the text
     */
    public static CameraUrl parse(String text, List<String> schemes) {
        CameraUrl url;
        try {
            url = CameraUrl.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new SourceException("sourceUri " + e.getMessage() + "; this source needs " + starts(schemes), false);
        }
        if (!schemes.contains(url.scheme())) {
            throw new SourceException("sourceUri must start with " + starts(schemes) + " for this source, not with " + url.scheme() + ":",
                    false);
        }
        return url;
    }

    private static String starts(List<String> schemes) {
        return String.join(":// or ", schemes) + "://";
    }
}
