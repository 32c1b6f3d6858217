package io.github.camelvision.roboflow.webrtc.core.clips;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.ClipCutter;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.KeptFrame;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.ClipOutput;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.ClipRing;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.ClipWriter;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.Detections;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Makes clips of one session. Takes every frame and returns at once; encodes and writes on threads that it is given, in order. What comes
 * faster than that is dropped and counted. Any thread may call.
 */
public final class ClipRecorder implements AutoCloseable {

    /** A second of video. What waits longer is late for good. */
    private static final int MOST_WAITING = 30;

    private final ClipRules rules;
    private final ClipDirectory directory;
    private final MemoryBudget.Account waitingMemory;
    private final Executor threads;
    private final Function<InferenceResult, Detections> detections;
    private final ClipListener listener;
    private final ClipRing ring;
    private final ClipCutter cutter;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int waiting;
    private boolean running;
    private boolean closed;

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();
    private volatile long cutShort;
    private volatile long heldBytes;

    /** On the clips' thread: counts the frames, and the newest time of one. */
    private long numbers;
    private Instant newest = Instant.EPOCH;

    /**
     * @param session for messages
     * @param threads run its tasks, one after the other
     * @param detections what is drawn of a result
     */
    public ClipRecorder(String session, ClipRules rules, ClipDirectory directory, MemoryBudget budget, Executor threads,
            Function<InferenceResult, Detections> detections, ClipListener listener) {
        this.rules = rules;
        this.directory = directory;
        this.waitingMemory = budget.account("Frames of session " + session + " that wait for its clips");
        this.threads = threads;
        this.detections = detections;
        this.listener = listener;
        this.ring = new ClipRing(rules.before().plus(ClipRules.TOLD_WITHIN), rules.ringBytes(),
                budget.account("The clips of session " + session));
        this.cutter = new ClipCutter(rules, ring, this::begin);
    }

    /** The next frame of the session. @return false when it was dropped */
    public boolean offer(ClipFrame frame) {
        synchronized (tasks) {
            if (!closed && waiting < MOST_WAITING && waitingMemory.take(frame.bytes())) {
                waiting++;
                add(() -> taken(frame));
                return true;
            }
        }
        dropped.incrementAndGet();
        return false;
    }

    /** Something happened: a clip around it is wanted. @param reason told with the clip */
    public void happened(Instant at, String reason) {
        run(() -> cutter.happened(at, reason));
    }

    /** So late it is, on the frames' line of time: a clip may be over though no frame comes. */
    public void tick(Instant now) {
        run(() -> cutter.tick(now));
    }

    public ClipCounts counts() {
        return new ClipCounts(written.get(), failed.get(), frames.get(), dropped.get(), unreadable.get(), cutShort, heldBytes);
    }

    /** Finishes the clip that is open, in the background; what comes later is dropped. Idempotent. */
    @Override
    public void close() {
        synchronized (tasks) {
            if (closed) {
                return;
            }
            run(cutter::end);
            add(this::end);
            closed = true;
        }
    }

    /** Waits for the last file after {@link #close}. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(Runnable step) {
        synchronized (tasks) {
            if (!closed) {
                add(() -> guarded(step));
            }
        }
    }

    /** Under the lock. */
    private void add(Runnable task) {
        tasks.add(task);
        if (!running) {
            running = true;
            threads.execute(this::runNext);
        }
    }

    /** One task a turn, so that recorders share their threads fairly. */
    private void runNext() {
        Runnable task;
        synchronized (tasks) {
            task = tasks.remove();
        }
        try {
            task.run();
        } finally {
            synchronized (tasks) {
                running = !tasks.isEmpty();
                if (running) {
                    threads.execute(this::runNext);
                }
            }
        }
    }

    // ---- on the clips' thread

    private void taken(ClipFrame frame) {
        try {
            KeptFrame kept = encoded(frame);
            if (kept != null) {
                newest = kept.at();
                guarded(() -> cutter.frame(kept));
            }
        } finally {
            synchronized (tasks) {
                waiting--;
            }
            waitingMemory.give(frame.bytes());
        }
    }

    /** Null when it cannot be read. */
    private KeptFrame encoded(ClipFrame frame) {
        try {
            byte[] jpeg = ImageCodec.encodeJpeg(frame.frame().get(), ImageCodec.JPEG_QUALITY);
            return new KeptFrame(++numbers, frame.frameId(), frame.at(), jpeg, withoutImages(frame.result()));
        } catch (RuntimeException e) {
            unreadable.incrementAndGet();
            listener.failed(new RoboflowWebrtcException("A frame could not be kept for clips: " + e.getMessage(), e));
            return null;
        }
    }

    /** The frame is in the clip: as text it would need far more memory than all else. */
    private static InferenceResult withoutImages(InferenceResult result) {
        if (result == null || result.imageFields().isEmpty()) {
            return result;
        }
        ObjectNode message = (ObjectNode) result.toJsonNode();
        if (message.path("serialized_output_data") instanceof ObjectNode outputs) {
            outputs.remove(result.imageFields());
        }
        return InferenceResult.parse(Json.bytes(message));
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (UncheckedIOException e) {
            broken(e.getCause().getMessage(), e);
        } catch (RuntimeException e) {
            broken(e.getMessage(), e);
        } finally {
            heldBytes = ring.bytes();
            cutShort = cutter.cutShort();
        }
    }

    private void broken(String why, RuntimeException cause) {
        failed.incrementAndGet();
        listener.failed(new RoboflowWebrtcException("A clip could not be written: " + why, cause));
    }

    private ClipOutput begin(Instant at, List<String> reasons) {
        try {
            ClipDirectory.Names names = directory.next(at);
            return new ClipWriter(names.video(), names.results(), reasons, rules.annotated() ? detections : null, this::complete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void complete(Clip clip) {
        written.incrementAndGet();
        frames.addAndGet(clip.frames());
        listener.written(clip);
        try {
            directory.limit(newest);
        } catch (IOException e) {
            listener.failed(new RoboflowWebrtcException("Old clips could not be deleted: " + e.getMessage(), e));
        }
    }

    private void end() {
        ring.close();
        waitingMemory.close();
        heldBytes = 0;
        ended.countDown();
    }
}
