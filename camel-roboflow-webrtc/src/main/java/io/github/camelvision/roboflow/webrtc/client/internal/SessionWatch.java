package io.github.camelvision.roboflow.webrtc.client.internal;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.Detections;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.live.LivePicture;
import io.github.camelvision.roboflow.webrtc.live.LiveTap;
import io.github.camelvision.roboflow.webrtc.metrics.SessionMeters;
import java.time.Duration;
import java.util.List;

/** What the live view and the meters get to see of one session. On its loop, but for {@link #opened}. */
final class SessionWatch {

    private final LiveTap tap;
    private final Emit emit;
    private volatile SessionMeters meters;
    /** For pictures that come without their result; kept only while somebody watches. */
    private InferenceResult lastResult;

    SessionWatch(LiveTap tap, Emit emit) {
        this.tap = tap;
        this.emit = emit;
    }

    /** Before the session starts. */
    void opened(SessionMeters sessionMeters) {
        meters = sessionMeters;
    }

    void sent(Frame frame) {
        if (emit == Emit.predictions) {
            tap.sent(frame);
        }
    }

    void result(InferenceResult result, Frame sent, Duration latency) {
        if (latency != null) {
            meters.answered(latency);
        }
        if (!tap.watched()) {
            lastResult = null;
        } else if (emit == Emit.predictions) {
            Frame frame = sent != null ? sent : tap.lastSent();
            tap.show(new LivePicture(result.frameId(), frame == null ? null : () -> frame, true, result::detections, result::outputs,
                    result.errors()));
        } else {
            lastResult = result;
        }
    }

    void delivery(Delivery delivery) {
        if (emit == Emit.predictions || !tap.watched()) {
            return;
        }
        InferenceResult own = delivery.result();
        InferenceResult result = own == null ? lastResult : own;
        tap.show(result == null
                ? new LivePicture(0, delivery::frame, false, Detections::none, MissingNode::getInstance, List.of())
                : new LivePicture(result.frameId(), delivery::frame, own != null, result::detections, result::outputs, result.errors()));
    }

    void ended() {
        meters.close();
    }
}
