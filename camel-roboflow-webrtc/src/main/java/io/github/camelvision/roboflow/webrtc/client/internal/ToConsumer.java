package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.SessionState;
import io.github.camelvision.roboflow.webrtc.testkit.Recorder;
import java.time.Duration;

/** What arrives goes to the consumer; without one, results only answer the producers' frames. */
record ToConsumer(RoboflowWebrtcConsumer consumer, SessionWatch watch, Recorder recorder) implements SessionListener {

    @Override
    public void onDelivery(Delivery delivery) {
        watch.delivery(delivery);
        if (recorder != null) {
            recorder.delivery(delivery.sessionId(), delivery.result(), delivery.imageField() == null ? delivery.frame() : null,
                    delivery.imageField());
        }
        if (consumer == null) {
            delivery.done();
        } else {
            consumer.onDelivery(delivery);
        }
    }

    @Override
    public void onState(SessionState state, RoboflowWebrtcException cause) {
        if (consumer != null) {
            consumer.onState(state, cause);
        }
    }

    @Override
    public void onGap(Gap gap) {
        if (consumer != null) {
            consumer.onGap(gap);
        }
    }

    @Override
    public void onDropped(Drops drops) {
        if (consumer != null) {
            consumer.onDropped(drops);
        }
    }

    @Override
    public void onError(RoboflowWebrtcException error) {
        if (consumer != null) {
            consumer.onError(error);
        }
    }

    @Override
    public void onResult(InferenceResult result, Frame sent, Duration latency) {
        watch.result(result, sent, latency);
    }

    @Override
    public void onSent(Frame frame) {
        watch.sent(frame);
    }

    @Override
    public void onEnd(SessionEnd end) {
        watch.ended();
        if (consumer != null) {
            consumer.onEnd(end);
        }
    }
}
