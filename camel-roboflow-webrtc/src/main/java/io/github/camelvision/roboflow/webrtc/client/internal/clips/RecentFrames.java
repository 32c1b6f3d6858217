package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The frames of the results that wait for the route, where the server does not return them. Any thread. */
public final class RecentFrames implements FrameWatch, AutoCloseable {

    /** Results that are in the making beside those of the queue. */
    private static final int MORE = 4;

    private final FramesHere here;
    private final int most;
    private final MemoryBudget.Account memory;
    private final Map<Long, Frame> byFrame = new LinkedHashMap<>();
    private Frame newest;

    public RecentFrames(String session, RoboflowWebrtcConfiguration options, MemoryBudget budget) {
        here = FramesHere.of(options);
        most = options.getQueueSize() + MORE;
        memory = budget.account("Frames of session " + session + " for snapshots");
    }

    @Override
    public synchronized void sent(Frame frame) {
        if (here == FramesHere.sent) {
            newest = frame;
        }
    }

    @Override
    public synchronized void result(InferenceResult result, Frame sent, Duration latency) {
        Frame frame = here == FramesHere.answered ? sent : newest;
        if (here == FramesHere.returned || frame == null) {
            return;
        }
        forget(byFrame.remove(result.frameId()));
        while (byFrame.size() >= most) {
            Iterator<Frame> oldest = byFrame.values().iterator();
            forget(oldest.next());
            oldest.remove();
        }
        if (memory.take(bytes(frame))) {
            byFrame.put(result.frameId(), frame);
        }
    }

    private void forget(Frame frame) {
        if (frame != null) {
            memory.give(bytes(frame));
        }
    }

    private static long bytes(Frame frame) {
        return MemoryBudget.OVERHEAD + frame.i420().length;
    }

    /** The frame of a result; null when it is not known any more. Decoded by the caller's thread where it came inside the result. */
    Frame of(Delivery delivery) {
        if (delivery.hasFrame()) {
            return delivery.frame();
        }
        synchronized (this) {
            return delivery.result() == null ? null : byFrame.get(delivery.result().frameId());
        }
    }

    @Override
    public synchronized void close() {
        byFrame.clear();
        newest = null;
        memory.close();
    }
}
