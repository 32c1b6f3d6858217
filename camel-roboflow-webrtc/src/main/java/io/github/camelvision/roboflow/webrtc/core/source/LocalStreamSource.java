package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.capture.CameraUrl;
import io.github.camelvision.roboflow.webrtc.core.capture.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.Pacer;
import io.github.camelvision.roboflow.webrtc.core.capture.StreamInputs;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A network stream that this machine captures and sends on as video (protocol.md 4, local stream): for cameras that the server cannot
 * reach. TCP only, 5 s without a packet count as lost; it is opened again while the session goes on.
 */
public final class LocalStreamSource extends CaptureSource {

    private static final String SOURCE_URI = "sourceUri";
    private static final List<String> SCHEMES = List.of("rtsp", "rtsps", "rtmp", "rtmps");
    /** A server may send the last group of pictures at once. */
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(3);

    /**
     * Nothing is opened before {@link #prepare}.
     *
     * @param name of the session, for the thread
     * @param url {@code rtsp://}, {@code rtsps://}, {@code rtmp://} or {@code rtmps://}; may hold credentials
     * @throws SourceException not retryable, when the URL is of another kind
     */
    public LocalStreamSource(String name, String url, VideoBitrate bitrate) {
        super(new CaptureLoop(name, opener(url), () -> Pacer.forLive(BURST_NANOS)), bitrate);
    }

    private static FfmpegOpener opener(String url) {
        CameraUrl stream = SourceUrls.parse(url, SCHEMES);
        String full = stream.full();
        String name = Redaction.url(full);
        return new FfmpegOpener(stream.scheme().startsWith("rtsp") ? StreamInputs.rtsp(full, name, SOURCE_URI)
                : StreamInputs.rtmp(full, name, SOURCE_URI));
    }

    @Override
    Map<String, Object> request() {
        return Map.of();
    }
}
