package io.github.camelvision.roboflow.webrtc.objects;

import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.objects.EventClock;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEngine;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.SceneState;
import io.github.camelvision.roboflow.webrtc.core.objects.SeenObject;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.TimeBasis;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.metrics.MeteredSession;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The events of one camera's results. Any thread may call; results come in the order of the calls. */
public final class CameraEvents implements MeteredSession.ObjectCounts {

    private final ObjectEngine engine;
    private final EventClock clock;
    private final Map<ObjectEvent.Type, AtomicLong> told = new EnumMap<>(ObjectEvent.Type.class);

    public CameraEvents(String camera, ObjectRules rules, TimeBasis basis) {
        engine = new ObjectEngine(camera, rules);
        clock = new EventClock(basis);
        for (ObjectEvent.Type type : ObjectEvent.Type.values()) {
            told.put(type, new AtomicLong());
        }
    }

    /**
     * A result.
     *
     * @param metadata null: unknown
     * @param arrival when it came
     * @param captured when its frame was captured here; null: unknown
     */
    public synchronized List<ObjectEvent> see(String sessionId, FrameMetadata metadata, Detections detections, Instant arrival,
            Instant captured) {
        int width = detections.getImageWidth() > 0 ? detections.getImageWidth() : size(metadata == null ? null : metadata.width());
        int height = detections.getImageHeight() > 0 ? detections.getImageHeight() : size(metadata == null ? null : metadata.height());
        return counted(engine.see(new Sighting(sessionId, metadata == null ? 0 : metadata.frameId(),
                clock.of(sessionId, metadata, arrival, captured), width, height, detections.getList())));
    }

    private static int size(Integer pixels) {
        return pixels == null ? 0 : pixels;
    }

    /** No result has come until now. */
    public synchronized List<ObjectEvent> tick(Instant now) {
        Instant time = clock.now(now);
        return time == null ? List.of() : counted(engine.tick(time));
    }

    /** As {@link ObjectEngine#rest}. */
    public synchronized void rest(String from) {
        engine.rest(from);
    }

    /** Nothing comes any more. */
    public synchronized List<ObjectEvent> end(String reason) {
        return counted(engine.end(reason));
    }

    /** Other rules from the next result on. */
    public synchronized List<ObjectEvent> rules(ObjectRules rules) {
        return counted(engine.rules(rules));
    }

    private List<ObjectEvent> counted(List<ObjectEvent> events) {
        events.forEach(event -> told.get(event.type()).incrementAndGet());
        return events;
    }

    /** Time of the newest result that was seen, as the events tell it; null before the first. */
    public synchronized Instant now() {
        return engine.now();
    }

    @Override
    public synchronized int alive() {
        return engine.alive();
    }

    /** Objects that the newest result shows; none when it was older than what had been seen. */
    public synchronized List<SeenObject> inSight() {
        return engine.inSight();
    }

    /** What is watched and was counted, to be shown. Takes some time: ask when somebody looks. */
    public synchronized SceneState state() {
        return engine.state();
    }

    /** Results that were older than what had been seen. */
    public synchronized long late() {
        return engine.late();
    }

    /** Events so far. */
    public long told() {
        return told.values().stream().mapToLong(AtomicLong::get).sum();
    }

    @Override
    public long told(ObjectEvent.Type type) {
        return told.get(type).get();
    }
}
