package io.github.camelvision.roboflow.webrtc.examples.kafka;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares what was sent with what arrives: every prediction once, in its camera's order, byte for byte. Thread safe. */
final class Ledger {

    private record Id(String camera, long frame) {}

    private final Map<Id, byte[]> onTheWay = new HashMap<>();
    private final Set<Id> arrived = new HashSet<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final Map<String, Long> lastFrames = new HashMap<>();
    private long sent;
    private long received;
    private long doubled;
    private long changed;
    private long disordered;

    /** To be called before the record can arrive. */
    synchronized void sent(String camera, long frame, byte[] prediction) {
        onTheWay.put(new Id(camera, frame), prediction);
        sent++;
    }

    /** @return whether the record is a new one: after an outage a consumer may be given again what it had not yet committed */
    synchronized boolean received(String camera, long frame, byte[] prediction, int partition, long offset) {
        if (offset <= offsets.getOrDefault(partition, -1L)) {
            return false;
        }
        offsets.put(partition, offset);
        Id id = new Id(camera, frame);
        byte[] original = onTheWay.remove(id);
        if (original == null) {
            doubled += arrived.contains(id) ? 1 : 0;
            changed += arrived.contains(id) ? 0 : 1;
        } else if (Arrays.equals(original, prediction)) {
            received++;
            arrived.add(id);
            disordered += frame < lastFrames.getOrDefault(camera, 0L) ? 1 : 0;
            lastFrames.put(camera, frame);
        } else {
            changed++;
        }
        notifyAll();
        return true;
    }

    /** Waits until everything that was sent has arrived, or nothing has for so long. */
    synchronized void awaitArrival(long patienceMillis) throws InterruptedException {
        while (!onTheWay.isEmpty()) {
            long before = received;
            wait(patienceMillis);
            if (received == before) {
                return;
            }
        }
    }

    synchronized long sent() {
        return sent;
    }

    synchronized long received() {
        return received;
    }

    synchronized long doubled() {
        return doubled;
    }

    /** Records of this run with other bytes than were sent. */
    synchronized long changed() {
        return changed;
    }

    /** Predictions that came after a later one of their camera. */
    synchronized long disordered() {
        return disordered;
    }
}
