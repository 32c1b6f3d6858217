package io.github.camelvision.roboflow.webrtc.core.source;

import java.util.List;

/**
 * What is asked of the workflow's outputs (docs/protocol.adoc#outputs).
 *
 * @param streamOutput outputs to send as video; null: the server chooses one; empty: no video
 * @param dataOutput outputs to send on the data channel; null or empty: metadata only; {@code *}: all but images
 * @param realtime whether the server drops frames to keep up (true) or takes every one, paced by acknowledgements (false)
 */
public record OutputRequest(List<String> streamOutput, List<String> dataOutput, boolean realtime) {

    public OutputRequest {
        streamOutput = streamOutput == null ? null : List.copyOf(streamOutput);
        dataOutput = dataOutput == null ? null : List.copyOf(dataOutput);
    }

    /** Whether the server will return video. */
    public boolean wantsVideo() {
        return streamOutput == null || streamOutput.stream().anyMatch(name -> !name.isBlank());
    }
}
