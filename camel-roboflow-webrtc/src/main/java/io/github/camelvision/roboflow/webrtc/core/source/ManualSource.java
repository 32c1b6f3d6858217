package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.core.flow.PolicyQueue;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Frames handed over one by one, from any thread, sent as video. They wait in a bounded queue while the session connects or the
 * sender paces; the oldest is dropped when it overflows, its answer fails, and it is counted.
 */
public final class ManualSource implements Source {

    private final int capacity;
    private final VideoBitrate bitrate;
    private final double fps;
    private final PolicyQueue<SentFrame> queue;
    private final LongAdder skipped = new LongAdder();
    private ManualRun run;
    private boolean closed;

    /**
     * @param capacity frames that may wait
     * @param fps rate to size the bitrate for, before it is known from the frames
     */
    public ManualSource(int capacity, VideoBitrate bitrate, double fps) {
        this.capacity = capacity;
        this.queue = new PolicyQueue<>(capacity, Overflow.dropOldest);
        this.bitrate = bitrate;
        this.fps = fps;
    }

    /**
     * Queues a frame. Never blocks.
     *
     * @return the frame with its answer
     * @throws SourceException after {@link #close}
     */
    public SentFrame send(Frame frame) {
        SentFrame sent = new SentFrame(frame);
        SentFrame evicted;
        ManualRun current;
        synchronized (queue) {
            if (closed) {
                throw new SourceException("The session is closed: no frame can be sent", false);
            }
            evicted = queue.offer(sent).dropped();
            current = run;
        }
        if (evicted != null) {
            evicted.answer().completeExceptionally(new SourceException("The frame was dropped before it was sent: "
                    + capacity + " newer frames were waiting", true));
        }
        if (current != null) {
            current.poke();
        }
        return sent;
    }

    /** Frames dropped before they were sent, because too many waited. */
    public long dropped() {
        synchronized (queue) {
            return queue.dropped();
        }
    }

    /** Frames that were sent and that encoder, network or server skipped. */
    public long skipped() {
        return skipped.sum();
    }

    @Override
    public SourceRun attach(RtcPeer peer, SourceHost host) {
        ManualRun attached = new ManualRun(this, peer.sendAndReceiveVideo(), host);
        synchronized (queue) {
            run = attached;
        }
        return attached;
    }

    void detach(ManualRun detached) {
        synchronized (queue) {
            if (run == detached) {
                run = null;
            }
        }
    }

    SentFrame poll() {
        synchronized (queue) {
            return queue.poll();
        }
    }

    boolean isEmpty() {
        synchronized (queue) {
            return queue.size() == 0;
        }
    }

    /** None of the frame's pushes can be answered any more. */
    void lost(SentFrame frame) {
        skipped.increment();
        frame.answer().completeExceptionally(new SourceException(
                "The frame was skipped on its way: encoder, network or server dropped it", true));
    }

    VideoBitrate bitrate() {
        return bitrate;
    }

    double fps() {
        return fps;
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public void close() {
        List<SentFrame> waiting;
        synchronized (queue) {
            closed = true;
            waiting = queue.clear();
        }
        RoboflowWebrtcException end = new SourceException("The session was closed before the frame was sent", false);
        waiting.forEach(frame -> frame.answer().completeExceptionally(end));
    }
}
