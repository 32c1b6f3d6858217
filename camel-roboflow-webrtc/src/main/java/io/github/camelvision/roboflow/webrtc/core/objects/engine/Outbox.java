package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import java.util.ArrayList;
import java.util.List;

/** Makes the events of a camera, one step after the other. */
final class Outbox {

    private final String camera;
    private String sessionId;
    private long frameId;
    private long withoutObject;
    private List<ObjectEvent> events = new ArrayList<>();

    Outbox(String camera) {
        this.camera = camera;
    }

    /** Of a step that follows. @param session null: none @param frame 0: none */
    void of(String session, long frame) {
        sessionId = session;
        frameId = frame;
    }

    void tell(Life life, EventDraft draft) {
        events.add(draft.of(life.id + "-" + life.nextEvent(), camera, life, sessionId, frameId));
    }

    /** Of no object. */
    void tell(EventDraft draft) {
        String id = Ids.of(camera, sessionId, frameId, draft.key()) + "-" + ++withoutObject;
        events.add(draft.of(id, camera, null, sessionId, frameId));
    }

    /** The events of the step. */
    List<ObjectEvent> take() {
        List<ObjectEvent> step = events;
        events = new ArrayList<>();
        return step;
    }
}
