package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Keeps everything a session tells, and runs the test's own code inside the callbacks. */
public final class RecordingListener implements SessionListener {

    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    public final List<SessionState> states = new CopyOnWriteArrayList<>();
    public final List<RoboflowWebrtcException> errors = new CopyOnWriteArrayList<>();
    final List<SessionEnd> ends = new CopyOnWriteArrayList<>();
    public final List<Gap> gaps = new CopyOnWriteArrayList<>();
    final List<Drops> drops = new CopyOnWriteArrayList<>();
    public final List<String> uploads = new CopyOnWriteArrayList<>();
    volatile Consumer<Delivery> onDelivery = Delivery::done;
    volatile Consumer<SessionState> onState = state -> {};
    volatile Runnable onError = () -> {};
    volatile Runnable onEnd = () -> {};
    final List<InferenceResult> results = new CopyOnWriteArrayList<>();
    final List<Duration> latencies = new CopyOnWriteArrayList<>();
    public final List<Frame> sent = new CopyOnWriteArrayList<>();
    volatile BooleanSupplier makesRoom = () -> false;

    @Override
    public void onDelivery(Delivery delivery) {
        deliveries.add(delivery);
        onDelivery.accept(delivery);
    }

    @Override
    public void onState(SessionState state, RoboflowWebrtcException cause) {
        states.add(state);
        onState.accept(state);
    }

    @Override
    public boolean makeRoom() {
        return makesRoom.getAsBoolean();
    }

    @Override
    public void onResult(InferenceResult result, Frame frame, Duration latency) {
        results.add(result);
        if (latency != null) {
            latencies.add(latency);
        }
    }

    @Override
    public void onSent(Frame frame) {
        sent.add(frame);
    }

    @Override
    public void onGap(Gap gap) {
        gaps.add(gap);
    }

    @Override
    public void onError(RoboflowWebrtcException error) {
        errors.add(error);
        onError.run();
    }

    @Override
    public void onDropped(Drops dropped) {
        drops.add(dropped);
    }

    @Override
    public void onUpload(UploadProgress progress) {
        uploads.add(progress.chunks() + "/" + progress.totalChunks());
    }

    @Override
    public void onEnd(SessionEnd end) {
        ends.add(end);
        onEnd.run();
    }

    public List<Long> frameIds() {
        return deliveries.stream().map(delivery -> delivery.result().frameId()).toList();
    }
}
