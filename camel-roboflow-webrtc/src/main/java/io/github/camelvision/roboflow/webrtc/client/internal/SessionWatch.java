package io.github.camelvision.roboflow.webrtc.client.internal;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.FrameWatch;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.Detections;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.live.LiveFrame;
import io.github.camelvision.roboflow.webrtc.live.LiveTap;
import io.github.camelvision.roboflow.webrtc.metrics.SessionMeters;
import io.github.camelvision.roboflow.webrtc.testkit.Recorder;
import java.time.Duration;
import java.util.List;

/**
 * What the live view, the meters, clips and a recording get to see of one session; all that hears of a session without a consumer, whose
 * results only answer the producers' frames. On its loop, but for {@link #opened}.
 */
final class SessionWatch implements SessionListener {

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
            tap.show(new LiveFrame(result.frameId(), frame == null ? null : () -> frame, true, result::detections, result::outputs,
                    result.errors()));
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
                ? new LiveFrame(0, delivery::frame, false, Detections::none, MissingNode::getInstance, List.of())
                : new LiveFrame(result.frameId(), delivery::frame, own != null, result::detections, result::outputs, result.errors()));
    }

    @Override
    public void onEnd(SessionEnd end) {
        meters.close();
        frames.forEach(FrameWatch::over);
    }
}
