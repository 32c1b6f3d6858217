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
 * frame order, however many are in process at a time. Belongs to the session's loop.
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
        private ProcessedFrame result;
    }

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
        pump();
    }

    /** No more frames are taken; those in process are still delivered. */
    void stop() {
        stopped = true;
        queue.close();
    }

    boolean idle() {
        return inFlight.isEmpty();
    }

    /** Frames wait, but the client has to acknowledge first. */
    boolean waitsForAck() {
        return !windowOpen() && !queue.isEmpty();
    }

    long lastFrameId() {
        return lastFrameId;
    }

    private boolean windowOpen() {
        return session.request().realtime() || window.mayProduce(lastFrameId + 1);
    }

    /** Takes as many frames as may be in process now. */
    void pump() {
        while (!stopped) {
            if (ended && inFlight.isEmpty() && queue.isEmpty()) {
                stop();
                owner.exhausted();
                return;
            }
            if (inFlight.size() >= session.options().maxInFlight() || !windowOpen() || !owner.mayProduce()) {
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
        Slot slot = new Slot();
        inFlight.add(slot);
        FrameTask task = new FrameTask(session.id(), next.frame(), metadata, session.request());
        processing.submit(task, outputs -> {
            long bytes = outputs.bytesBeside(next.frame());
            session.loop().offerControl(() -> completed(slot, new ProcessedFrame(metadata, outputs, () -> {
                session.loop().memory().give(bytes);
                queue.giveBack(next);
            })));
        });
    }

    private void completed(Slot slot, ProcessedFrame result) {
        slot.result = result;
        session.counters().framesProcessed.increment();
        if (!result.outputs().errors().isEmpty()) {
            session.counters().framesFailed.increment();
        }
        while (!inFlight.isEmpty() && inFlight.peek().result != null) {
            owner.processed(inFlight.poll().result);
        }
        pump();
    }
}
