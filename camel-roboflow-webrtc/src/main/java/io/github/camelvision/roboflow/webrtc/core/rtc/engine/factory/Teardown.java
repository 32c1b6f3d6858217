package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes every part, whatever the others do, and reports the failures together. */
public final class Teardown {

    private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

    private Throwable failures;

    public void step(String part, Runnable close) {
        try {
            close.run();
        } catch (Throwable t) {
            // webrtc-java throws java.lang.Error when someone still holds a reference, which is harmless.
            if (failures == null) {
                failures = new IllegalStateException("Closing a peer connection");
            }
            failures.addSuppressed(new IllegalStateException(part, t));
        }
    }

    public void report() {
        if (failures != null) {
            LOG.debug("Parts of a peer connection did not close cleanly", failures);
        }
    }
}
