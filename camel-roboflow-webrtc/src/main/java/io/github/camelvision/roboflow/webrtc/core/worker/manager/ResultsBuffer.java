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

    /** Pictures that are kept, in bytes: a client may ask for any number of results. */
    static final long MAX_PICTURE_BYTES = 64L * 1024 * 1024;

    /**
     * @param videoMetadata of the images among the outputs
     * @param outputs of the workflow by name, pictures not yet encoded
     */
    record Result(FrameMetadata metadata, Map<String, Object> videoMetadata, Map<String, Object> outputs) {}

    private final int capacity;
    private final ArrayDeque<Result> results = new ArrayDeque<>();
    private long pictureBytes;

    ResultsBuffer(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(FrameTask task, Map<String, Object> outputs) {
        Result result = new Result(task.metadata(), OutputImages.videoMetadata(task),
                Collections.unmodifiableMap(new LinkedHashMap<>(outputs)));
        results.add(result);
        pictureBytes += pictures(result);
        while (results.size() > capacity || pictureBytes > MAX_PICTURE_BYTES && results.size() > 1) {
            take();
        }
    }

    /** The oldest result, which is not kept any longer; null when there is none. */
    synchronized Result take() {
        Result oldest = results.poll();
        if (oldest != null) {
            pictureBytes -= pictures(oldest);
        }
        return oldest;
    }

    synchronized int size() {
        return results.size();
    }

    private static long pictures(Result result) {
        return OutputImages.bytesIn(result.outputs());
    }
}
