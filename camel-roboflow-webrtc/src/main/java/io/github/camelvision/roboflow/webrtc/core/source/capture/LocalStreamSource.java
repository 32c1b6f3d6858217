package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.capture.FrameOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.Pacer;
import io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.network.CameraUrl;
import io.github.camelvision.roboflow.webrtc.core.capture.network.MjpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.network.StreamInputs;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import io.github.camelvision.roboflow.webrtc.core.source.SourceUrls;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A network stream that this machine captures and sends on as video (docs/protocol.adoc#sources): for cameras that the server cannot
 * reach. 5 s without a packet or frame count as lost; it is opened again while the session goes on.
 */
public final class LocalStreamSource extends CaptureSource {

    private static final String SOURCE_URI = "sourceUri";
    private static final List<String> SCHEMES = List.of("rtsp", "rtsps", "rtmp", "rtmps", "http", "https");
    /** A server may send the last frames of a stream at once. */
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(3);

    /**
     * Nothing is opened before {@link #prepare}.
     *
     * @param name of the session, for the thread
     * @param url {@code rtsp://}, {@code rtsps://}, {@code rtmp://}, {@code rtmps://}, or {@code http://} and {@code https://} of JPEG
     *     frames; may hold credentials
     * @throws SourceException not retryable, when the URL is of another kind
     */
    public LocalStreamSource(String name, String url, VideoBitrate bitrate) {
        this(name, url, bitrate, true, HttpProxy.OF_THE_JVM, CaptureRules.NONE);
    }

    /**
     * As the other one, with:
     *
     * @param verify whether the certificate of {@code rtsps://}, {@code rtmps://} and {@code https://} must be one that the JVM trusts
     * @param proxy the way of {@code http://} and {@code https://} through proxies
     * @param rules which frames are sent
     */
    public LocalStreamSource(String name, String url, VideoBitrate bitrate, boolean verify, HttpProxy proxy, CaptureRules rules) {
        super(new CaptureLoop(name, opener(url, verify, proxy), () -> Pacer.forLive(BURST_NANOS), rules), bitrate);
    }

    private static FrameOpener opener(String url, boolean verify, HttpProxy proxy) {
        CameraUrl stream = SourceUrls.parse(url, SCHEMES);
        String full = stream.full();
        String name = Redaction.url(full);
        return switch (stream.scheme()) {
            case "http", "https" -> new MjpegOpener(stream, name, SOURCE_URI, HostCheck.ANY, verify, proxy);
            case "rtmp", "rtmps" -> new FfmpegOpener(StreamInputs.rtmp(full, name, SOURCE_URI, verify));
            default -> new FfmpegOpener(StreamInputs.rtsp(full, name, SOURCE_URI, verify));
        };
    }

    @Override
    Map<String, Object> request() {
        return Map.of();
    }
}
