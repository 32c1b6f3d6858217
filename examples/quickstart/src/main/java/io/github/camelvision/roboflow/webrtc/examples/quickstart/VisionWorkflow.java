package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.Map;

/** What the worker's route does with a frame. */
@FunctionalInterface
public interface VisionWorkflow {

    /** @return the outputs: {@code predictions} (JSON-able Map) and {@code image} (annotated {@link Frame}, even sized) */
    Map<String, Object> process(Frame frame);
}
