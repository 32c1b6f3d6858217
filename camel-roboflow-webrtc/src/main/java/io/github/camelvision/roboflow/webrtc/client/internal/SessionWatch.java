package io.github.camelvision.roboflow.webrtc.client.internal;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.FrameWatch;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.live.LiveFrame;
import io.github.camelvision.roboflow.webrtc.live.LiveTap;
import io.github.camelvision.roboflow.webrtc.metrics.SessionMeters;
import io.github.camelvision.roboflow.webrtc.testkit.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the live view, the meters, clips and a recording get to see of one session; all that hears of a session without a consumer, whose
 * results only answer the producers' frames. On its loop, but for {@link #opened}.
 */
final class SessionWatch implements SessionListener {

    /** Bytes of a result that is read for the live view: its tree takes many times as much, and stays while it is shown. */
    private static final int MOST_SHOWN = 4 << 20;
    private static final List<String> TOO_LARGE = List.of("The result has more than 4 MiB: it is not shown here");

    private final LiveTap tap;
    private final Emit emit;
    private final Recorder recorder;
    private final List<FrameWatch> frames;
    private volatile SessionMeters meters;
    /** For frames that come without their result; kept only while somebody watches. */
    private InferenceResult lastResult;

    /**
     * @param recorder null: nothing is recorded
     * @param frames who sees the frames, too
     */
    SessionWatch(LiveTap tap, Emit emit, Recorder recorder, List<FrameWatch> frames) {
        this.tap = tap;
        this.emit = emit;
        this.recorder = recorder;
        this.frames = frames;
    }

    /** Before the session starts. */
    void opened(SessionMeters sessionMeters) {
        meters = sessionMeters;
    }

    @Override
    public void onSent(Frame frame) {
        if (emit == Emit.predictions) {
            tap.sent(frame);
        }
        frames.forEach(each -> each.sent(frame));
    }

    @Override
    public void onResult(InferenceResult result, Frame sent, Duration latency) {
        if (latency != null) {
            meters.answered(latency);
        }
        frames.forEach(each -> each.result(result, sent, latency));
        if (!tap.watched()) {
            lastResult = null;
        } else if (emit == Emit.predictions) {
            Frame frame = sent != null ? sent : tap.lastSent();
            tap.show(live(result, frame == null ? 0 : frame.i420().length, frame == null ? null : () -> frame, true));
        } else {
            lastResult = result;
        }
    }

    /** Nobody else takes it. */
    @Override
    public void onDelivery(Delivery delivery) {
        seen(delivery);
        delivery.done();
    }

    void seen(Delivery delivery) {
        show(delivery);
        frames.forEach(each -> each.came(delivery));
        if (recorder != null) {
            recorder.delivery(delivery.sessionId(), delivery.result(), delivery.imageField() == null ? delivery.frame() : null,
                    delivery.imageField());
        }
    }

    private void show(Delivery delivery) {
        if (emit == Emit.predictions || !tap.watched()) {
            return;
        }
        InferenceResult own = delivery.result();
        InferenceResult result = own == null ? lastResult : own;
        tap.show(result == null
                ? new LiveFrame(delivery.bytes(), 0, delivery::frame, false, Detections::none, MissingNode::getInstance, List.of())
                : live(result, delivery.bytes(), delivery::frame, own != null));
    }

    private static LiveFrame live(InferenceResult result, long frameBytes, Supplier<Frame> frame, boolean draw) {
        int bytes = result.json().length;
        return bytes > MOST_SHOWN
                ? new LiveFrame(frameBytes, result.frameId(), frame, false, Detections::none, MissingNode::getInstance, TOO_LARGE)
                : new LiveFrame(frameBytes + bytes, result.frameId(), frame, draw, result::detections, result::outputs, result.errors());
    }

    @Override
    public void onEnd(SessionEnd end) {
        meters.close();
        frames.forEach(FrameWatch::over);
    }
}
