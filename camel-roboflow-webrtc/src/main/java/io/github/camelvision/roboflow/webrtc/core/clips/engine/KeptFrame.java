package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.time.Instant;

/**
 * A frame that may go into a clip.
 *
 * @param number counts the frames of a session
 * @param jpeg the frame as an image, which takes a tenth of its memory
 * @param result without images; null when nothing is known
 */
public record KeptFrame(long number, long frameId, Instant at, byte[] jpeg, InferenceResult result) {

    long bytes() {
        return jpeg.length + (result == null ? 0 : result.size()) + MemoryBudget.OVERHEAD;
    }
}
