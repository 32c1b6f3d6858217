package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Compares the number painted on the frame of each pair with that in its result, as it comes, and keeps no frame. */
public final class PairCheck implements SessionListener {

    public final AtomicInteger paired = new AtomicInteger();
    public final AtomicInteger wrong = new AtomicInteger();
    /** The number could be read on one side only: distorted on its way. */
    public final AtomicInteger unreadable = new AtomicInteger();
    public final AtomicInteger disordered = new AtomicInteger();
    public final AtomicInteger newest = new AtomicInteger();
    public final CompletableFuture<SessionEnd> end = new CompletableFuture<>();

    @Override
    public void onDelivery(Delivery delivery) {
        if (delivery.result() != null) {
            int number = delivery.result().field("number").asInt(-1);
            boolean older = number >= 0 && number < newest.get();
            newest.accumulateAndGet(number, Math::max);
            if (delivery.frame() != null) {
                paired.incrementAndGet();
                disordered.addAndGet(older ? 1 : 0);
                compare(number, PaintedFrames.read(delivery.frame()));
            }
        }
        delivery.done();
    }

    private void compare(int number, int painted) {
        if (painted < 0 || number < 0) {
            unreadable.incrementAndGet();
        } else if (painted != number) {
            wrong.incrementAndGet();
        }
    }

    @Override
    public void onState(SessionState state, RoboflowWebrtcException cause) {
        // only the end matters here
    }

    @Override
    public void onError(RoboflowWebrtcException error) {
        // it comes with the end as well
    }

    @Override
    public void onEnd(SessionEnd sessionEnd) {
        end.complete(sessionEnd);
    }
}
