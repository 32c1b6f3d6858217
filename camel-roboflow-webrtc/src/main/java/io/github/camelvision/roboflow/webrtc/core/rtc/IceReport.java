package io.github.camelvision.roboflow.webrtc.core.rtc;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How far a peer has come with its candidates.
 *
 * @param complete nothing more will come
 * @param silent URLs of ICE servers from which nothing came yet
 * @param failed URLs of ICE servers that did not serve, with the reason
 * @param relayAfter when the first relayed candidate came, from the start of gathering; null: none came
 */
public record IceReport(boolean complete, List<String> silent, Map<String, String> failed, Duration relayAfter) {

    /** Nothing to tell. */
    public static final IceReport NONE = new IceReport(true, List.of(), Map.of(), null);

    public IceReport {
        silent = List.copyOf(silent);
        failed = Map.copyOf(failed);
    }
}
