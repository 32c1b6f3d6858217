package io.github.camelvision.roboflow.webrtc.uri;

import org.apache.camel.Component;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint whose URI {@link OptionUri} has read. Those whose secrets differ show the same URI, and are not the same. */
public abstract class OptionEndpoint extends DefaultEndpoint {

    /** @param uri without secrets */
    protected OptionEndpoint(String uri, Component component) {
        super(uri, component);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
