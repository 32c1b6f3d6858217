package io.github.camelvision.roboflow.webrtc.examples.fleet;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who has which camera, as the results tell it. Times are those at which nodes sent them. Not for several threads at a time. */
final class Sightings {

    /** A camera that is listed. */
    private static final class Camera {

        private String node;
        private long epoch;
        /** Of the first result of this owner. */
        private long since;
        private long last;
    }

    private final Map<String, Camera> cameras = new TreeMap<>();
    private final Set<String> nodes = new TreeSet<>();
    private long moved;
    private long ownedTwice;
    private long longestGap;
    private String gapOf;
    private long strays;

    /** The camera is listed: it is to have results. */
    void listed(String name) {
        cameras.put(name, new Camera());
    }

    /** The camera is listed no more. */
    void removed(String name) {
        cameras.remove(name);
    }

    /** A result. @param millis when its node sent it */
    void see(String name, String node, long epoch, long millis) {
        Camera camera = cameras.get(name);
        nodes.add(node);
        if (camera == null) {
            strays = Math.max(strays, millis);
            return;
        }
        if (camera.node == null || epoch > camera.epoch) {
            moved += camera.node == null || camera.node.equals(node) ? 0 : 1;
            camera.node = node;
            camera.epoch = epoch;
            camera.since = millis;
        } else if (!camera.node.equals(node)) {
            // what an owner sent before the next one began may be read later
            ownedTwice += epoch == camera.epoch || millis > camera.since ? 1 : 0;
            return;
        }
        long gap = camera.last == 0 ? 0 : millis - camera.last;
        if (gap > longestGap) {
            longestGap = gap;
            gapOf = name;
        }
        camera.last = Math.max(camera.last, millis);
    }

    /** Whether each listed camera had a result within this time, of one of these nodes, and each of the nodes has a camera. */
    boolean all(Set<String> of, long now, Duration within) {
        Set<String> owners = new TreeSet<>();
        for (Camera camera : cameras.values()) {
            if (camera.node == null || !of.contains(camera.node) || now - camera.last > within.toMillis()) {
                return false;
            }
            owners.add(camera.node);
        }
        return owners.equals(of);
    }

    /** Whether no node has more than one camera more than another. */
    boolean even() {
        Map<String, Integer> counts = new TreeMap<>();
        cameras.values().forEach(camera -> counts.merge(String.valueOf(camera.node), 1, Integer::sum));
        return counts.isEmpty() || Collections.max(counts.values()) - Collections.min(counts.values()) <= 1;
    }

    /** The epochs in which a node has its cameras, by camera. */
    Map<String, Long> epochsOf(String node) {
        Map<String, Long> epochs = new TreeMap<>();
        cameras.forEach((name, camera) -> {
            if (node.equals(camera.node)) {
                epochs.put(name, camera.epoch);
            }
        });
        return epochs;
    }

    /** Whether cameras that are not listed had no result within this time. */
    boolean quiet(long now, Duration within) {
        return now - strays > within.toMillis();
    }

    int nodes() {
        return nodes.size();
    }

    long moved() {
        return moved;
    }

    /** Results of a node that came after the camera's next owner had begun. */
    long ownedTwice() {
        return ownedTwice;
    }

    Duration longestGap() {
        return Duration.ofMillis(longestGap);
    }

    /** The camera that had it; null: none. */
    String gapOf() {
        return gapOf;
    }

    @Override
    public String toString() {
        Map<String, Set<String>> byNode = new TreeMap<>();
        cameras.forEach((name, camera) -> byNode.computeIfAbsent(String.valueOf(camera.node), node -> new TreeSet<>()).add(name));
        return byNode.toString();
    }
}
