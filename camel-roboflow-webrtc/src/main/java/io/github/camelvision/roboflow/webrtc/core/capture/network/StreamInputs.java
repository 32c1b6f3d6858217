package io.github.camelvision.roboflow.webrtc.core.capture.network;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import java.util.HashMap;
import java.util.Map;

/** FFmpeg's options for the streams of the network. They must not make FFmpeg open files, playlists or other hosts' pages. */
public final class StreamInputs {

    private static final String FIVE_SECONDS_IN_MICROS = "5000000";
    private static final String NONE_ANALYSED = "0";

    private StreamInputs() {}

    /**
     * A camera by RTSP: over TCP, so that no packet is lost on the way, or over UDP when it refuses that. Only its video is asked for.
     *
     * @param url {@code rtsp://} or {@code rtsps://}; may hold credentials
     * @param name what messages call it: without credentials
     * @param setBy what the user named it with
     * @param verify whether the certificate of {@code rtsps://} must be one that the JVM trusts
     */
    public static CaptureInput rtsp(String url, String name, String setBy, boolean verify) {
        Map<String, String> options = new HashMap<>();
        options.put("protocol_whitelist", "rtsp,rtsps,tcp,tls,rtp,udp,srtp");
        options.put("rtsp_transport", "tcp+udp");
        options.put("rtsp_flags", "prefer_tcp");
        options.put("allowed_media_types", "video");
        // FFmpeg 4 called it stimeout; timeout meant something else there
        options.put("timeout", FIVE_SECONDS_IN_MICROS);
        options.put("fflags", "nobuffer");
        if (url.regionMatches(true, 0, "rtsps", 0, "rtsps".length())) {
            options.putAll(TrustedCertificates.options(verify));
        }
        return new CaptureInput(CaptureInput.Kind.STREAM, url, "rtsp", options, name, setBy);
    }

    /** A stream by RTMP; as {@link #rtsp}. */
    public static CaptureInput rtmp(String url, String name, String setBy, boolean verify) {
        Map<String, String> options = new HashMap<>();
        options.put("protocol_whitelist", "rtmp,rtmps,tcp,tls");
        options.put("analyzeduration", NONE_ANALYSED);
        options.put("rw_timeout", FIVE_SECONDS_IN_MICROS);
        if (url.regionMatches(true, 0, "rtmps", 0, "rtmps".length())) {
            options.putAll(TrustedCertificates.options(verify));
        }
        return new CaptureInput(CaptureInput.Kind.STREAM, url, "flv", options, name, setBy);
    }

    /** A file that somebody else made, of any known format. @param name what messages call it */
    public static CaptureInput file(String path, String name) {
        return new CaptureInput(CaptureInput.Kind.FILE, path, null, Map.of("protocol_whitelist", "file"), name, name);
    }
}
