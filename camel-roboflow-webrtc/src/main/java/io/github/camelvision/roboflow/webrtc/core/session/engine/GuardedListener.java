package io.github.camelvision.roboflow.webrtc.core.session.engine;

import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what the user's listener throws out of the session: a transition that was told must still be completed. */
public final class GuardedListener implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    private final SessionListener listener;
    private final Repeats failures = new Repeats();

    public GuardedListener(SessionListener listener) {
        this.listener = listener;
    }

    /** A delivery that nobody took counts as handled, since an unacknowledged frame stops the server. */
    @Override
    public void onDelivery(Delivery delivery) {
        if (!guard("onDelivery", () -> listener.onDelivery(delivery))) {
            delivery.done();
        }
    }

    @Override
    public boolean makeRoom() {
        boolean[] made = new boolean[1];
        guard("makeRoom", () -> made[0] = listener.makeRoom());
        return made[0];
    }

    @Override
    public void onState(SessionState state, RoboflowWebrtcException cause) {
        guard("onState", () -> listener.onState(state, cause));
    }

    @Override
    public void onError(RoboflowWebrtcException error) {
        guard("onError", () -> listener.onError(error));
    }

    @Override
    public void onGap(Gap gap) {
        guard("onGap", () -> listener.onGap(gap));
    }

    @Override
    public void onResult(InferenceResult result, Frame sent, Duration latency) {
        guard("onResult", () -> listener.onResult(result, sent, latency));
    }

    @Override
    public void onSent(Frame frame) {
        guard("onSent", () -> listener.onSent(frame));
    }

    @Override
    public void onDropped(Drops drops) {
        guard("onDropped", () -> listener.onDropped(drops));
    }

    @Override
    public void onUpload(UploadProgress progress) {
        guard("onUpload", () -> listener.onUpload(progress));
    }

    @Override
    public void onEnd(SessionEnd end) {
        guard("onEnd", () -> listener.onEnd(end));
    }

    private boolean guard(String callback, Runnable call) {
        try {
            call.run();
            return true;
        } catch (Throwable e) { // whatever the user's code does, the session goes on
            failed(callback, e);
            return false;
        }
    }

    private void failed(String callback, Throwable failure) {
        long before = failures.told(System.nanoTime());
        if (before >= 0) {
            LastWords.error(LOG, "The session's listener failed in {}", before == 0 ? callback
                    : callback + ", and " + before + " times since the last that was told", failure);
        }
    }
}
