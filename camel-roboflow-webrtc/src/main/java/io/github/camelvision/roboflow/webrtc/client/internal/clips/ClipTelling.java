package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.internal.delivery.Deliveries;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;

/** Hands clips, and what is missing from them, to a consumer's route. */
public final class ClipTelling implements SessionClips.Hears {

    /** There is no consumer. */
    public static final SessionClips.Hears NOBODY = new SessionClips.Hears() {
        @Override
        public void clip(Clip clip, Drops drops) {
            // the file is there
        }

        @Override
        public void failed(RoboflowWebrtcException cause) {
            // it was logged
        }
    };

    private final RoboflowWebrtcConsumer consumer;

    public ClipTelling(RoboflowWebrtcConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public void clip(Clip clip, Drops drops) {
        Deliveries deliveries = consumer.deliveries();
        Session session = consumer.session();
        if (drops != null && session != null) {
            deliveries.event(SessionEvent.dropped(session.status(), drops));
        }
        deliveries.clip(clip);
    }

    @Override
    public void failed(RoboflowWebrtcException cause) {
        consumer.deliveries().failed(cause);
    }
}
