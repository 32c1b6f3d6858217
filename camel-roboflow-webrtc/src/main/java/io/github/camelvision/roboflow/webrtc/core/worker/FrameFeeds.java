package io.github.camelvision.roboflow.webrtc.core.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The feeds there are, with the FFmpeg options each needs. */
final class FrameFeeds {

    /**
     * Containers and elementary streams that hold their video themselves. Playlists (HLS, DASH, concat, SDP, image sequences) are absent:
     * they would let an uploaded file make the worker read other files or addresses.
     */
    private static final String FILE_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,h264,hevc,m4v,"
            + "ivf,gif,mjpeg,mxf,nut,rm,wtv,dv,obu,apng,swf,y4m,yuv4mpegpipe";
    private static final String TIMEOUT_MICROS = "5000000";
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration MAX_RETRY = Duration.ofSeconds(10);

    private FrameFeeds() {
    }

    /**
     * An uploaded file, which is deleted at the end.
     *
     * @param realtime true: at the file's own pace; false: as fast as frames are taken
     */
    static FrameFeed uploadedFile(String sessionId, Path file, boolean realtime) {
        Map<String, String> options = Map.of("protocol_whitelist", "file", "format_whitelist", FILE_FORMATS);
        return new DecoderFeed("roboflow-worker-" + sessionId + "-decode",
                () -> new VideoDecoder(file.toString(), "The uploaded file", options), realtime, () -> UploadAssembler.delete(file));
    }

    /** A camera that the worker reads: TCP transport, so that no packet is lost on the way, and timeouts. */
    static FrameFeed rtsp(String sessionId, String url) {
        Map<String, String> options = Map.of("rtsp_transport", "tcp", "timeout", TIMEOUT_MICROS, "fflags", "nobuffer",
                "protocol_whitelist", "rtsp,rtsps,rtp,udp,tcp,tls,srtp");
        return capture(sessionId, url, "The RTSP stream", "rtsp", options);
    }

    /** A camera that serves {@code multipart/x-mixed-replace} over HTTP. */
    static FrameFeed mjpeg(String sessionId, String url) {
        Map<String, String> options = Map.of("rw_timeout", TIMEOUT_MICROS, "protocol_whitelist", "http,https,tcp,tls,httpproxy",
                "max_redirects", "0", "format_whitelist", "mpjpeg,mjpeg");
        return capture(sessionId, url, "The MJPEG stream", null, options);
    }

    private static FrameFeed capture(String sessionId, String url, String name, String format, Map<String, String> options) {
        return new CaptureFeed("roboflow-worker-" + sessionId + "-capture", name, () -> {
            VideoDecoder decoder = new VideoDecoder(url, name, options);
            return format == null ? decoder : decoder.format(format);
        }, FIRST_RETRY, MAX_RETRY);
    }
}
