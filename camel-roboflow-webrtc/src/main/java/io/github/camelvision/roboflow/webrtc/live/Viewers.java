package io.github.camelvision.roboflow.webrtc.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who watches: at most so many at once. A viewer that asks for nothing for a while is gone; where the house is full it is gone much
 * earlier, since a page that is looked at asks several times a second. So made-up viewers that ask seldom keep nobody out. Thread-safe.
 */
final class Viewers {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,40}");

    private final int max;
    private final Duration lease;
    private final Duration patience;
    private final Map<String, Long> asked = new HashMap<>();

    /**
     * @param lease how long a viewer may be silent
     * @param patience how long a viewer may be silent while another one waits
     */
    Viewers(int max, Duration lease, Duration patience) {
        this.max = max;
        this.lease = lease;
        this.patience = patience;
    }

    /** Whether this viewer may watch now. */
    synchronized boolean admit(String viewer) {
        if (viewer == null || !ID.matcher(viewer).matches()) {
            return false;
        }
        long now = System.nanoTime();
        dropSilent(now, lease);
        if (!asked.containsKey(viewer) && asked.size() >= max) {
            dropSilent(now, patience);
            if (asked.size() >= max) {
                return false;
            }
        }
        asked.put(viewer, now);
        return true;
    }

    private void dropSilent(long now, Duration silence) {
        asked.values().removeIf(last -> now - last >= silence.toNanos());
    }
}
