package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectState;
import io.github.camelvision.roboflow.webrtc.core.objects.SceneState;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ZoneRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches a zone. An object that is not seen stays where it was, so its time goes on, as in the Workflows block Time in Zone; only a
 * sighting outside, or its end, makes it leave.
 */
final class ZoneWatch {

    private final ZoneRule rule;
    private final ZoneCounts counts;
    private final Map<Life, Visit> visits = new LinkedHashMap<>();
    private final Map<Life, EventTime> told = new HashMap<>();
    private ZoneRaster raster;
    private int width = -1;
    private int height = -1;

    private static final class Visit {

        private final EventTime since;
        private EventTime outside;
        /** Whether it counts: it has been inside for long enough. */
        private boolean settled;
        /** Whether a cooldown keeps its events back. */
        private boolean silent;
        private int dwelt;

        Visit(EventTime since) {
            this.since = since;
        }
    }

    ZoneWatch(ZoneRule rule) {
        this.rule = rule;
        this.counts = new ZoneCounts(rule);
    }

    ZoneRule rule() {
        return rule;
    }

    SceneState.Zone state() {
        return new SceneState.Zone(rule, (int) visits.values().stream().filter(visit -> visit.settled).count());
    }

    /** Goes on where a zone of this name was before the rules changed. */
    void follow(ZoneWatch before) {
        visits.putAll(before.visits);
        told.putAll(before.told);
        counts.follow(before.counts);
    }

    void see(Life life, Sighting sighting, boolean relative, Outbox outbox) {
        EventTime now = sighting.time();
        Visit visit = visits.get(life);
        boolean inside = (rule.classes().isEmpty() || rule.classes().contains(life.className()))
                && raster(sighting, relative).contains(life.box());
        if (inside) {
            if (visit == null) {
                visit = new Visit(now);
                visits.put(life, visit);
            }
            visit.outside = null;
            if (!visit.settled && life.confirmed() && over(visit.since, now, rule.settle())) {
                enter(life, visit, outbox);
            }
            dwell(life, visit, now, outbox);
        } else if (visit != null && !visit.settled) {
            visits.remove(life);
        } else if (visit != null) {
            visit.outside = visit.outside == null ? now : visit.outside;
        }
    }

    /** Those that were outside for long enough have left, seen or not; then tells the counts. */
    void settle(EventTime now, Outbox outbox) {
        List<Life> gone = new ArrayList<>();
        visits.forEach((life, visit) -> {
            if (visit.settled && visit.outside != null && over(visit.outside, now, rule.settle())) {
                gone.add(life);
            }
        });
        gone.forEach(life -> leave(life, visits.get(life).outside, null, outbox));
        Map<String, Integer> inside = new HashMap<>();
        visits.forEach((life, visit) -> {
            if (visit.settled) {
                inside.merge(ZoneCounts.key(life.className()), 1, Integer::sum);
            }
        });
        counts.tell(inside, now, outbox);
    }

    private void enter(Life life, Visit visit, Outbox outbox) {
        visit.settled = true;
        EventTime before = told.get(life);
        visit.silent = before != null && !over(before, visit.since, rule.cooldown());
        ObjectState was = life.state();
        life.in(rule.name(), true);
        if (!visit.silent) {
            told.put(life, visit.since);
            outbox.tell(life, new EventDraft(ObjectEvent.Type.entered, visit.since).zone(rule.name()).states(was, life.state()));
        }
    }

    private void dwell(Life life, Visit visit, EventTime now, Outbox outbox) {
        while (visit.settled && visit.dwelt < rule.dwell().size() && over(visit.since, now, rule.dwell().get(visit.dwelt))) {
            visit.dwelt++;
            if (!visit.silent) {
                outbox.tell(life, new EventDraft(ObjectEvent.Type.dwelling, now).zone(rule.name()).from(visit.since)
                        .states(life.state(), life.state()));
            }
        }
    }

    /** @param reason null: it was seen outside */
    private void leave(Life life, EventTime when, String reason, Outbox outbox) {
        Visit visit = visits.remove(life);
        ObjectState was = life.state();
        life.in(rule.name(), false);
        if (!visit.silent) {
            told.put(life, when);
            outbox.tell(life, new EventDraft(ObjectEvent.Type.left, when).zone(rule.name()).from(visit.since).reason(reason)
                    .states(was, life.state()));
        }
    }

    /** The object is no more. */
    void end(Life life, String reason, Outbox outbox) {
        Visit visit = visits.get(life);
        if (visit != null && visit.settled) {
            leave(life, visit.outside == null ? life.last() : visit.outside, reason, outbox);
        }
        visits.remove(life);
        told.remove(life);
    }

    /** The zone is no more. */
    void end(EventTime now, Outbox outbox) {
        List.copyOf(visits.keySet()).forEach(life -> end(life, "rules", outbox));
        settleAtOnce(now, outbox);
    }

    /** Tells the counts, however short they have been. */
    void settleAtOnce(EventTime now, Outbox outbox) {
        settle(now, outbox);
        settle(now.at(now.at().plus(rule.countAfter())), outbox);
    }

    private static boolean over(EventTime since, EventTime now, Duration time) {
        return now.since(since).compareTo(time) >= 0;
    }

    private ZoneRaster raster(Sighting sighting, boolean relative) {
        if (raster == null || relative && (width != sighting.width() || height != sighting.height())) {
            width = sighting.width();
            height = sighting.height();
            double scaleX = relative ? width : 1;
            double scaleY = relative ? height : 1;
            raster = new ZoneRaster(rule.polygon().stream()
                    .map(corner -> new Detection.Point(corner.x() * scaleX, corner.y() * scaleY)).toList(), rule.anchors());
        }
        return raster;
    }
}
