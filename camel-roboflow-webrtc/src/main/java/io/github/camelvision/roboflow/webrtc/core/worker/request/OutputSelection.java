package io.github.camelvision.roboflow.webrtc.core.worker.request;

import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import java.util.ArrayList;
import java.util.List;

/**
 * Which outputs go on the video track and which on the data channel (the table in docs/protocol.adoc#outputs). Immutable: a runtime change
 * makes a new one.
 *
 * @param streamOutput null: detect the field; no non-blank name: no video; else the first non-blank name is the field
 * @param dataOutput null or empty: metadata only; exactly {@code ["*"]}: everything but images; else these fields
 */
public record OutputSelection(List<String> streamOutput, List<String> dataOutput) {

    private static final int MAX_SHOWN = 200;

    /** What the data channel carries. */
    public enum DataMode {
        NONE, ALL, NAMED
    }

    public OutputSelection {
        streamOutput = streamOutput == null ? null : withoutBlanks(streamOutput);
        dataOutput = dataOutput == null ? List.of() : withoutBlanks(dataOutput);
    }

    private static List<String> withoutBlanks(List<String> names) {
        return names.stream().filter(name -> name != null && !name.isBlank()).toList();
    }

    /** Whether a video track is wanted at all. */
    public boolean video() {
        return streamOutput == null || !streamOutput.isEmpty();
    }

    /** The field to send as video; null when it is to be detected, or when there is no video. */
    public String streamField() {
        return streamOutput == null || streamOutput.isEmpty() ? null : streamOutput.get(0);
    }

    public DataMode dataMode() {
        if (dataOutput.isEmpty()) {
            return DataMode.NONE;
        }
        return dataOutput.equals(List.of("*")) ? DataMode.ALL : DataMode.NAMED;
    }

    /** With another {@link #streamOutput}. */
    public OutputSelection withStream(List<String> names) {
        return new OutputSelection(names, dataOutput);
    }

    /** With another {@link #dataOutput}. */
    public OutputSelection withData(List<String> names) {
        return new OutputSelection(streamOutput, names);
    }

    /** For logs: the client chose the names. */
    @Override
    public String toString() {
        return "OutputSelection[streamOutput=" + PeerText.line(String.valueOf(streamOutput), MAX_SHOWN)
                + ", dataOutput=" + PeerText.line(String.valueOf(dataOutput), MAX_SHOWN) + "]";
    }

    /**
     * Compares the names with those of a workflow.
     *
     * @param available null when they are not known: everything fits then
     * @return what is wrong, or null
     */
    public String problemWith(List<String> available) {
        if (available == null) {
            return null;
        }
        List<String> invalid = new ArrayList<>();
        if (dataMode() == DataMode.NAMED) {
            dataOutput.stream().filter(name -> !available.contains(name)).forEach(invalid::add);
        }
        if (!invalid.isEmpty()) {
            return "Invalid data_output fields: " + invalid + ". Available workflow outputs: " + available;
        }
        String field = streamField();
        if (field != null && !available.contains(field)) {
            return "Invalid stream_output field: '" + field + "'. Available workflow outputs: " + available;
        }
        return null;
    }
}
