package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectState;
import java.time.Duration;
import java.time.Instant;

/** An event while it is put together. */
final class EventDraft {

    private final ObjectEvent.Type type;
    private final EventTime time;
    private String className;
    private String zone;
    private String line;
    private ObjectEvent.Direction direction;
    private Instant from;
    private String reason;
    private ObjectState before;
    private ObjectState after;

    EventDraft(ObjectEvent.Type type, EventTime time) {
        this.type = type;
        this.time = time;
    }

    EventDraft className(String name) {
        className = name;
        return this;
    }

    EventDraft zone(String name) {
        zone = name;
        return this;
    }

    EventDraft line(String name, ObjectEvent.Direction way) {
        line = name;
        direction = way;
        return this;
    }

    EventDraft from(EventTime start) {
        from = start.at();
        return this;
    }

    EventDraft reason(String why) {
        reason = why;
        return this;
    }

    EventDraft states(ObjectState was, ObjectState is) {
        before = was;
        after = is;
        return this;
    }

    /** What tells events apart that belong to no object. */
    String key() {
        return type + "|" + zone + "|" + className + "|" + time.at();
    }

    /** @param life null: of no object */
    ObjectEvent of(String id, String camera, Life life, String sessionId, long frameId) {
        Double seconds = from == null ? null : (Double) (Duration.between(from, time.at()).toNanos() / 1e9);
        return new ObjectEvent(id, type, camera, life == null ? null : life.id, life == null ? className : life.className(), zone, line,
                direction, time, from, seconds, reason, sessionId, frameId == 0 ? null : frameId, life == null ? null : life.trackerId(),
                before, after);
    }
}
