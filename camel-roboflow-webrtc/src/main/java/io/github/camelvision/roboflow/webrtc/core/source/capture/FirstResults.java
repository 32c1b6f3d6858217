package io.github.camelvision.roboflow.webrtc.core.source.capture;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameTies;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the first results of a connection until it is known of which frames they are: their frames waited for the connection, so only that
 * tells when they were captured. On the loop.
 */
final class FirstResults {

    private static final int MOST = 60;
    /** A server may tell no times that fit. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final List<SourceResult> waiting = new ArrayList<>();
    private long firstNanos;
    private boolean over;

    /** Whether some are held. */
    boolean waiting() {
        return !waiting.isEmpty();
    }

    /**
     * A result came.
     *
     * @param tied what it and those before turned out to be
     * @param known whether results can be tied
     * @return what to deliver now
     */
    List<SourceResult> result(InferenceResult result, List<FrameTies.Tied> tied, boolean known, long nowNanos) {
        if (waiting.isEmpty()) {
            firstNanos = nowNanos;
        }
        waiting.add(new SourceResult(result, null));
        tied.forEach(each -> waiting.replaceAll(one -> one.result() == each.result()
                ? new SourceResult(one.result(), null, false, each.capturedNanos()) : one));
        boolean hopeless = result.metadata() == null || result.metadata().pts() == null || waiting.size() >= MOST
                || nowNanos - firstNanos > LIMIT.toNanos();
        over |= known || hopeless;
        if (!over) {
            return List.of();
        }
        List<SourceResult> ready = List.copyOf(waiting);
        waiting.clear();
        return ready;
    }
}
