package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.SceneState;
import io.github.camelvision.roboflow.webrtc.core.objects.SeenObject;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.LineRule;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ZoneRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What one camera shows: its objects, and those who watch them. Times never go back here. Not for several threads. */
public final class Scene {

    private final Lives lives;
    private final Outbox outbox;
    private final Updates updates = new Updates();
    private final List<ZoneWatch> zones = new ArrayList<>();
    private final List<LineWatch> lines = new ArrayList<>();
    private ObjectRules rules;
    private String sessionId;
    private EventTime last;
    /** The newest time, be it of a result or of a silence. */
    private EventTime newest;
    private boolean resting;
    /** The connection before the rest. */
    private String restedFrom;
    /** The first result after the last rest; null: there was no rest. */
    private EventTime resumed;

    /** @param rules those of the camera */
    public Scene(String camera, ObjectRules rules) {
        this.rules = rules;
        this.outbox = new Outbox(camera);
        this.lives = new Lives(camera, rules);
        rules.zones().forEach(zone -> zones.add(new ZoneWatch(zone)));
        rules.lines().forEach(line -> lines.add(new LineWatch(line)));
    }

    /** Objects that have appeared and not ended. */
    public int alive() {
        return (int) lives.all().stream().filter(Life::confirmed).count();
    }

    /** Those that have appeared and are in the newest result. */
    public List<SeenObject> inSight() {
        return lives.all().stream().filter(life -> life.confirmed() && life.inLast())
                .map(life -> new SeenObject(life.id, life.confidence(), life.box())).toList();
    }

    public List<SceneState.Zone> zones() {
        return zones.stream().map(ZoneWatch::state).toList();
    }

    public List<SceneState.Line> lines() {
        return lines.stream().map(LineWatch::state).toList();
    }

    /** Objects that were left out because there were too many. */
    public long refused() {
        return lives.refused();
    }

    /** A result. */
    public List<ObjectEvent> see(Sighting sighting) {
        outbox.of(sighting.sessionId(), sighting.frameId());
        EventTime now = sighting.time();
        if (resting && (restedFrom == null || !restedFrom.equals(sighting.sessionId()))) {
            resting = false;
            resumed = now;
        }
        Duration counted = counted(sighting);
        List<Life> seen = lives.see(sighting);
        for (Life life : seen) {
            if (life.confirms(rules.life())) {
                updates.appeared(life, now, outbox);
            }
            zones.forEach(zone -> zone.see(life, sighting, rules.relative(), outbox));
            lines.forEach(line -> line.see(life, sighting, rules.relative(), outbox));
            updates.seen(life, now, rules.life().updateEvery(), outbox);
        }
        lives.all().stream().filter(life -> life.last() != now).forEach(life -> life.missed(counted));
        endIf(life -> life.unseen().compareTo(rules.life().endAfter()) > 0, "unseen");
        endIf(life -> silent(life, now), "silence");
        zones.forEach(zone -> zone.settle(now, outbox));
        sessionId = sighting.sessionId();
        last = now;
        reach(now);
        return outbox.take();
    }

    /** What was absent from results counts, a silence does not: of a longer time between two results only this much. */
    private Duration counted(Sighting sighting) {
        if (last == null || !String.valueOf(sighting.sessionId()).equals(String.valueOf(sessionId))) {
            return Duration.ZERO;
        }
        Duration passed = sighting.time().since(last);
        Duration most = rules.life().endAfter().dividedBy(2);
        return passed.compareTo(most) < 0 ? passed : most;
    }

    private boolean silent(Life life, EventTime now) {
        EventTime since = resumed == null || life.last().at().isAfter(resumed.at()) ? life.last() : resumed;
        return !resting && now.since(since).compareTo(rules.life().keepFor()) > 0;
    }

    /** No result comes until another connection brings one, and nothing happens till then. @param from the connection; null: unknown */
    public void rest(String from) {
        resting = true;
        restedFrom = from;
    }

    /** No result has come until now. */
    public List<ObjectEvent> silence(EventTime now) {
        reach(now);
        outbox.of(sessionId, 0);
        endIf(life -> silent(life, now), "silence");
        zones.forEach(zone -> zone.settle(now, outbox));
        return outbox.take();
    }

    private void reach(EventTime now) {
        newest = newest == null || now.at().isAfter(newest.at()) ? now : newest;
    }

    /** Ends every object. */
    public List<ObjectEvent> end(String reason) {
        outbox.of(sessionId, 0);
        endIf(life -> true, reason);
        if (newest != null) {
            zones.forEach(zone -> zone.settleAtOnce(newest, outbox));
        }
        return outbox.take();
    }

    private void endIf(Predicate<Life> which, String reason) {
        for (Life life : lives.all().stream().filter(which).toList()) {
            zones.forEach(zone -> zone.end(life, reason, outbox));
            lines.forEach(line -> line.end(life));
            updates.end(life);
            lives.remove(life);
            if (life.confirmed()) {
                outbox.tell(life, new EventDraft(ObjectEvent.Type.ended, life.last()).from(life.first).reason(reason)
                        .states(life.state(), null));
            }
        }
    }

    /** Other rules from now on. Zones and lines of the same name go on; objects leave those that are gone. */
    public List<ObjectEvent> rules(ObjectRules changed) {
        outbox.of(sessionId, 0);
        List<ZoneWatch> zonesBefore = List.copyOf(zones);
        List<LineWatch> linesBefore = List.copyOf(lines);
        zones.clear();
        lines.clear();
        for (ZoneRule rule : changed.zones()) {
            ZoneWatch zone = new ZoneWatch(rule);
            zonesBefore.stream().filter(before -> before.rule().name().equals(rule.name())).forEach(zone::follow);
            zones.add(zone);
        }
        for (LineRule rule : changed.lines()) {
            LineWatch line = new LineWatch(rule);
            linesBefore.stream().filter(before -> before.rule().name().equals(rule.name())).forEach(line::follow);
            lines.add(line);
        }
        if (newest != null) {
            zonesBefore.stream().filter(before -> zones.stream().noneMatch(zone -> zone.rule().name().equals(before.rule().name())))
                    .forEach(zone -> zone.end(newest, outbox));
        }
        rules = changed;
        lives.rules(changed);
        return outbox.take();
    }
}
