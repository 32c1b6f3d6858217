package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything a session tells, and is done with each delivery at once. */
public class Collector implements SessionListener {

    public final List<InferenceResult> results = new CopyOnWriteArrayList<>();
    public final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    public final List<SessionState> states = new CopyOnWriteArrayList<>();
    public final List<RoboflowWebrtcException> errors = new CopyOnWriteArrayList<>();
    public final CompletableFuture<SessionEnd> end = new CompletableFuture<>();

    @Override
    public void onDelivery(Delivery delivery) {
        deliveries.add(delivery);
        if (delivery.result() != null) {
            results.add(delivery.result());
        }
        delivery.done();
    }

    @Override
    public void onState(SessionState state, RoboflowWebrtcException cause) {
        states.add(state);
    }

    @Override
    public void onError(RoboflowWebrtcException error) {
        errors.add(error);
    }

    @Override
    public void onEnd(SessionEnd sessionEnd) {
        end.complete(sessionEnd);
    }

    /** Frame ids in the order they were delivered. */
    public List<Long> frameIds() {
        return results.stream().map(InferenceResult::frameId).toList();
    }

    /** The numbers that the peer's workflow read from the painted frames, in the order of delivery. */
    public List<Integer> numbers() {
        return results.stream().map(result -> result.field("number").asInt(-1)).toList();
    }
}
