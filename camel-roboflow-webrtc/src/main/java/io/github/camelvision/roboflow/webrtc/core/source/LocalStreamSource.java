package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network stream that this machine captures and sends on as video (protocol.md 4, local stream): for cameras that the server cannot
 * reach. TCP only, 5 s without a packet count as lost; it is opened again while the session goes on.
 */
public final class LocalStreamSource extends CaptureSource {

    private static final List<String> SCHEMES = List.of("rtsp", "rtsps", "rtmp", "rtmps");
    private static final String FIVE_SECONDS_IN_MICROS = "5000000";
    private static final String TWO_SECONDS_IN_MICROS = "2000000";
    /** A stream must not make FFmpeg open files or other hosts' web pages. */
    private static final String PROTOCOLS = "rtsp,rtsps,rtp,rtmp,rtmps,tcp,tls";

    /**
     * Nothing is opened before {@link #prepare}.
     *
     * @param name of the session, for the thread
     * @param url {@code rtsp://}, {@code rtsps://}, {@code rtmp://} or {@code rtmps://}; may hold credentials
     * @throws SourceException not retryable, when the URL is of another kind
     */
    public LocalStreamSource(String name, String url, VideoBitrate bitrate) {
        super(new CaptureLoop(name, input(url)), bitrate);
    }

    private static CaptureInput input(String url) {
        String trimmed = url == null ? "" : url.trim();
        int colon = trimmed.indexOf("://");
        String scheme = colon < 0 ? "" : trimmed.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new SourceException("source=stream needs a sourceUri that starts with rtsp://, rtsps://, rtmp:// or rtmps://, not "
                    + Redaction.url(trimmed), false);
        }
        return new CaptureInput(scheme + trimmed.substring(colon), null, options(scheme), CaptureInput.Kind.STREAM);
    }

    private static Map<String, String> options(String scheme) {
        Map<String, String> options = new HashMap<>();
        options.put("protocol_whitelist", PROTOCOLS);
        options.put("analyzeduration", TWO_SECONDS_IN_MICROS);
        if (scheme.startsWith("rtsp")) {
            options.put("rtsp_transport", "tcp");
            options.put("allowed_media_types", "video");
            // FFmpeg 4 called it stimeout; timeout meant something else there
            options.put("timeout", FIVE_SECONDS_IN_MICROS);
        } else {
            options.put("rw_timeout", FIVE_SECONDS_IN_MICROS);
        }
        return options;
    }

    @Override
    Map<String, Object> request() {
        return Map.of();
    }
}
