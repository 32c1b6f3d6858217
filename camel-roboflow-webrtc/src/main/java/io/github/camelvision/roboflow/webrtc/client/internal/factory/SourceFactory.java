package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.FrameDelivery;
import io.github.camelvision.roboflow.webrtc.client.option.Gate;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.source.ServerCaptureSource;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.capture.CaptureRules;
import io.github.camelvision.roboflow.webrtc.core.source.capture.LocalStreamSource;
import io.github.camelvision.roboflow.webrtc.core.source.capture.WebcamSource;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoFileSource;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoUrlOptions;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoUrlSource;
import io.github.camelvision.roboflow.webrtc.core.source.gate.GateRules;
import java.nio.file.Path;
import java.time.Duration;

/** Makes the source that an endpoint's options describe. Wrong or missing options fail here, by name. */
public final class SourceFactory {

    /** A second of video at the usual rate: what comes while the session connects and primes is not lost. */
    private static final int MANUAL_QUEUE = 30;
    private static final double DEFAULT_FPS = 30;

    private final RoboflowWebrtcConfiguration options;
    private final ServerSetup server;
    private final String sessionName;
    private final boolean video;
    private final MemoryBudget memory;

    /**
     * @param video whether frames are to come back
     * @param memory for frames that wait
     */
    SourceFactory(RoboflowWebrtcConfiguration options, ServerSetup server, String sessionName, boolean video, MemoryBudget memory) {
        this.options = options;
        this.server = server;
        this.sessionName = sessionName;
        this.video = video;
        this.memory = memory;
    }

    Source source() {
        checkCaptured();
        return switch (options.getSource()) {
            case manual -> manual();
            case rtsp -> ServerCaptureSource.rtsp(sourceUri(), video);
            case mjpeg -> ServerCaptureSource.mjpeg(sourceUri(), video);
            case file -> file();
            case webcam -> new WebcamSource(sessionName, options.getSourceUri(), options.getDeviceFormat(),
                    options.getResolution(), bitrate(), options.sentFps(), rules());
            case stream -> new LocalStreamSource(sessionName, sourceUri(), bitrate(),
                    options.isVerifySourceCertificate(), options.proxy(), rules());
        };
    }

    /** What chooses among captured frames needs a source that is captured here. */
    private void checkCaptured() {
        SourceType type = options.getSource();
        boolean gated = options.getGate() != Gate.none;
        if (options.getMaxFps() == null && !gated || type == SourceType.webcam || type == SourceType.stream) {
            return;
        }
        throw new IllegalArgumentException((gated ? "gate=" + options.getGate() + " watches" : "maxFps chooses among")
                + " the frames that are captured here, by source=webcam or stream; "
                + switch (type) {
                    case manual -> "with source=manual the route that sends frames decides: use "
                            + (gated ? "idleTimeout" : "Camel's sample or throttle") + " there";
                    case rtsp, mjpeg -> "source=" + type + " is captured by the server: use source=stream with the same sourceUri";
                    default -> "leave it out with source=" + type;
                });
    }

    private CaptureRules rules() {
        return new CaptureRules(options.getMaxFps(), MaskOption.of(options), options.getGate() == Gate.none ? null : gate());
    }

    private GateRules gate() {
        return new GateRules(options.motionRules(), Duration.ofMillis(options.getGateIdle()), Duration.ofMillis(options.getGateBefore()),
                memory);
    }

    private Source manual() {
        double fps = options.getDeclaredFps() == null ? DEFAULT_FPS : options.getDeclaredFps();
        return server.manual(MANUAL_QUEUE, bitrate(), fps);
    }

    private Source file() {
        String uri = sourceUri();
        boolean framesByTrack = options.getFrameDelivery() == FrameDelivery.track && video;
        if (VideoUrlSource.isUrl(uri)) {
            Path directory = options.getVideoCacheDir() == null ? null : Path.of(options.getVideoCacheDir());
            return new VideoUrlSource(sessionName, uri, framesByTrack, new VideoUrlOptions(directory, options.isVideoCache(),
                    options.getVideoMaxSize(), options.isVideoAllowPrivateHosts(), VideoUrlOptions.DEFAULT_IDLE_TIMEOUT, options.proxy()));
        }
        return new VideoFileSource(path(uri), framesByTrack);
    }

    /** Without the text itself in the messages: a URL may hold credentials. */
    public static Path path(String uri) {
        if (uri.contains("://") && !uri.startsWith("file:")) {
            throw new IllegalArgumentException("source=file needs the path of a file or an http(s) URL in the option sourceUri, no"
                    + " other URL");
        }
        try {
            return uri.startsWith("file:/") ? Path.of(java.net.URI.create(uri)) : Path.of(uri.startsWith("file:") ? uri.substring(5) : uri);
        } catch (IllegalArgumentException e) {
            // its message quotes the text
            throw new IllegalArgumentException("The option sourceUri is neither a path nor a file: URL: percent-encode special "
                    + "characters, or leave file: out");
        }
    }

    private String sourceUri() {
        String uri = options.getSourceUri();
        if (uri == null || uri.isBlank()) {
            throw new IllegalArgumentException("source=" + options.getSource() + " needs the option sourceUri");
        }
        return uri;
    }

    private VideoBitrate bitrate() {
        return new VideoBitrate(options.getVideoMinBitrate(), options.getVideoMaxBitrate());
    }
}
