package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ClassRule;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.LifeRule;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Association;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Reunion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which detections are which object: by the workflow's tracker ids, else by the tracker that is built in. An id holds within its
 * connection: after that, objects are found again by box and class.
 */
final class Lives {

    /** ByteTrack gives boxes less than this below what a new track needs to those that are there. */
    private static final double BELOW_NEW = 0.1;
    /** Two tracks that overlap more are one, as in ByteTrack ({@code remove_duplicate_tracks}). */
    private static final double SAME = 0.85;
    /** What a peer sends must not fill the memory. */
    private static final int MOST = 5_000;

    private final String camera;
    private final List<Life> lives = new ArrayList<>();
    private final Map<Long, Life> byTrackerId = new HashMap<>();
    private ObjectRules rules;
    private String session;
    private boolean trackerIds;
    private long refused;

    /** A detection that may be an object. */
    private record Seen(Detection detection, ClassRule rule) {

        boolean begins() {
            return detection.confidence() >= rule.confidence();
        }

        Association.Candidate candidate() {
            return new Association.Candidate(Life.box(detection), detection.confidence(),
                    detection.confidence() >= rule.confidence() - BELOW_NEW);
        }
    }

    Lives(String camera, ObjectRules rules) {
        this.camera = camera;
        this.rules = rules;
    }

    void rules(ObjectRules changed) {
        rules = changed;
    }

    List<Life> all() {
        return lives;
    }

    /** Objects that did not get a place because there were too many. */
    long refused() {
        return refused;
    }

    void remove(Life life) {
        lives.remove(life);
        byTrackerId.values().remove(life);
    }

    /** The objects that this result shows, in its order. */
    List<Life> see(Sighting sighting) {
        List<Seen> all = seen(sighting);
        boolean ids = rules.life().tracking() == LifeRule.Tracking.workflow || rules.life().tracking() == LifeRule.Tracking.auto
                && (trackerIds && same(sighting) || all.stream().anyMatch(one -> one.detection().trackerId() != null));
        if (!same(sighting) || ids != trackerIds) {
            byTrackerId.clear();
        }
        session = String.valueOf(sighting.sessionId());
        trackerIds = ids;
        lives.forEach(life -> life.pass(sighting.time(), rules.life().endAfter()));
        if (ids) {
            all.removeIf(one -> one.detection().trackerId() == null);
        }
        Life[] found = ids ? byId(all) : byTrack(all);
        reunite(all, found);
        return take(sighting, all, found);
    }

    private boolean same(Sighting sighting) {
        return String.valueOf(sighting.sessionId()).equals(session);
    }

    /** Within which tracker ids hold. */
    private String origin() {
        return (trackerIds ? "i" : "b") + session;
    }

    private List<Seen> seen(Sighting sighting) {
        double scaleX = rules.relative() ? sighting.width() : 1;
        double scaleY = rules.relative() ? sighting.height() : 1;
        List<Seen> seen = new ArrayList<>(sighting.detections().size());
        for (Detection detection : sighting.detections()) {
            ClassRule rule = rules.of(detection.className());
            boolean box = detection.width() > 0 && detection.height() > 0 && Double.isFinite(detection.x() + detection.y()
                    + detection.width() + detection.height());
            if (rule != null && box && detection.confidence() >= Association.LEAST_SCORE
                    && detection.width() >= rule.minimumWidth() * scaleX && detection.height() >= rule.minimumHeight() * scaleY) {
                seen.add(new Seen(detection, rule));
            }
        }
        return seen;
    }

    private Life[] byId(List<Seen> all) {
        Set<Long> taken = new HashSet<>();
        // of two with one id the first counts
        all.removeIf(one -> !taken.add(one.detection().trackerId()));
        return all.stream().map(one -> byTrackerId.get(one.detection().trackerId())).toArray(Life[]::new);
    }

    private Life[] byTrack(List<Seen> all) {
        int[] tracks = Association.of(all.stream().map(Seen::candidate).toList(),
                lives.stream().map(life -> new Association.Track(life.motion.box(), life.confirmed(), life.inLast())).toList());
        Life[] found = new Life[all.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = tracks[i] < 0 ? null : lives.get(tracks[i]);
        }
        return found;
    }

    /** What was not found may be an object from before a gap. */
    private void reunite(List<Seen> all, Life[] found) {
        List<Life> before = new ArrayList<>();
        Set<Life> taken = new HashSet<>(Arrays.asList(found));
        for (Life life : lives) {
            if (!life.origin().equals(origin()) && !taken.contains(life)) {
                before.add(life);
            }
        }
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i] == null && all.get(i).begins()) {
                open.add(i);
            }
        }
        if (before.isEmpty() || open.isEmpty()) {
            return;
        }
        int[] reunited = Reunion.of(
                open.stream().map(i -> all.get(i).detection()).map(one -> new Reunion.Place(Life.box(one), null, one.className())).toList(),
                before.stream().map(life -> new Reunion.Place(life.box(), life.motion.box(), life.className())).toList());
        for (int i = 0; i < reunited.length; i++) {
            if (reunited[i] >= 0) {
                found[open.get(i)] = before.get(reunited[i]);
            }
        }
    }

    private List<Life> take(Sighting sighting, List<Seen> all, Life[] found) {
        List<Box> boxes = new ArrayList<>(found.length);
        for (int i = 0; i < found.length; i++) {
            if (found[i] != null) {
                found[i].seen(sighting.time(), all.get(i).detection(), origin());
                boxes.add(found[i].box());
            }
        }
        List<Life> seen = new ArrayList<>(found.length);
        for (int i = 0; i < found.length; i++) {
            if (found[i] == null && all.get(i).begins() && (trackerIds || isAnother(all.get(i), boxes))) {
                found[i] = begin(sighting, all.get(i).detection(), i);
            }
            if (found[i] != null) {
                seen.add(found[i]);
                boxes.add(found[i].box());
                if (trackerIds) {
                    byTrackerId.put(found[i].trackerId(), found[i]);
                }
            }
        }
        return seen;
    }

    private static boolean isAnother(Seen one, List<Box> boxes) {
        Box box = Life.box(one.detection());
        return boxes.stream().noneMatch(other -> other.iou(box) > SAME);
    }

    private Life begin(Sighting sighting, Detection detection, int place) {
        if (lives.size() >= MOST) {
            refused++;
            return null;
        }
        Life life =
                new Life(Ids.of(camera, sighting.sessionId(), sighting.frameId(), sighting.time().at(), place), sighting.time(), detection,
                        origin());
        lives.add(life);
        return life;
    }
}
