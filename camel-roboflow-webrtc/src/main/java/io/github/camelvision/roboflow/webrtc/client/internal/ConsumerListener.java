package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.internal.delivery.Deliveries;
import io.github.camelvision.roboflow.webrtc.client.option.FrameDelivery;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a session tells into deliveries and events of its consumer: queues and returns. On the session's loop. */
final class ConsumerListener implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(RoboflowWebrtcConsumer.class);

    private final RoboflowWebrtcConsumer consumer;
    private final RoboflowWebrtcConfiguration options;
    private final SessionWatch watch;
    private final Consumer<SessionEvent> record;

    /** @param record gets each event, whether or not the route wants them */
    ConsumerListener(RoboflowWebrtcConsumer consumer, SessionWatch watch, Consumer<SessionEvent> record) {
        this.consumer = consumer;
        this.options = consumer.getEndpoint().getConfiguration();
        this.watch = watch;
        this.record = record;
    }

    @Override
    public void onDelivery(Delivery delivery) {
        watch.seen(delivery);
        consumer.deliveries().offer(delivery);
    }

    @Override
    public boolean makeRoom() {
        return consumer.deliveries().makeRoom();
    }

    @Override
    public void onResult(InferenceResult result, Frame sent, Duration latency) {
        watch.onResult(result, sent, latency);
    }

    @Override
    public void onSent(Frame frame) {
        watch.onSent(frame);
    }

    @Override
    public void onState(SessionState state, RoboflowWebrtcException cause) {
        Deliveries deliveries = consumer.deliveries();
        if (deliveries != null && !state.isFinal()) {
            deliveries.over(false);
        }
        if (state == SessionState.STREAMING) {
            event(session -> SessionEvent.connected(session.status().sessionId()));
            attended();
        } else if (state == SessionState.GATED) {
            event(session -> SessionEvent.gated(session.status(), session.stats().lastFrameId()));
            attended();
            Session session = consumer.session();
            if (deliveries != null && session != null) {
                deliveries.rests(session.status().sessionId());
            }
        } else if (state == SessionState.WAITING) {
            event(session -> SessionEvent.disconnected(session.status(), session.stats().lastFrameId(), cause));
        }
    }

    /** What was missed between a camera's former owner and this one. */
    private void attended() {
        Instant since = consumer.getEndpoint().takeUnattendedSince();
        if (since != null) {
            event(session -> SessionEvent.handedOver(session.status(), since));
        }
    }

    @Override
    public void onGap(Gap gap) {
        event(session -> SessionEvent.gap(gap));
    }

    @Override
    public void onDropped(Drops drops) {
        event(session -> SessionEvent.dropped(session.status(), drops));
    }

    /** What the session has logged; an exception handler of the user's, or the route's error handler, hears of it too. */
    @Override
    public void onError(RoboflowWebrtcException error) {
        consumer.deliveries().failed(error);
    }

    @Override
    public void onEnd(SessionEnd end) {
        watch.onEnd(end);
        event(session -> SessionEvent.completed(session, end, framesLost(session.stats())));
        Deliveries deliveries = consumer.deliveries();
        if (deliveries != null) {
            deliveries.over(true);
        }
        if (end.cause() != null) {
            onError(end.cause());
        }
    }

    private void event(Function<Session, SessionEvent> event) {
        Session session = consumer.session();
        if (session != null) {
            SessionEvent told = event.apply(session);
            record.accept(told);
            consumer.deliveries().event(told);
        }
    }

    /** Those of a file that comes back by video track; null for other sessions. */
    private Long framesLost(SessionStats stats) {
        boolean byTrack = options.getSource() == SourceType.file && options.getFrameDelivery() == FrameDelivery.track
                && options.effectiveEmit() != Emit.predictions;
        if (!byTrack) {
            return null;
        }
        long lost = Math.max(0, stats.received() - (options.effectiveEmit() == Emit.paired ? stats.pairs() : stats.frames()));
        if (lost > 0) {
            LOG.warn("Session {}: {} of {} frames were lost on the video track that brings them back; frameDelivery=dataChannel brings "
                    + "every one", consumer.getEndpoint().getSessionName(), lost, stats.received());
        }
        return lost;
    }
}
