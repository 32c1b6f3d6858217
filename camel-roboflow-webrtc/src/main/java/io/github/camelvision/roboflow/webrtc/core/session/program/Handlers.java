package io.github.camelvision.roboflow.webrtc.core.session.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's handlers. What one throws, errors of the JVM included, goes to the error handlers, and keeps neither the others nor the next
 * ones from being called.
 */
final class Handlers {

    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    private final String session;
    private final List<BiConsumer<Frame, FrameMetadata>> frames = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<InferenceResult, FrameMetadata>> data = new CopyOnWriteArrayList<>();
    private final List<Consumer<RuntimeException>> errors = new CopyOnWriteArrayList<>();
    private final Repeats failures = new Repeats();
    private volatile Thread calling;

    Handlers(String session) {
        this.session = session;
    }

    void addFrame(BiConsumer<Frame, FrameMetadata> handler) {
        frames.add(handler);
    }

    void addData(BiConsumer<InferenceResult, FrameMetadata> handler) {
        data.add(handler);
    }

    void addField(String field, BiConsumer<JsonNode, FrameMetadata> handler) {
        data.add((result, metadata) -> {
            JsonNode value = result.field(field);
            if (value != null && !value.isMissingNode()) {
                handler.accept(value, metadata);
            }
        });
    }

    void addError(Consumer<RuntimeException> handler) {
        errors.add(handler);
    }

    /**
     * Calls the handlers of a delivery.
     *
     * @param wantsFrame whether the caller wants the frame too, if there are no handlers for it
     * @return the frame; null when there is none, or nobody wants it
     */
    VideoFrame handle(Delivery delivery, boolean wantsFrame) {
        InferenceResult result = delivery.result();
        FrameMetadata metadata = result == null ? null : result.metadata();
        if (result != null) {
            data.forEach(handler -> guard(() -> handler.accept(result, metadata)));
        }
        if (frames.isEmpty() && !wantsFrame) {
            return null;
        }
        Frame[] frame = new Frame[1];
        guard(() -> frame[0] = delivery.frame());
        if (frame[0] == null) {
            return null;
        }
        frames.forEach(handler -> guard(() -> handler.accept(frame[0], metadata)));
        return new VideoFrame(frame[0], metadata, result);
    }

    /** Whether a handler calls. */
    boolean onCallingThread() {
        return Thread.currentThread() == calling;
    }

    private void guard(Runnable call) {
        calling = Thread.currentThread();
        try {
            call.run();
        } catch (Throwable e) { // the session goes on, whatever a handler does
            if (errors.isEmpty()) {
                logged(e);
            }
            tell(e instanceof RuntimeException plain ? plain : new RoboflowWebrtcException("A handler failed with " + e, e));
        } finally {
            calling = null;
        }
    }

    private void logged(Throwable failure) {
        long before = failures.told(System.nanoTime());
        if (before >= 0) {
            LOG.warn("Session {}: a handler failed{}", session,
                    before == 0 ? "" : " (and " + before + " times since the last that was told)", failure);
        }
    }

    /** Something of the session, which has logged it. */
    void handle(RuntimeException error) {
        calling = Thread.currentThread();
        try {
            tell(error);
        } finally {
            calling = null;
        }
    }

    private void tell(RuntimeException error) {
        for (Consumer<RuntimeException> handler : errors) {
            try {
                handler.accept(error);
            } catch (Throwable e) { // as for the other handlers
                LastWords.error(LOG, "Session {}: the error handler failed", session, e);
            }
        }
    }
}
