package io.github.camelvision.roboflow.webrtc.core.source.manual;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.core.flow.PolicyQueue;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Frames handed over one by one, from any thread, sent as video. They wait in a bounded queue while the session connects or the
 * sender paces; the oldest is dropped when it overflows, its answer fails, and it is counted.
 *
 * <p>A lossless source drops nothing: {@link #send} waits for room, and a frame that encoder, network or server skipped, or that a
 * lost connection left unanswered, is sent again until it is answered.
 */
public final class ManualSource implements Source {

    private final int capacity;
    private final VideoBitrate bitrate;
    private final double fps;
    private final Duration maxWait;
    private final boolean answers;
    private final PolicyQueue<SentFrame> queue;
    /** Frames to send once more: before any that waits in the queue. Guarded by it. */
    private final Deque<SentFrame> again = new ArrayDeque<>();
    /** Numbers of the frames that may still be answered, of a lossless source. */
    private final ConcurrentSkipListSet<Long> unanswered = new ConcurrentSkipListSet<>();
    private final LongAdder skipped = new LongAdder();
    /** Runs that are ready to send, oldest first: the newest one sends. Two for a moment, when a session renews its connection. */
    private final List<ManualRun> runs = new ArrayList<>();
    private long sends;
    private boolean closed;

    /**
     * @param capacity frames that may wait
     * @param fps rate to size the bitrate for, before it is known from the frames
     */
    public ManualSource(int capacity, VideoBitrate bitrate, double fps) {
        this(capacity, bitrate, fps, null, true);
    }

    private ManualSource(int capacity, VideoBitrate bitrate, double fps, Duration maxWait, boolean answers) {
        this.answers = answers;
        this.capacity = capacity;
        this.maxWait = maxWait;
        this.queue = new PolicyQueue<>(capacity, maxWait == null ? Overflow.dropOldest : Overflow.block);
        this.bitrate = bitrate;
        this.fps = fps;
    }

    /** @param maxWait how long {@link #send} waits for room */
    public static ManualSource lossless(int capacity, VideoBitrate bitrate, double fps, Duration maxWait) {
        return new ManualSource(capacity, bitrate, fps, maxWait, true);
    }

    /** For servers that never tell which frame a result belongs to: frames are sent once each and none is answered. */
    public static ManualSource unanswered(int capacity, VideoBitrate bitrate, double fps) {
        return new ManualSource(capacity, bitrate, fps, null, false);
    }

    /** Whether the answers of frames can ever come. */
    public boolean answers() {
        return answers;
    }

    /**
     * Queues a frame. Never blocks, unless the source is lossless: then not to be called on the session loop.
     *
     * @return the frame with its answer
     * @throws SourceException after {@link #close}; of a lossless source also when there was no room in time
     */
    public SentFrame send(Frame frame) {
        SentFrame sent;
        SentFrame evicted;
        ManualRun current;
        synchronized (queue) {
            if (closed) {
                throw closed();
            }
            if (maxWait != null) {
                awaitRoom();
            }
            sent = numbered(frame);
            evicted = queue.offer(sent).dropped();
            current = sending();
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

    private SentFrame numbered(Frame frame) {
        if (maxWait == null) {
            return new SentFrame(frame);
        }
        SentFrame sent = new SentFrame(frame, ++sends);
        unanswered.add(sent.number());
        sent.answer().whenComplete((result, failure) -> unanswered.remove(sent.number()));
        return sent;
    }

    private void awaitRoom() {
        long deadline = System.nanoTime() + maxWait.toNanos();
        while (queue.isFull()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new SourceException("No room for the frame within " + maxWait.toMillis() + " ms: " + capacity
                        + " frames wait for a server that is slower or not connected", true);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(queue, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SourceException("Interrupted while waiting for room for the frame", true, e);
            }
            if (closed) {
                throw closed();
            }
        }
    }

    private static SourceException closed() {
        return new SourceException("The session is closed: no frame can be sent", false);
    }

    /** Frames dropped before they were sent, because too many waited. */
    public long dropped() {
        synchronized (queue) {
            return queue.dropped();
        }
    }

    @Override
    public Duration orderWait() {
        return maxWait == null ? Duration.ZERO : maxWait;
    }

    @Override
    public long firstUnanswered() {
        // not first(): the last one may be answered in between
        Long first = unanswered.ceiling(0L);
        return first == null ? Long.MAX_VALUE : first;
    }

    /** Frames that were sent and that encoder, network or server skipped. */
    public long skipped() {
        return skipped.sum();
    }

    @Override
    public SourceRun attach(RtcPeer peer, SourceHost host) {
        return new ManualRun(this, peer.sendAndReceiveVideo(), host);
    }

    /** Frames go to this run from now on. */
    void connected(ManualRun run) {
        synchronized (queue) {
            if (!runs.contains(run)) {
                runs.add(run);
            }
        }
    }

    /** What the run that sends has pushed last; null when there is none. On the loop. */
    SentFrame lastSent() {
        synchronized (queue) {
            return sending() == null ? null : sending().last();
        }
    }

    /** Frames go to the run before, if that is still there. */
    void detach(ManualRun detached) {
        ManualRun current;
        synchronized (queue) {
            runs.remove(detached);
            current = sending();
        }
        if (current != null) {
            current.poke();
        }
    }

    private ManualRun sending() {
        return runs.isEmpty() ? null : runs.get(runs.size() - 1);
    }

    /** The next frame for this run; null when there is none, or another run sends. */
    SentFrame poll(ManualRun run) {
        synchronized (queue) {
            if (sending() != run) {
                return null;
            }
            SentFrame first = again.poll();
            if (first != null) {
                return first;
            }
            queue.notifyAll();
            return queue.poll();
        }
    }

    boolean isEmpty(ManualRun run) {
        synchronized (queue) {
            return sending() != run || again.isEmpty() && queue.size() == 0;
        }
    }

    /** None of the frame's pushes can be answered any more. */
    void lost(SentFrame frame) {
        skipped.increment();
        if (maxWait != null && sendAgain(List.of(frame))) {
            return;
        }
        frame.answer().completeExceptionally(new SourceException(
                "The frame was skipped on its way: encoder, network or server dropped it", true));
    }

    /** The connection ended before these frames were answered. */
    void interrupted(List<SentFrame> frames) {
        if (maxWait == null || !sendAgain(frames)) {
            TransportException cause = new TransportException("The connection ended before the frame was answered");
            frames.forEach(frame -> frame.answer().completeExceptionally(cause));
        }
    }

    /** False when the source is closed. A frame whose sender stopped waiting is not sent again. */
    private boolean sendAgain(List<SentFrame> frames) {
        synchronized (queue) {
            if (closed) {
                return false;
            }
            for (SentFrame frame : frames) {
                if (!frame.answer().isDone()) {
                    frame.startAgain();
                    again.add(frame);
                }
            }
            return true;
        }
    }

    boolean lossless() {
        return maxWait != null;
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
    public boolean realtimeByDefault() {
        return maxWait == null;
    }

    @Override
    public void close() {
        List<SentFrame> waiting;
        synchronized (queue) {
            closed = true;
            waiting = new ArrayList<>(again);
            waiting.addAll(queue.clear());
            again.clear();
            queue.notifyAll();
        }
        RoboflowWebrtcException end = new SourceException("The session was closed before the frame was sent", false);
        waiting.forEach(frame -> frame.answer().completeExceptionally(end));
    }
}
