package io.github.camelvision.roboflow.webrtc.core.clips;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.ClipCutter;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.ClipOutput;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.ClipRing;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.ClipWriter;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.KeptFrame;
import io.github.camelvision.roboflow.webrtc.core.clips.engine.SerialTasks;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

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
    private final Function<InferenceResult, Detections> detections;
    private final Predicate<InferenceResult> wanted;
    private final ClipListener listener;
    private final ClipRing ring;
    private final ClipCutter cutter;
    private final CountDownLatch ended = new CountDownLatch(1);

    private final SerialTasks tasks;
    private final AtomicInteger waiting = new AtomicInteger();

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();
    private volatile long cutShort;
    private volatile long deleted;
    private volatile long heldBytes;

    /** On the clips' thread: who waits for the clip that is open. */
    private final List<CompletableFuture<Clip>> waiters = new ArrayList<>();
    /** On the clips' thread: counts the frames, and the newest time of one. */
    private long numbers;
    private Instant newest = Instant.EPOCH;

    /**
     * @param session for messages
     * @param threads run its tasks, one after the other
     * @param detections what is drawn of a result
     * @param wanted asked for each frame that has a result, on the clips' thread: whether a clip around the frame is wanted
     */
    public ClipRecorder(String session, ClipRules rules, ClipDirectory directory, MemoryBudget budget, Executor threads,
            Function<InferenceResult, Detections> detections, Predicate<InferenceResult> wanted, ClipListener listener) {
        this.rules = rules;
        this.directory = directory;
        this.waitingMemory = budget.account("Frames of session " + session + " that wait for its clips");
        this.tasks = new SerialTasks(threads);
        this.detections = detections;
        this.wanted = wanted;
        this.listener = listener;
        this.ring = new ClipRing(rules.before().plus(ClipRules.TOLD_WITHIN), rules.ringBytes(),
                budget.account("The clips of session " + session));
        this.cutter = new ClipCutter(rules, ring, this::begin);
    }

    /** The next frame of the session. @return false when it was dropped */
    public boolean offer(ClipFrame frame) {
        if ((waiting.incrementAndGet() <= MOST_WAITING || frame.paced() != null) && waitingMemory.take(frame.bytes())) {
            if (tasks.run(() -> taken(frame))) {
                return true;
            }
            waitingMemory.give(frame.bytes());
        }
        waiting.decrementAndGet();
        missed();
        goOn(frame);
        return false;
    }

    /** A frame of the session could not be offered: it counts as dropped. */
    public void missed() {
        dropped.incrementAndGet();
    }

    private static void goOn(ClipFrame frame) {
        if (frame.paced() != null) {
            frame.paced().run();
        }
    }

    /** Something happened: a clip around it is wanted. @param reason told with the clip */
    public void happened(Instant at, ClipReason reason) {
        run(() -> cutter.happened(at, reason));
    }

    /**
     * As {@link #happened}.
     *
     * @return completes with the clip when it is written, on the clips' thread; fails when it cannot be written, or has no frame
     */
    public CompletableFuture<Clip> wanted(Instant at, ClipReason reason) {
        CompletableFuture<Clip> clip = new CompletableFuture<>();
        boolean taken = tasks.run(() -> guarded(() -> {
            cutter.happened(at, reason);
            waiters.add(clip);
        }, clip::completeExceptionally));
        if (!taken) {
            clip.completeExceptionally(new RoboflowWebrtcException("No clip is made: the session is closed"));
        }
        return clip;
    }

    /** Nothing comes for a while: finishes the clip that is open. */
    public void over() {
        run(cutter::end);
    }

    /** So late it is, on the frames' line of time: a clip may be over though no frame comes. */
    public void tick(Instant now) {
        run(() -> cutter.tick(now));
    }

    public ClipCounts counts() {
        return new ClipCounts(written.get(), failed.get(), frames.get(), dropped.get(), unreadable.get(), cutShort, deleted,
                waiting.get(), heldBytes);
    }

    /** Finishes the clip that is open, in the background; what comes later is dropped. Idempotent. */
    @Override
    public void close() {
        run(cutter::end);
        tasks.end(this::end);
    }

    /** Waits for the last file after {@link #close}. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(Runnable step) {
        tasks.run(() -> guarded(step, failure -> {}));
    }

    // ---- on the clips' thread

    private void taken(ClipFrame frame) {
        try {
            KeptFrame kept = encoded(frame);
            if (kept != null) {
                newest = kept.at();
                guarded(() -> cutter.frame(kept), failure -> {});
                if (frame.result() != null) {
                    ask(frame);
                }
            }
        } finally {
            waiting.decrementAndGet();
            waitingMemory.give(frame.bytes());
            goOn(frame);
        }
    }

    /** The predicate is the user's: whatever it throws is told, errors, too. */
    private void ask(ClipFrame frame) {
        boolean yes;
        try {
            yes = wanted.test(frame.result());
        } catch (Throwable e) { // of the user's code
            listener.failed(new RoboflowWebrtcException("The predicate of clips failed: " + e, e));
            return;
        }
        if (yes) {
            guarded(() -> cutter.happened(frame.at(), ClipReason.of(ClipReason.PREDICATE)), failure -> {});
        }
    }

    /** Null when it cannot be read. */
    private KeptFrame encoded(ClipFrame frame) {
        try {
            byte[] jpeg = ImageCodec.encodeJpeg(frame.frame().get(), ImageCodec.JPEG_QUALITY);
            return new KeptFrame(++numbers, frame.frameId(), frame.at(), jpeg, withoutImages(frame.result()));
        } catch (RuntimeException | Error e) { // a full heap costs a frame of a clip, and is counted
            unreadable.incrementAndGet();
            listener.failed(new RoboflowWebrtcException("A frame could not be kept for clips: " + reason(e), e));
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

    private void guarded(Runnable step, Consumer<RuntimeException> failed) {
        try {
            step.run();
        } catch (UncheckedIOException e) {
            failed.accept(broken(e.getCause().getMessage(), e));
        } catch (RuntimeException | Error e) { // who waits for the clip must hear of it
            failed.accept(broken(reason(e), e));
        } finally {
            heldBytes = ring.bytes();
            cutShort = cutter.cutShort();
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof RuntimeException && failure.getMessage() != null ? failure.getMessage() : failure.toString();
    }

    private RoboflowWebrtcException broken(String why, Throwable cause) {
        failed.incrementAndGet();
        RoboflowWebrtcException error = new RoboflowWebrtcException("A clip could not be written: " + why, cause);
        noClip(error);
        listener.failed(error);
        return error;
    }

    private void empty() {
        noClip(new RoboflowWebrtcException("No clip was made: the session had no frame around that time"));
    }

    private void noClip(RoboflowWebrtcException why) {
        List<CompletableFuture<Clip>> waited = List.copyOf(waiters);
        waiters.clear();
        waited.forEach(waiter -> waiter.completeExceptionally(why));
    }

    private ClipOutput begin(Instant at, List<ClipReason> reasons) {
        try {
            ClipDirectory.Names names = directory.next(at);
            return new ClipWriter(names.video(), names.results(), reasons, rules.annotated() ? detections : null, this::complete,
                    this::empty);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void complete(Clip clip) {
        written.incrementAndGet();
        frames.addAndGet(clip.frames());
        List<CompletableFuture<Clip>> waited = List.copyOf(waiters);
        waiters.clear();
        waited.forEach(waiter -> waiter.complete(clip));
        listener.written(clip);
        try {
            directory.written(clip);
            directory.limit(newest);
            deleted = directory.deleted();
        } catch (IOException e) {
            listener.failed(new RoboflowWebrtcException("Old clips could not be deleted: " + e.getMessage(), e));
        }
    }

    private void end() {
        empty();
        ring.close();
        waitingMemory.close();
        heldBytes = 0;
        ended.countDown();
    }
}
