package io.github.camelvision.roboflow.webrtc.fleet;

import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A camera of a fleet as its registry describes it.
 *
 * @param name unique in the fleet; the name of its session
 * @param enabled whether it is to run
 * @param labels for routes, for instance its site or line
 * @param options of {@code roboflow-webrtc:} by name, which override those of the fleet; values may have property placeholders, so that
 *        no registry needs a secret
 */
public record FleetCamera(String name, boolean enabled, Map<String, String> labels, Map<String, String> options) {

    public FleetCamera {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("A camera needs a name");
        }
        // it is in each line of its log
        if (!PeerText.isPrintable(name)) {
            throw new IllegalArgumentException("A camera's name has no line breaks and other control characters");
        }
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }

    /** Without the options' values: one of them may be a secret. */
    @Override
    public String toString() {
        return "FleetCamera[" + name + (enabled ? "" : ", disabled") + ", labels=" + new TreeMap<>(labels) + ", options="
                + new TreeMap<>(options).keySet() + "]";
    }
}
