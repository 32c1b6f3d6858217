package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectState;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.LifeRule;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Motion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One object, from its first sighting to its end. */
final class Life {

    /** The model chooses the names: of more, the rest does not count. */
    private static final int MOST_CLASSES = 100;

    final String id;
    final EventTime first;
    final Motion motion;
    /** Names of the zones that it was told to be in. */
    private final TreeSet<String> zones = new TreeSet<>();
    private final Map<String, Double> votes = new LinkedHashMap<>();
    private EventTime last;
    private EventTime moved;
    private Box box;
    private double confidence;
    private String className;
    private Long trackerId;
    private String origin;
    private boolean inLast = true;
    private Duration unseen = Duration.ZERO;
    private long hits;
    private boolean confirmed;
    private int events;

    /** @param origin within which tracker ids hold */
    Life(String id, EventTime first, Detection detection, String origin) {
        this.id = id;
        this.first = first;
        this.moved = first;
        this.motion = new Motion(box(detection));
        take(first, detection, origin);
    }

    static Box box(Detection detection) {
        return new Box(detection.left(), detection.top(), detection.right(), detection.bottom());
    }

    private void take(EventTime now, Detection detection, String from) {
        last = now;
        box = box(detection);
        confidence = detection.confidence();
        trackerId = detection.trackerId();
        origin = from;
        hits = hits << 1 | 1;
        inLast = true;
        unseen = Duration.ZERO;
        vote(detection);
    }

    /** Told most, weighed by confidence; of equals the first. */
    private void vote(Detection detection) {
        if (detection.className() == null || votes.size() >= MOST_CLASSES && !votes.containsKey(detection.className())) {
            return;
        }
        double votesForIt = votes.merge(detection.className(), Double.isNaN(confidence) ? 0 : confidence, Double::sum);
        if (className == null || votesForIt > votes.get(className)) {
            className = detection.className();
        }
    }

    /** Lets time pass for where it is expected; longer than {@code most} it is not followed. */
    void pass(EventTime now, Duration most) {
        Duration passed = now.since(moved);
        motion.pass((passed.compareTo(most) < 0 ? passed : most).toNanos() / 1e9, inLast);
        moved = now;
    }

    void seen(EventTime now, Detection detection, String from) {
        Box where = box(detection);
        if (from.equals(origin)) {
            motion.seen(where);
        } else {
            motion.start(where);
        }
        take(now, detection, from);
    }

    /** It was in no detection of a result. @param counted time since the result before that counts */
    void missed(Duration counted) {
        hits <<= 1;
        inLast = false;
        unseen = unseen.plus(counted);
    }

    /** Whether it is confirmed with this result. */
    boolean confirms(LifeRule rule) {
        long window = rule.confirmOf() == Long.SIZE ? -1 : (1L << rule.confirmOf()) - 1;
        if (confirmed || Long.bitCount(hits & window) < rule.confirmFrames()) {
            return false;
        }
        confirmed = true;
        return true;
    }

    boolean confirmed() {
        return confirmed;
    }

    boolean inLast() {
        return inLast;
    }

    Duration unseen() {
        return unseen;
    }

    EventTime last() {
        return last;
    }

    Box box() {
        return box;
    }

    String className() {
        return className;
    }

    Long trackerId() {
        return trackerId;
    }

    String origin() {
        return origin;
    }

    double confidence() {
        return confidence;
    }

    void in(String zone, boolean inside) {
        if (inside) {
            zones.add(zone);
        } else {
            zones.remove(zone);
        }
    }

    ObjectState state() {
        return new ObjectState(className, confidence, box, List.copyOf(zones), null);
    }

    /** The number of the next event of it, from 1. */
    int nextEvent() {
        return ++events;
    }
}
