package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameTask;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputImages;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest results of a pipeline, for {@code consume}; when it is full the oldest goes. Thread-safe. */
final class ResultsBuffer {

    private static final Logger LOG = LoggerFactory.getLogger(ResultsBuffer.class);

    /** Images that are kept, in bytes: a client may ask for any number of results. */
    static final long MAX_IMAGE_BYTES = 64L * 1024 * 1024;

    /**
     * @param videoMetadata of the images among the outputs
     * @param outputs of the workflow by name, images not yet encoded
     */
    record Result(FrameMetadata metadata, Map<String, Object> videoMetadata, Map<String, Object> outputs) {}

    private final int capacity;
    private final MemoryBudget.Account memory;
    private final ArrayDeque<Result> results = new ArrayDeque<>();
    private long imageBytes;

    /** @param memory that the results count in; who made it closes it */
    ResultsBuffer(int capacity, MemoryBudget.Account memory) {
        this.capacity = capacity;
        this.memory = memory;
    }

    synchronized void add(FrameTask task, Map<String, Object> outputs) {
        Result result = new Result(task.metadata(), OutputImages.videoMetadata(task),
                Collections.unmodifiableMap(new LinkedHashMap<>(outputs)));
        long bytes = OutputImages.bytesIn(result.outputs());
        while (!results.isEmpty() && (results.size() >= capacity || imageBytes + bytes > MAX_IMAGE_BYTES || !memory.fits(held(bytes)))) {
            take();
        }
        if (memory.take(held(bytes))) {
            results.add(result);
            imageBytes += bytes;
        } else {
            LOG.debug("A result is not kept: {}", memory.refusal(held(bytes)));
        }
    }

    private static long held(long imageBytes) {
        return imageBytes + MemoryBudget.OVERHEAD;
    }

    /** The oldest result, which is not kept any longer; null when there is none. */
    synchronized Result take() {
        Result oldest = results.poll();
        if (oldest != null) {
            long bytes = OutputImages.bytesIn(oldest.outputs());
            imageBytes -= bytes;
            memory.give(held(bytes));
        }
        return oldest;
    }

    synchronized int size() {
        return results.size();
    }
}
