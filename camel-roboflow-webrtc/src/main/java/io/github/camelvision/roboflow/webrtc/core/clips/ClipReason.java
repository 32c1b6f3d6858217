package io.github.camelvision.roboflow.webrtc.core.clips;

import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;

/**
 * What a clip was made for. What does not belong to the kind is null.
 *
 * @param kind an event's type, {@link #COMMAND} or {@link #PREDICATE}
 * @param eventId of the event of an object
 */
public record ClipReason(String kind, String eventId, String objectId, String className, String zone, String line) {

    /** Somebody asked for it. */
    public static final String COMMAND = "command";
    /** A predicate was true for a result. */
    public static final String PREDICATE = "predicate";

    /** Only a kind. */
    public static ClipReason of(String kind) {
        return new ClipReason(kind, null, null, null, null, null);
    }

    public static ClipReason of(ObjectEvent event) {
        return new ClipReason(event.type().name(), event.id(), event.objectId(), event.className(), event.zone(), event.line());
    }

    /** Short, for logs. */
    @Override
    public String toString() {
        return kind + word(className) + word(objectId) + word(zone) + word(line);
    }

    private static String word(String value) {
        return value == null ? "" : " " + value;
    }
}
