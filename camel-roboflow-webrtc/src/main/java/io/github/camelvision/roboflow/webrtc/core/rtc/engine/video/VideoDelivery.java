package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
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
 * Finds the RTP timestamp of received pictures and delivers them in order, on a thread of its own.
 *
 * <p>libwebrtc hands a picture out without its RTP timestamp, and records the timestamp elsewhere when the sink has returned. So this
 * thread asks for it a moment later. The answer belongs to a picture for sure when it differs from that of the picture before and
 * the sink has not finished with a newer picture. If the next picture is faster, its sink call asks: the answer then is that of the
 * picture before. So every timestamp is exact. It is never guessed: the local clock of the pictures jumps by tens of milliseconds in a
 * stream's first second, and later whenever the jitter buffer's delay changes, and a result with a wrong time is the answer to another
 * frame. A stalled machine may need long to tell it, so this thread is patient.
 */
final class VideoDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(VideoDelivery.class);

    /** Pictures that wait for a slow listener; the oldest go first. */
    private static final int CAPACITY = 8;

    /** Waits between questions grow from the first to the longest. */
    private static final long FIRST_WAIT_NANOS = 250_000;
    private static final long LONGEST_WAIT_NANOS = 16_000_000;
    /** After this many questions, two seconds or more, the picture goes without a timestamp. */
    private static final int QUESTIONS = 128;

    private static final long CLOSE_MILLIS = 5_000;

    private final Supplier<RtcPeer.Listener> listener;
    private final LongSupplier newestRtpTimestamp;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Picture> waiting = new ArrayDeque<>();
    private final RtpTimes times = new RtpTimes();
    /** The last one that arrived, delivered or not. */
    private Picture newest;
    /** The last timestamp that was found. */
    private long known = RtpTimes.UNKNOWN;
    private Thread thread;
    private boolean closed;
    private long dropped;
    private long pictures;
    private long unknown;

    private static final class Picture {

        final Frame frame;
        long rtp = RtpTimes.UNKNOWN;

        Picture(Frame frame) {
            this.frame = frame;
        }
    }

    /**
     * @param newestRtpTimestamp asks libwebrtc for the timestamp of the last picture that its sink has finished with; blocks for
     *         about 0.15 ms
     */
    VideoDelivery(Supplier<RtcPeer.Listener> listener, LongSupplier newestRtpTimestamp) {
        this.listener = listener;
        this.newestRtpTimestamp = newestRtpTimestamp;
    }

    /** A picture that nobody takes. In the sink call, on the decoder thread. Its timestamp is not that of the next one. */
    void refused() {
        askForNewest();
        locked(() -> newest = new Picture(null));
    }

    /** In the sink call, on the decoder thread. */
    void arrived(Frame frame) {
        askForNewest();
        locked(() -> {
            if (closed) {
                return;
            }
            newest = new Picture(frame);
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

    private void found(Picture picture, long answer) {
        if (picture.rtp == RtpTimes.UNKNOWN && answer != RtpTimes.UNKNOWN && answer != known) {
            picture.rtp = answer;
            known = answer;
        }
    }

    private void run() {
        try {
            new SteadyLoop("the video delivery of a peer").run(() -> {
                Picture picture = take();
                if (picture != null) {
                    deliver(picture);
                }
                return picture != null;
            });
        } catch (InterruptedException e) {
            LOG.warn("The video delivery of a peer was interrupted; no more pictures are delivered");
        }
    }

    private void deliver(Picture picture) {
        pictures++;
        unknown += picture.rtp == RtpTimes.UNKNOWN ? 1 : 0;
        long time = times.next(picture.rtp);
        CallbackGuard.run("onVideoFrame", () -> {
            RtcPeer.Listener target = listener.get();
            if (target != null) {
                target.onVideoFrame(picture.frame, time);
            }
        });
    }

    /** @return the next picture, with its timestamp if that can be found; null when closed */
    private Picture take() throws InterruptedException {
        long wait = FIRST_WAIT_NANOS;
        int questions = 0;
        lock.lock();
        try {
            while (!closed) {
                Picture first = waiting.peek();
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

    private void ask(Picture picture) {
        long answer;
        lock.unlock();
        try {
            answer = newestRtpTimestamp.getAsLong();
        } finally {
            lock.lock();
        }
        if (picture == newest) {
            found(picture, answer);
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
        LOG.debug("Of {} received pictures the RTP timestamp of {} was not found; {} were dropped because the listener was slow",
                pictures + dropped, unknown, dropped);
    }
}
