package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameTask;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputImages;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The newest results of a pipeline, for {@code consume}; when it is full the oldest goes. Thread-safe. */
final class ResultsBuffer {

    /** Images that are kept, in bytes: a client may ask for any number of results. */
    static final long MAX_IMAGE_BYTES = 64L * 1024 * 1024;

    /**
     * @param videoMetadata of the images among the outputs
     * @param outputs of the workflow by name, images not yet encoded
     */
    record Result(FrameMetadata metadata, Map<String, Object> videoMetadata, Map<String, Object> outputs) {}

    private final int capacity;
    private final ArrayDeque<Result> results = new ArrayDeque<>();
    private long imageBytes;

    ResultsBuffer(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(FrameTask task, Map<String, Object> outputs) {
        Result result = new Result(task.metadata(), OutputImages.videoMetadata(task),
                Collections.unmodifiableMap(new LinkedHashMap<>(outputs)));
        results.add(result);
        imageBytes += images(result);
        while (results.size() > capacity || imageBytes > MAX_IMAGE_BYTES && results.size() > 1) {
            take();
        }
    }

    /** The oldest result, which is not kept any longer; null when there is none. */
    synchronized Result take() {
        Result oldest = results.poll();
        if (oldest != null) {
            imageBytes -= images(oldest);
        }
        return oldest;
    }

    synchronized int size() {
        return results.size();
    }

    private static long images(Result result) {
        return OutputImages.bytesIn(result.outputs());
    }
}
