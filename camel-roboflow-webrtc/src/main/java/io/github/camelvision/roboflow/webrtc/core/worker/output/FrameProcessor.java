package io.github.camelvision.roboflow.webrtc.core.worker.output;

import io.github.camelvision.roboflow.webrtc.core.worker.WorkerOptions;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The workflow: what turns a frame into outputs. One processor serves every session of its worker. */
@FunctionalInterface
public interface FrameProcessor {

    /**
     * Processes one frame. Called on a processing thread of the session, one frame at a time unless
     * {@link WorkerOptions#maxInFlight()} allows more; may block there, and may complete later on any thread.
     *
     * @return the outputs by name, in order. Images are {@link io.github.camelvision.roboflow.webrtc.core.media.Frame} or
     *         {@link java.awt.image.BufferedImage}; everything else is written as JSON by Jackson. Null means no outputs.
     *         A stage that fails, or an exception thrown, becomes the {@code errors} of that frame's message; the session goes on
     */
    CompletionStage<Map<String, Object>> process(FrameTask task);
}
