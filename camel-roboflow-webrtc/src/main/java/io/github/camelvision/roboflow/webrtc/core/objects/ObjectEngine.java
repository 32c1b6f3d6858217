package io.github.camelvision.roboflow.webrtc.core.objects;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.objects.engine.Scene;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Makes events of what one camera shows. Give it every result in the order of the frames ({@link #see}), and the time while none comes
 * ({@link #tick}). It has no clock and no thread: the same calls give the same events. Not for several threads at a time.
 */
public final class ObjectEngine {

    /** Connections that came before, whose late results are known as such. */
    private static final int PAST_SESSIONS = 8;

    private final String camera;
    private final Scene scene;
    private final Deque<String> past = new ArrayDeque<>();
    private ObjectRules rules;
    private String session;
    private long frameId;
    private EventTime last;
    /** What times of the connection are late behind those of the ones before. */
    private Duration shift = Duration.ZERO;
    private int width;
    private int height;
    private long late;
    /** Whether the newest sighting was not left out. */
    private boolean taken;

    public ObjectEngine(String camera, ObjectRules rules) {
        this.camera = camera;
        this.rules = rules.forCamera(camera);
        this.scene = new Scene(camera, this.rules);
    }

    /**
     * What a result shows. One that is older than what was seen is left out and counted.
     *
     * @return the events, in the order in which they are to be told
     * @throws RoboflowWebrtcException when rules are relative and the size of the frame is unknown
     */
    public List<ObjectEvent> see(Sighting sighting) {
        taken = false;
        String from = String.valueOf(sighting.sessionId());
        if (!from.equals(session)) {
            if (past.contains(from)) {
                late++;
                return List.of();
            }
            begin(from, sighting.time());
        } else if (sighting.frameId() != 0 && sighting.frameId() <= frameId
                || sighting.frameId() == 0 && !shifted(sighting.time()).at().isAfter(last.at())) {
            late++;
            return List.of();
        }
        Sighting sized = sized(sighting);
        EventTime time = shifted(sighting.time());
        // a server's clock that was put back must not turn the order of events
        last = last != null && time.at().isBefore(last.at()) ? time.at(last.at()) : time;
        frameId = sighting.frameId();
        taken = true;
        return scene.see(sized.at(last));
    }

    private void begin(String from, EventTime first) {
        if (session != null) {
            past.addLast(session);
            if (past.size() > PAST_SESSIONS) {
                past.removeFirst();
            }
        }
        session = from;
        frameId = 0;
        shift = last != null && first.at().isBefore(last.at()) ? Duration.between(first.at(), last.at()) : Duration.ZERO;
    }

    private EventTime shifted(EventTime time) {
        return shift.isZero() ? time : time.at(time.at().plus(shift));
    }

    private Sighting sized(Sighting sighting) {
        if (sighting.width() > 0 && sighting.height() > 0) {
            width = sighting.width();
            height = sighting.height();
            return sighting;
        }
        if (rules.relative() && width == 0 && !sighting.detections().isEmpty()) {
            throw new RoboflowWebrtcException("Camera " + camera + ": the results do not tell the size of the frame, which relative "
                    + "coordinates need; write the rules of object events in pixels (coordinates: pixels)");
        }
        return new Sighting(sighting.sessionId(), sighting.frameId(), sighting.time(), width, height, sighting.detections());
    }

    /** No result has come until this time, on the time line of the sightings. */
    public List<ObjectEvent> tick(Instant now) {
        return last == null || !now.isAfter(last.at()) ? List.of() : scene.silence(last.at(now));
    }

    /**
     * No result comes until another connection brings one, since nothing happens: no object ends for the silence.
     *
     * @param from the connection that there was; null: unknown
     */
    public void rest(String from) {
        scene.rest(from);
    }

    /** Nothing comes any more: every object ends. @param reason that the events tell */
    public List<ObjectEvent> end(String reason) {
        return scene.end(reason);
    }

    /** Other rules from the next result on; the events are of what is gone with the rules before. */
    public List<ObjectEvent> rules(ObjectRules changed) {
        rules = changed.forCamera(camera);
        return scene.rules(rules);
    }

    /** Time of the newest sighting; null before the first. */
    public Instant now() {
        return last == null ? null : last.at();
    }

    /** Objects that have appeared and not ended. */
    public int alive() {
        return scene.alive();
    }

    /** Objects of the newest sighting that have appeared; none when it was left out. */
    public List<SeenObject> inSight() {
        return taken ? scene.inSight() : List.of();
    }

    /** What it watches and has counted. Takes some time: ask when somebody looks. */
    public SceneState state() {
        return new SceneState(rules.relative(), width, height, scene.zones(), scene.lines(), scene.inSight());
    }

    /** Results that were left out because newer ones, or a newer connection, had been seen. */
    public long late() {
        return late;
    }

    /** Objects that were left out because there were too many at a time. */
    public long refused() {
        return scene.refused();
    }
}
