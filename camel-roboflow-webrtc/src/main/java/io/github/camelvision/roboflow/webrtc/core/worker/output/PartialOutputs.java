package io.github.camelvision.roboflow.webrtc.core.worker.output;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The outputs of a frame, some or all of which failed: they come with errors, as those of another server that was asked. Unmodifiable. */
public final class PartialOutputs extends AbstractMap<String, Object> {

    private final Map<String, Object> outputs;
    private final List<String> errors;

    /** @param errors in the words that the client gets */
    public PartialOutputs(Map<String, Object> outputs, List<String> errors) {
        this.outputs = Collections.unmodifiableMap(outputs);
        this.errors = List.copyOf(errors);
    }

    /** Goes into the {@code errors} of the frame's message. */
    public List<String> errors() {
        return errors;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return outputs.entrySet();
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof PartialOutputs partial && errors.equals(partial.errors);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + errors.hashCode();
    }
}
