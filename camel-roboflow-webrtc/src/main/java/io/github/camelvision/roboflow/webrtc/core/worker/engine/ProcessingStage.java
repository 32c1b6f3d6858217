package io.github.camelvision.roboflow.webrtc.core.worker.engine;

import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.error.Causes;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameProcessor;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameTask;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputImages;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputSelector;
import io.github.camelvision.roboflow.webrtc.core.worker.output.PartialOutputs;
import io.github.camelvision.roboflow.webrtc.core.worker.output.SelectedOutputs;
import io.github.camelvision.roboflow.webrtc.core.worker.request.OutputSelection;
import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Calls the processor and prepares its outputs for sending, on the threads that the worker's sessions share: a route that blocks or
 * hangs holds up neither a session's loop nor another session.
 */
final class ProcessingStage {

    /**
     * A frame that was processed.
     *
     * @param all       what the processor gave; null when it is not needed any more
     * @param failure   what it failed with; null when it did not
     * @param selection by which the outputs were chosen; null when the choice is final
     * @param bytes     that this takes besides the frame; they were taken from the session's memory
     */
    record Done(FrameTask task, Map<String, Object> all, Throwable failure, OutputSelection selection, SelectedOutputs outputs,
            long bytes) {

        /** With these outputs, whatever the client asks for from now on. */
        Done settled() {
            return new Done(task, null, null, null, outputs, bytes);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProcessingStage.class);
    /** Made in time: where there is no memory for the outputs of a frame, there may be none to say so. */
    private static final SelectedOutputs NOTHING = new SelectedOutputs(null, null, List.of("The outputs of this frame cannot be sent"));

    private final FrameProcessor processor;
    private final OutputSelector selector;
    private final SharedThreads threads;
    private final MemoryBudget.Account memory;
    private final String sessionId;
    private final Repeats refusals = new Repeats();
    private final Set<Thread> atWork = new HashSet<>();
    private boolean closed;
    private volatile OutputSelection selection;
    private volatile boolean withVideo;

    ProcessingStage(SessionContext session, FrameProcessor processor) {
        this.threads = session.threads();
        this.memory = session.loop().memory();
        this.sessionId = session.id();
        this.processor = processor;
        this.selector = new OutputSelector(session.options().jpegQuality(), session.dialect().bareValues());
        this.selection = session.request().outputs();
    }

    OutputSelection selection() {
        return selection;
    }

    /** Applies to the frames that are done from now on. From the session's loop. */
    void select(OutputSelection newSelection) {
        selection = newSelection;
    }

    /** Whether a video track is returned. */
    void withVideo(boolean value) {
        withVideo = value;
    }

    /** @param done called once, on a processing thread; never after {@link #close} */
    void submit(FrameTask task, Consumer<Done> done) {
        execute(() -> process(task, done));
    }

    /** The same, which waits with all that the processor gave: the client may still ask for other outputs. From the session's loop. */
    Done waiting(Done frame) {
        long images = OutputImages.bytesIn(frame.all());
        memory.takeAnyway(images);
        return new Done(frame.task(), frame.all(), frame.failure(), frame.selection(), frame.outputs(), frame.bytes() + images);
    }

    /** Whether its outputs are those that the client wants now. From the session's loop. */
    boolean isCurrent(Done frame) {
        return frame.selection() == null || frame.selection() == selection;
    }

    /** Chooses a frame's outputs anew. From the session's loop. @param done as in {@link #submit} */
    void again(Done former, Consumer<Done> done) {
        memory.give(former.bytes());
        execute(() -> done.accept(prepare(former.task(), former.all(), former.failure())));
    }

    private void process(FrameTask task, Consumer<Done> done) {
        CompletionStage<Map<String, Object>> stage;
        try {
            stage = processor.process(task);
        } catch (Throwable e) { // one frame's failure must not end the session
            stage = CompletableFuture.failedFuture(e);
        }
        if (stage == null) {
            stage = CompletableFuture.completedFuture(null);
        }
        if (stage instanceof CompletableFuture<?> future && future.isDone()) {
            // this is a thread for it already
            stage.whenComplete((outputs, failure) -> done.accept(prepare(task, outputs, failure)));
            return;
        }
        stage.whenComplete((outputs, failure) -> {
            try {
                execute(() -> done.accept(prepare(task, outputs, failure)));
            } catch (Throwable e) { // no memory for another task: the frame is done all the same
                done.accept(new Done(task, outputs, failure, selection, NOTHING, 0));
            }
        });
    }

    private Done prepare(FrameTask task, Map<String, Object> outputs, Throwable failure) {
        OutputSelection wanted = selection;
        SelectedOutputs selected = select(task, outputs, failure, wanted);
        return new Done(task, outputs, failure, wanted, selected, selected.bytesBeside(task.frame()));
    }

    private SelectedOutputs select(FrameTask task, Map<String, Object> outputs, Throwable failure, OutputSelection wanted) {
        try {
            List<String> errors = new ArrayList<>();
            if (failure != null) {
                LOG.debug("Frame {} of session {} failed", task.metadata().frameId(), task.sessionId(), failure);
                errors.add(OutputSelector.text(Causes.of(failure)));
            }
            if (outputs instanceof PartialOutputs partial) {
                errors.addAll(partial.errors());
            }
            SelectedOutputs selected = selector.select(outputs == null ? Map.of() : outputs, wanted, task, errors, withVideo);
            return paidFor(task, selected.video() == null || selected.errors().isEmpty() ? selected
                    : new SelectedOutputs(selected.message(), Annotator.text(selected.video(), selected.errors()), selected.errors()));
        } catch (Throwable e) { // the client still gets a message for this frame
            return refused(task, e);
        }
    }

    /**
     * The outputs, or the reason why there is no memory to keep them until the client has taken them. As much as the frame itself takes was
     * admitted with it: frames that wait must not cost the results of those that are done.
     */
    private SelectedOutputs paidFor(FrameTask task, SelectedOutputs outputs) {
        long bytes = outputs.bytesBeside(task.frame());
        if (bytes <= task.frame().i420().length) {
            memory.takeAnyway(bytes);
            return outputs;
        }
        if (memory.take(bytes)) {
            return outputs;
        }
        String why = "The outputs of this frame are not sent: " + memory.refusal(bytes);
        long before = refusals.told(System.nanoTime());
        if (before >= 0) {
            LOG.warn("{}{}", why, before == 0 ? "" : " (" + before + " more since the last that was told)");
        }
        List<String> errors = new ArrayList<>(outputs.errors());
        errors.add(why);
        return new SelectedOutputs(null, withVideo ? task.frame() : null, List.copyOf(errors));
    }

    private SelectedOutputs refused(FrameTask task, Throwable failure) {
        LastWords.error(LOG, "The outputs of a frame of session {} cannot be sent", task.sessionId(), failure);
        try {
            return new SelectedOutputs(null, withVideo ? task.frame() : null, List.of(OutputSelector.text(failure)));
        } catch (Throwable e) { // the heap is still full
            return NOTHING;
        }
    }

    private void execute(Runnable task) {
        if (!threads.execute(() -> run(task))) {
            // the worker was closed while the frame was in process: nobody waits for it
            LOG.debug("A result came after its worker was closed");
        }
    }

    private void run(Runnable task) {
        Thread thread = Thread.currentThread();
        synchronized (atWork) {
            if (closed) {
                return;
            }
            atWork.add(thread);
        }
        try (MDC.MDCCloseable session = LogContext.of(sessionId)) {
            task.run();
        } finally {
            synchronized (atWork) {
                atWork.remove(thread);
                // an interrupt was for this session's frame
                Thread.interrupted();
            }
        }
    }

    /** Interrupts what is in process; a processor that ignores it keeps its daemon thread until it returns. Never blocks. */
    void close() {
        synchronized (atWork) {
            closed = true;
            atWork.forEach(Thread::interrupt);
        }
    }
}
