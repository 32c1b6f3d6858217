package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.capture.Backoff;
import io.github.camelvision.roboflow.webrtc.core.capture.CaptureErrors;
import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.Pacer;
import io.github.camelvision.roboflow.webrtc.core.error.Causes;
import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceCounters;
import io.github.camelvision.roboflow.webrtc.core.source.gate.MotionGate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures one device or stream on a thread of its own, which opens, reads and closes it, and opens it again after it was lost, until
 * {@link #close}. Keeps only the newest frame. It outlives the connections of a session, of which one at a time may listen.
 *
 * <p>No method blocks. A driver that never returns keeps the thread, a daemon; it is given up and reported then.
 */
final class CaptureLoop implements AutoCloseable {

    /** Called by the capture thread: hand over and return. */
    interface Listener {

        /** The slot was empty and holds a frame now. */
        void frameWaiting();

        /** The source was lost; the capture goes on trying. Once per outage. */
        void lost(SourceException cause);

        /** The capture has ended and will not try again. */
        void ended(RoboflowWebrtcException cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(CaptureLoop.class);
    /** Over what opening may take: only a driver that cannot be interrupted takes longer. */
    private static final Duration ANSWER_LIMIT = FrameOpener.LIMIT.plusSeconds(5);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final int NANOS_PER_TICK_NUMERATOR = 100_000;
    private static final int NANOS_PER_TICK_DENOMINATOR = 9;

    private final FrameOpener input;
    private final Supplier<Pacer> pacers;
    private final FrameLimit limit;
    private final UnaryOperator<Frame> change;
    private final Thread thread;
    private final Interruption interruption = new Interruption();
    private final FrameSlot slot;
    /** Null: frames are always wanted. */
    private final MotionGate gate;
    private final LongAdder interruptions = new LongAdder();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private CompletableFuture<Void> waiting;
    private volatile boolean open;
    private boolean started;
    private RoboflowWebrtcException fatal;
    /** Of the capture thread: the source is away, and who listens knows. */
    private boolean outage;
    /** Of the capture thread: before the next attempt. */
    private long pauseNanos;
    private volatile Listener listener;
    private volatile Double fps;

    /** @param pacers makes what holds back the frames of one opening; its pacer may be null: they come in real time */
    CaptureLoop(String name, FrameOpener input, Supplier<Pacer> pacers, CaptureRules rules) {
        this.input = input;
        this.pacers = pacers;
        this.limit = new FrameLimit(rules.maxFps());
        this.change = rules.change();
        this.gate = rules.gate() == null ? null : new MotionGate(name, rules.gate());
        this.slot = new FrameSlot(gate == null ? null : gate.frames());
        this.thread = new Thread(() -> {
            LogContext.ofThread(name);
            run();
        }, "roboflow-webrtc-capture-" + name);
        thread.setDaemon(true);
    }

    /**
     * Starts the capture if need be, and completes when the source is open. Fails with a SourceException when an attempt failed or took
     * too long; the capture goes on trying, so ask again.
     */
    CompletableFuture<Void> opened() {
        CompletableFuture<Void> answer;
        lock.lock();
        try {
            if (interruption.stopped()) {
                return CompletableFuture.failedFuture(closedFailure());
            }
            if (fatal != null) {
                return CompletableFuture.failedFuture(fatal);
            }
            if (open) {
                return CompletableFuture.completedFuture(null);
            }
            if (waiting == null) {
                waiting = new CompletableFuture<>();
            }
            answer = waiting;
            if (!started) {
                started = true;
                thread.start();
            }
            wanted.signal();
        } finally {
            lock.unlock();
        }
        return answer.copy().orTimeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(asOurs(failure)));
    }

    private Throwable asOurs(Throwable failure) {
        Throwable cause = Causes.of(failure);
        return cause instanceof TimeoutException ? CaptureErrors.silent(input, ANSWER_LIMIT, "could not be opened") : cause;
    }

    private SourceException closedFailure() {
        return new SourceException("The capture of " + input + " is closed", false);
    }

    /** Frames per second that the source gives and the rules leave; null when it is not known, or not yet. */
    Double fps() {
        return limit.of(fps);
    }

    /** From now on this one is told. Drops a frame that was captured before. */
    void listen(Listener next) {
        slot.clear();
        listener = next;
    }

    /** Who is told; null: nobody. */
    Listener listener() {
        return listener;
    }

    /** Undoes {@link #listen}, unless somebody else listens by now. */
    void ignore(Listener former) {
        if (listener == former) {
            listener = null;
        }
    }

    /** Says when frames are wanted; null: always. */
    MotionGate gate() {
        return gate;
    }

    FrameSlot slot() {
        return slot;
    }

    SourceCounters counters() {
        return slot.counters(interruptions.sum());
    }

    /** Completes when the capture's thread is about to end after {@link #close}. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void run() {
        try {
            Backoff backoff = new Backoff();
            new SteadyLoop("the capture of " + input).run(() -> attempt(backoff));
        } catch (InterruptedException e) {
            // who interrupts a capture thread wants it to end
            interruption.stop();
        } finally {
            answer(closedFailure());
            ended.complete(null);
        }
    }

    /** False when there is to be no other. An error here, while it is told what ended the capture, too, is no end: it is tried again. */
    private boolean attempt(Backoff backoff) throws InterruptedException {
        awaitRetry(pauseNanos);
        if (interruption.stopped()) {
            return false;
        }
        pauseNanos = backoff.next().toNanos();
        long before = slot.captured();
        try {
            SourceException lost = captureOnce();
            if (lost == null) {
                return false;
            }
            boolean worked = slot.captured() > before;
            if (worked) {
                backoff.reset();
                pauseNanos = backoff.next().toNanos();
            }
            report(lost, worked);
            return true;
        } catch (RoboflowWebrtcException e) {
            giveUp(e);
        } catch (OutOfMemoryError e) { // what took the memory may give it back
            throw e;
        } catch (LinkageError e) {
            giveUp(NativeException.of(e));
        } catch (Throwable e) { // also what must not be caught elsewhere: who waits for the source must be told
            giveUp(new SourceException("The capture of " + input + " broke: " + e, false, e));
        }
        return false;
    }

    /** Opens and reads until the source is lost. Says why it was; null when the capture was closed. */
    private SourceException captureOnce() {
        try (FrameReader opened = input.open(interruption)) {
            fps = opened.fps();
            LOG.info("{} is open{}{}", input, fps == null ? "" : ", " + Math.round(fps) + " fps", outage ? " again" : "");
            if (answer(null)) {
                outage = false;
            }
            Pacer pacer = pacers.get();
            DecodedFrame read = opened.read();
            while (read != null) {
                if (fps == null) {
                    fps = opened.fps();
                }
                Frame frame = read.frame();
                if (pacer != null && frame.pts() != Frame.NO_PTS) {
                    long ptsNanos = frame.pts() * NANOS_PER_TICK_NUMERATOR / NANOS_PER_TICK_DENOMINATOR;
                    interruption.pause(pacer.waitNanos(ptsNanos, System.nanoTime()));
                }
                offer(frame);
                read = opened.read();
            }
            return interruption.stopped() ? null : CaptureErrors.ended(input);
        } catch (SourceException e) {
            if (!e.retryable()) {
                throw e;
            }
            return interruption.stopped() ? null : e;
        } catch (OutOfMemoryError e) { // what took the memory may give it back
            return interruption.stopped() ? null
                    : new SourceException("There is no memory for the frames of " + input + ": " + e, true, e);
        } finally {
            open = false;
        }
    }

    private void offer(Frame frame) {
        long now = System.nanoTime();
        boolean takes = limit.takes(now);
        boolean looks = gate != null && gate.looksAt(now);
        Listener current = listener;
        boolean wanted = takes && (gate != null || current != null);
        Frame changed = wanted || looks ? change.apply(frame) : null;
        if (looks) {
            gate.cameBack();
            gate.look(changed, now);
        }
        if (!takes) {
            slot.spare();
        } else if (!wanted) {
            slot.refuse();
        } else if (slot.put(changed, now) && current != null) {
            current.frameWaiting();
        }
    }

    /** Tells an outage once: it ends with a frame, or when somebody who asked was told that the source is open. */
    private void report(SourceException lost, boolean worked) {
        boolean known = outage && !worked;
        outage = true;
        if (known) {
            LOG.debug("{}; trying again", lost.getMessage());
        } else {
            LOG.warn("{}; trying again", lost.getMessage());
            Listener current = listener;
            if (current != null) {
                current.lost(lost);
            }
            if (gate != null) {
                gate.lost(lost, current == null);
            }
        }
        if (worked) {
            interruptions.increment();
        }
        answer(lost);
    }

    private void giveUp(RoboflowWebrtcException cause) {
        lock.lock();
        try {
            fatal = cause;
        } finally {
            lock.unlock();
        }
        Listener current = listener;
        if (current != null) {
            current.ended(cause);
        } else if (gate != null) {
            gate.ended(cause);
        }
        if (!answer(cause)) {
            LOG.error("The capture of {} ended: {}", input, cause.getMessage());
            LOG.debug("The capture ended", cause);
        }
    }

    /** Answers who waits for the source: open if there is no failure. False when nobody waits. */
    private boolean answer(RoboflowWebrtcException failure) {
        CompletableFuture<Void> asked;
        lock.lock();
        try {
            open = failure == null;
            asked = waiting;
            waiting = null;
        } finally {
            lock.unlock();
        }
        if (asked != null && failure == null) {
            asked.complete(null);
        } else if (asked != null) {
            asked.completeExceptionally(failure);
        }
        return asked != null;
    }

    /** Waits for the delay, until somebody asks for the source, or until close. */
    private void awaitRetry(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && waiting == null && !interruption.stopped()) {
                left = wanted.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the capture. Idempotent, from any thread; the device is closed by the capture's own thread soon after. */
    @Override
    public void close() {
        boolean running;
        lock.lock();
        try {
            running = started && !interruption.stopped();
            interruption.stop();
            wanted.signal();
        } finally {
            lock.unlock();
        }
        listener = null;
        if (gate == null) {
            slot.clear();
        } else {
            gate.frames().clear();
        }
        if (running) {
            ended.copy().orTimeout(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, late) -> {
                if (late != null) {
                    LOG.warn("{} does not let go: its driver blocks the thread {}, which is given up", input, thread.getName());
                }
            });
        }
    }
}
