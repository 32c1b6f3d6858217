package io.github.camelvision.roboflow.webrtc.core.worker.output;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;

/**
 * What of a frame's outputs is sent.
 *
 * @param json {@code serialized_output_data} as a JSON object in UTF-8; null when nothing is sent
 * @param video the picture for the returned track; null when there is none
 * @param errors for the message; the processor's first
 */
public record SelectedOutputs(byte[] json, Frame video, List<String> errors) {}
