package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.RtpTimes;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallbackGuard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the RTP timestamp of received frames and delivers them in order, on a thread of its own.
 *
 * <p>libwebrtc hands a frame out without its RTP timestamp, and records the timestamp elsewhere when the sink has returned. So this
 * thread asks for it a moment later. The answer belongs to a frame for sure when it differs from that of the frame before and
 * the sink has not finished with a newer frame. If the next frame is faster, its sink call asks: the answer then is that of the
 * frame before. So every timestamp is exact. It is never guessed: the local clock of the frames jumps by tens of milliseconds in a
 * stream's first second, and later whenever the jitter buffer's delay changes, and a result with a wrong time is the answer to another
 * frame. A stalled machine may need long to tell it, so this thread is patient.
 */
final class VideoDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(VideoDelivery.class);

    /** Frames that wait for a slow listener; the oldest go first. */
    private static final int CAPACITY = 8;

    /** Waits between questions grow from the first to the longest. */
    private static final long FIRST_WAIT_NANOS = 250_000;
    private static final long LONGEST_WAIT_NANOS = 16_000_000;
    /** After this many questions, two seconds or more, the frame goes without a timestamp. */
    private static final int QUESTIONS = 128;

    private static final long CLOSE_MILLIS = 5_000;

    private final Supplier<RtcPeer.Listener> listener;
    private final LongSupplier newestRtpTimestamp;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Received> waiting = new ArrayDeque<>();
    private final RtpTimes times = new RtpTimes();
    /** The last one that arrived, delivered or not. */
    private Received newest;
    /** The last timestamp that was found. */
    private long known = RtpTimes.UNKNOWN;
    private Thread thread;
    private boolean closed;
    private long dropped;
    private long delivered;
    private long unknown;

    private static final class Received {

        final Frame frame;
        long rtp = RtpTimes.UNKNOWN;

        Received(Frame frame) {
            this.frame = frame;
        }
    }

    /**
     * @param newestRtpTimestamp asks libwebrtc for the timestamp of the last frame that its sink has finished with; blocks for
     *         about 0.15 ms
     */
    VideoDelivery(Supplier<RtcPeer.Listener> listener, LongSupplier newestRtpTimestamp) {
        this.listener = listener;
        this.newestRtpTimestamp = newestRtpTimestamp;
    }

    /** A frame that nobody takes. In the sink call, on the decoder thread. Its timestamp is not that of the next one. */
    void refused() {
        askForNewest();
        locked(() -> newest = new Received(null));
    }

    /** In the sink call, on the decoder thread. */
    void arrived(Frame frame) {
        askForNewest();
        locked(() -> {
            if (closed) {
                return;
            }
            newest = new Received(frame);
            waiting.add(newest);
            if (waiting.size() > CAPACITY) {
                waiting.remove();
                dropped++;
            }
            if (thread == null) {
                thread = new Thread(this::run, "roboflow-rtc-video");
                thread.setDaemon(true);
                thread.start();
            }
            changed.signal();
        });
    }

    private void askForNewest() {
        if (newestLacksTime()) {
            long answer = newestRtpTimestamp.getAsLong();
            locked(() -> found(newest, answer));
        }
    }

    private boolean newestLacksTime() {
        lock.lock();
        try {
            return newest != null && newest.rtp == RtpTimes.UNKNOWN;
        } finally {
            lock.unlock();
        }
    }

    private void found(Received received, long answer) {
        if (received.rtp == RtpTimes.UNKNOWN && answer != RtpTimes.UNKNOWN && answer != known) {
            received.rtp = answer;
            known = answer;
        }
    }

    private void run() {
        try {
            new SteadyLoop("the video delivery of a peer").run(() -> {
                Received received = take();
                if (received != null) {
                    deliver(received);
                }
                return received != null;
            });
        } catch (InterruptedException e) {
            LOG.warn("The video delivery of a peer was interrupted; no more frames are delivered");
        }
    }

    private void deliver(Received received) {
        delivered++;
        unknown += received.rtp == RtpTimes.UNKNOWN ? 1 : 0;
        long time = times.next(received.rtp);
        CallbackGuard.run("onVideoFrame", () -> {
            RtcPeer.Listener target = listener.get();
            if (target != null) {
                target.onVideoFrame(received.frame, time);
            }
        });
    }

    /** @return the next frame, with its timestamp if that can be found; null when closed */
    private Received take() throws InterruptedException {
        long wait = FIRST_WAIT_NANOS;
        int questions = 0;
        lock.lock();
        try {
            while (!closed) {
                Received first = waiting.peek();
                if (first == null) {
                    changed.await();
                } else if (first.rtp != RtpTimes.UNKNOWN || first != newest || questions == QUESTIONS) {
                    return waiting.remove();
                } else {
                    ask(first);
                    questions++;
                    if (first.rtp == RtpTimes.UNKNOWN) {
                        changed.awaitNanos(wait);
                        wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
                    }
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void ask(Received received) {
        long answer;
        lock.unlock();
        try {
            answer = newestRtpTimestamp.getAsLong();
        } finally {
            lock.lock();
        }
        if (received == newest) {
            found(received, answer);
        }
    }

    private void locked(Runnable body) {
        lock.lock();
        try {
            body.run();
        } finally {
            lock.unlock();
        }
    }

    /** The listener is not called afterwards. */
    void close() {
        locked(() -> {
            closed = true;
            waiting.clear();
            changed.signalAll();
        });
        try {
            if (thread != null) {
                thread.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.debug("Of {} received frames the RTP timestamp of {} was not found; {} were dropped because the listener was slow",
                delivered + dropped, unknown, dropped);
    }
}
