package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameTies;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.source.OwedResults;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.gate.CapturedFrame;
import io.github.camelvision.roboflow.webrtc.core.source.gate.GatedFrames;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Captured frames over one connection: always the newest one, pushed on the session loop. */
final class CaptureRun implements SourceRun, CaptureLoop.Listener {

    private static final double USUAL_FPS = 30;
    /** Frames that may be sent out of step; a server whose results cannot be tied by then tells no times. */
    private static final int MAX_IRREGULAR = 300;

    private final CaptureLoop capture;
    private final VideoBitrate bitrate;
    private final Map<String, Object> parameters;
    private final RtcVideoSender sender;
    private final SourceHost host;
    private final FrameTies ties = new FrameTies();
    private final OwedResults owed = new OwedResults();
    /** The run of the connection that this one's replaces: it gets the same frames for a while. */
    private CaptureRun replaced;
    /** From the replaced run to this one; null: none, or done. */
    private CaptureHandover handover;
    /** Null without a gate. */
    private final FirstResults first;
    private Loop.Timer pause;
    private int pushes;
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
        this.first = capture.gate() == null ? null : new FirstResults();
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
            handover = new CaptureHandover(other.ties, ties, System.nanoTime());
        }
        capture.listen(this);
        connected = true;
        if (capture.slot().more()) {
            // frames that were captured before
            send();
        }
    }

    @Override
    public void frameWaiting() {
        host.loop().offerControl(this::send);
    }

    @Override
    public void lost(SourceException cause) {
        host.interrupted(cause);
    }

    @Override
    public void ended(RoboflowWebrtcException cause) {
        host.failed(cause);
    }

    private void send() {
        if (capture.listener() instanceof CaptureRun current && current != this) {
            // told before another run began to listen: nobody is told again while the frame waits
            current.send();
            return;
        }
        if (closed || pause != null) {
            return;
        }
        if (!connected) {
            capture.slot().clear();
            return;
        }
        long now = System.nanoTime();
        long wait = Math.max(capture.slot().waitMillis(now),
                capture.slot().spacing().waitMillis(!ties.known() && pushes < MAX_IRREGULAR, capture.fps(), now));
        if (wait <= 0) {
            sendNow();
        } else {
            pause = host.loop().schedule(Duration.ofMillis(wait), () -> {
                pause = null;
                sendNow();
            });
        }
    }

    private void sendNow() {
        if (closed || capture.listener() != this) {
            return;
        }
        CapturedFrame next = capture.slot().poll();
        if (next == null) {
            return;
        }
        FrameSpacing spacing = capture.slot().spacing();
        long number = spacing.next();
        push(next, number);
        if (replaced != null && !replaced.closed && !handover.cut()) {
            replaced.push(next, number);
        }
        spacing.handedOver(System.nanoTime());
        capture.slot().sent();
        host.sent(next.frame());
        if (capture.slot().more()) {
            send();
        }
    }

    private void push(CapturedFrame captured, long number) {
        Frame frame = captured.frame();
        if (frame.width() != width || frame.height() != height) {
            width = frame.width();
            height = frame.height();
            Double fps = capture.fps();
            int speed = capture.gate() == null ? 1 : GatedFrames.SPEED;
            VideoBitrate bounds = bitrate.forSize(width, height, speed * (fps == null ? USUAL_FPS : fps));
            sender.setBitrate(bounds.min(), bounds.max());
        }
        ties.sent(number, captured.nanos(), sender.push(frame));
        owed.sent(System.nanoTime());
        pushes++;
    }

    @Override
    public List<SourceResult> onResult(InferenceResult result) {
        owed.answered();
        if (handover == null && first != null) {
            List<FrameTies.Tied> tied = ties.result(result);
            return first.result(result, tied, ties.known(), System.nanoTime());
        }
        if (handover == null) {
            Long captured = ties.result(result).stream().filter(tied -> tied.result() == result).map(FrameTies.Tied::capturedNanos)
                    .findFirst().orElse(null);
            return List.of(new SourceResult(result, null, false, captured));
        }
        if (replaced != null && !replaced.closed) {
            return handover.result(result, capture.slot().spacing().newest(), System.nanoTime());
        }
        List<SourceResult> ready = handover.last(result);
        handover = null;
        replaced = null;
        return ready;
    }

    @Override
    public boolean owed() {
        return first != null && first.waiting() || owed.owed(System.nanoTime());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (pause != null) {
                pause.cancel();
                pause = null;
            }
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
