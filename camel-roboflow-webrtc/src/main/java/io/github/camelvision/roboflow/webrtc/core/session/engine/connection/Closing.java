package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes parts of a session: one part's failure must not keep the others open. */
public final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void quietly(String part, Runnable close) {
        try {
            close.run();
        } catch (Throwable e) { // of a full heap, for instance: the other parts are freed all the same
            LastWords.error(LOG, "Closing the {} of a session failed", part, e);
        }
    }

    /** Frees what outlives connections. */
    public static void free(SessionOptions options) {
        quietly("source", options.source()::close);
        quietly("signalling", options.signalling()::close);
        options.atEnd().forEach(task -> quietly("end task", task));
    }
}
