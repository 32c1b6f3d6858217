package io.github.camelvision.roboflow.webrtc.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Who watches: at most so many at once. A viewer that asks for nothing for a while is gone. Thread-safe. */
final class Viewers {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,40}");

    private final int max;
    private final Duration lease;
    private final Map<String, Long> until = new HashMap<>();

    Viewers(int max, Duration lease) {
        this.max = max;
        this.lease = lease;
    }

    /** Whether this viewer may watch now. */
    synchronized boolean admit(String viewer) {
        if (viewer == null || !ID.matcher(viewer).matches()) {
            return false;
        }
        long now = System.nanoTime();
        until.values().removeIf(end -> end - now <= 0);
        if (!until.containsKey(viewer) && until.size() >= max) {
            return false;
        }
        until.put(viewer, now + lease.toNanos());
        return true;
    }
}
