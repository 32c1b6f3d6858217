package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells that an object appeared, and what changed since it was told last; changes that come too fast are told together. */
final class Updates {

    /** A sighting is better than the best one when its score is so much higher. */
    private static final double BETTER = 1.2;

    private final Map<Life, Told> told = new HashMap<>();

    private static final class Told {

        private ObjectState state;
        private EventTime at;
        private double score;
        private double best;
    }

    void appeared(Life life, EventTime now, Outbox outbox) {
        Told first = new Told();
        first.state = life.state();
        first.at = now;
        first.score = score(life);
        first.best = first.score;
        told.put(life, first);
        outbox.tell(life, new EventDraft(ObjectEvent.Type.appeared, life.first).states(null, life.state()));
    }

    /** @param every at most one in this time; zero: none */
    void seen(Life life, EventTime now, Duration every, Outbox outbox) {
        Told before = told.get(life);
        if (before == null || every.isZero()) {
            return;
        }
        before.best = Math.max(before.best, score(life));
        if (now.since(before.at).compareTo(every) < 0) {
            return;
        }
        ObjectState is = life.state();
        List<String> reasons = new ArrayList<>();
        if (!Objects.equals(before.state.className(), is.className())) {
            reasons.add("class");
        }
        if (!before.state.zones().equals(is.zones())) {
            reasons.add("zones");
        }
        if (before.best > BETTER * before.score) {
            reasons.add("snapshot");
        }
        if (!reasons.isEmpty()) {
            outbox.tell(life, new EventDraft(ObjectEvent.Type.updated, now).reason(String.join(",", reasons)).states(before.state, is));
            before.state = is;
            before.at = now;
            before.score = before.best;
        }
    }

    /** Large and sure is good. */
    private static double score(Life life) {
        return life.confidence() * Math.sqrt(life.box().area());
    }

    void end(Life life) {
        told.remove(life);
    }
}
