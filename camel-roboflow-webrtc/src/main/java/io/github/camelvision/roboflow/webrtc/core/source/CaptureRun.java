package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import java.util.Map;

/** Captured pictures over one connection: always the newest one, pushed on the session loop. */
final class CaptureRun implements SourceRun, CaptureLoop.Listener {

    private static final double USUAL_FPS = 30;

    private final CaptureLoop capture;
    private final VideoBitrate bitrate;
    private final Map<String, Object> parameters;
    private final RtcVideoSender sender;
    private final SourceHost host;
    /** The run of the connection that this one's replaces: it gets the same pictures until it is closed. */
    private CaptureRun replaced;
    private boolean connected;
    private boolean closed;
    private int width;
    private int height;

    CaptureRun(CaptureLoop capture, VideoBitrate bitrate, Map<String, Object> parameters, RtcVideoSender sender, SourceHost host) {
        this.capture = capture;
        this.bitrate = bitrate;
        this.parameters = parameters;
        this.sender = sender;
        this.host = host;
        if (!(capture.listener() instanceof CaptureRun)) {
            capture.listen(this);
        }
    }

    @Override
    public Map<String, Object> requestParameters() {
        return parameters;
    }

    @Override
    public void connected() {
        if (capture.listener() instanceof CaptureRun other && other != this) {
            replaced = other;
        }
        capture.listen(this);
        connected = true;
    }

    @Override
    public void pictureWaiting() {
        host.loop().offerControl(this::send);
    }

    @Override
    public void lost(SourceException cause) {
        host.interrupted(cause);
    }

    private void send() {
        if (closed) {
            return;
        }
        if (!connected) {
            capture.slot().clear();
            return;
        }
        Frame frame = capture.slot().poll();
        if (frame == null) {
            return;
        }
        push(frame);
        if (replaced != null && !replaced.closed) {
            replaced.push(frame);
        }
        capture.slot().sent();
        host.sent(frame);
    }

    private void push(Frame frame) {
        if (frame.width() != width || frame.height() != height) {
            width = frame.width();
            height = frame.height();
            Double fps = capture.fps();
            VideoBitrate bounds = bitrate.forSize(width, height, fps == null ? USUAL_FPS : fps);
            sender.setBitrate(bounds.min(), bounds.max());
        }
        sender.push(frame);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (capture.listener() == this) {
                if (replaced != null && !replaced.closed) {
                    capture.listen(replaced);
                } else {
                    capture.ignore(this);
                    capture.slot().clear();
                }
            }
            replaced = null;
        }
    }
}
