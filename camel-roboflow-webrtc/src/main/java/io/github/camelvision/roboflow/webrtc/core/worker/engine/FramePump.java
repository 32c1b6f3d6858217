package io.github.camelvision.roboflow.webrtc.core.worker.engine;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.flow.AckWindow;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.input.FrameQueue;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.input.SessionSource;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.ProcessedFrame;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.ReceivedAt;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameTask;
import io.github.camelvision.roboflow.webrtc.core.worker.request.VideoOrigin;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes frames from the queue when the session may produce more, gives them to the {@link ProcessingStage}, and hands the results on in
 * frame order, however many are in process at a time. Where the client acknowledges, the frame after those that it admits is processed,
 * too, while they travel, and its result is held back. Belongs to the session's loop.
 */
final class FramePump {

    /** What the pump asks of its session. On the loop. */
    interface Owner {

        /** Whether another frame may be taken now: connected, and nothing waits to be sent. */
        boolean mayProduce();

        /** In frame order. */
        void processed(ProcessedFrame result);

        /** The source has ended and every frame of it was processed. */
        void exhausted();
    }

    private static final class Slot {

        private final DecodedFrame frame;
        private final FrameMetadata metadata;
        /** Null while the frame is in process. */
        private ProcessingStage.Done done;

        Slot(DecodedFrame frame, FrameMetadata metadata) {
            this.frame = frame;
            this.metadata = metadata;
        }
    }

    /** Frames that are processed before the client admits their results. */
    private static final int AHEAD = 1;

    private final SessionContext session;
    private final SessionSource source;
    private final FrameQueue queue;
    private final ProcessingStage processing;
    private final Owner owner;
    private final AckWindow window;
    private final AtomicBoolean pumpOffered = new AtomicBoolean();
    private final ArrayDeque<Slot> inFlight = new ArrayDeque<>();
    private Double declaredFps;
    private long lastFrameId;
    private long lastSentId;
    private boolean ended;
    private boolean stopped;

    FramePump(SessionContext session, SessionSource source, ProcessingStage processing, Owner owner) {
        this.session = session;
        this.source = source;
        this.queue = source.queue();
        this.processing = processing;
        this.owner = owner;
        this.window = new AckWindow(session.options().ackWindow());
        this.declaredFps = session.request().declaredFps();
    }

    /** From any thread: frames were added to the queue. */
    void framesAvailable() {
        if (pumpOffered.compareAndSet(false, true)) {
            try {
                // after what the client said before: a change of the outputs holds for the frames that follow it
                session.loop().offerInOrder(() -> {
                    pumpOffered.set(false);
                    pump();
                });
            } catch (Throwable e) { // no memory for the task: the next frame is another occasion
                pumpOffered.set(false);
                throw e;
            }
        }
    }

    /** Frames per second of the file or stream, null if unknown: a file knows better than its sender, a camera does not. */
    void sourceOpened(Double fps) {
        boolean file = session.request().origin() == VideoOrigin.UPLOAD;
        if (fps != null && (file || declaredFps == null)) {
            declaredFps = fps;
        }
    }

    /** No more frames will be added to the queue. */
    void sourceEnded() {
        ended = true;
        pump();
    }

    void acknowledged(long frameId) {
        window.record(frameId);
        handOn();
        pump();
    }

    /** No more frames are taken; those in process are still delivered, but for those that the client has not admitted. */
    void stop() {
        stopped = true;
        queue.close();
        dropHeld();
    }

    /** No frame is in process that the client has admitted. */
    boolean idle() {
        return inFlight.isEmpty() || !admitted(inFlight.peek().metadata.frameId());
    }

    /** Frames wait, but the client has to acknowledge first. */
    boolean waitsForAck() {
        return held() || !admitted(lastFrameId + 1) && !queue.isEmpty();
    }

    /** Of the last frame whose result was handed on. */
    long lastFrameId() {
        return lastSentId;
    }

    private boolean admitted(long frameId) {
        return session.request().realtime() || window.mayProduce(frameId);
    }

    /** Whether a result waits for the client's acknowledgement. */
    private boolean held() {
        Slot first = inFlight.peek();
        return first != null && first.done != null && !admitted(first.metadata.frameId());
    }

    /** Takes as many frames as may be in process now. */
    void pump() {
        while (!stopped) {
            if (ended && inFlight.isEmpty() && queue.isEmpty()) {
                stop();
                owner.exhausted();
                return;
            }
            if (inFlight.size() >= session.options().maxInFlight() || !admitted(lastFrameId + 1 - AHEAD) || !owner.mayProduce()) {
                return;
            }
            DecodedFrame next = queue.poll();
            if (next == null) {
                return;
            }
            dispatch(next);
        }
    }

    private void dispatch(DecodedFrame next) {
        FrameMetadata metadata = new FrameMetadata(++lastFrameId, ReceivedAt.now(), next.pts(), next.timeBase(), declaredFps,
                source.measuredFps(), next.frame().width(), next.frame().height());
        Slot slot = new Slot(next, metadata);
        inFlight.add(slot);
        FrameTask task = new FrameTask(session.id(), next.frame(), metadata, session.request());
        processing.submit(task, done -> session.loop().offerControl(() -> completed(slot, done)));
    }

    private void completed(Slot slot, ProcessingStage.Done done) {
        slot.done = admitted(slot.metadata.frameId()) ? done.settled() : processing.waiting(done);
        session.counters().framesProcessed.increment();
        if (!done.outputs().errors().isEmpty()) {
            session.counters().framesFailed.increment();
        }
        handOn();
        pump();
    }

    /** What is done and admitted. The outputs of what was held back are chosen anew when the client has asked for others meanwhile. */
    private void handOn() {
        if (stopped) {
            dropHeld();
        }
        while (!inFlight.isEmpty() && inFlight.peek().done != null && !held()) {
            Slot slot = inFlight.peek();
            if (!processing.isCurrent(slot.done)) {
                chooseAnew(slot);
                return;
            }
            inFlight.poll();
            lastSentId = slot.metadata.frameId();
            long bytes = slot.done.bytes();
            owner.processed(new ProcessedFrame(slot.metadata, slot.done.outputs(), () -> free(slot.frame, bytes)));
        }
    }

    private void chooseAnew(Slot slot) {
        ProcessingStage.Done former = slot.done;
        slot.done = null;
        processing.again(former, done -> session.loop().offerControl(() -> {
            slot.done = done.settled();
            handOn();
            pump();
        }));
    }

    private void free(DecodedFrame frame, long bytes) {
        session.loop().memory().give(bytes);
        queue.giveBack(frame);
    }

    private void dropHeld() {
        while (held()) {
            Slot slot = inFlight.poll();
            free(slot.frame, slot.done.bytes());
        }
    }
}
