package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The option {@code dataField}: the only output that a route wants to see. Tells, once, when results do not have it. Any thread. */
public final class DataField {

    private static final Logger LOG = LoggerFactory.getLogger(DataField.class);

    private final String name;
    private final String where;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile String problem;

    /**
     * @param name null: all outputs
     * @param where what the option belongs to, for messages
     */
    public DataField(String name, String where) {
        this.name = name;
        this.where = where;
    }

    /** The result narrowed to the output; as it is without the option. */
    public InferenceResult of(InferenceResult result) {
        if (name == null) {
            return result;
        }
        check(result);
        return result.onlyField(name);
    }

    /** Results with errors of the workflow may lack outputs, and tell so themselves. */
    private void check(InferenceResult result) {
        if (result.hasField(name)) {
            problem = null;
        } else if (result.errors().isEmpty() && !result.processingComplete()) {
            problem = "dataField=" + name + " is not among the outputs of " + where + ", which are " + result.fieldNames()
                    + ": correct the option, or ask for the output with dataOutput";
            if (told.compareAndSet(false, true)) {
                LOG.warn("{}", problem);
            }
        }
    }

    /** What is wrong with the newest result in this respect; null when nothing is. */
    public String problem() {
        return problem;
    }
}
