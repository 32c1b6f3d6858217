package io.github.camelvision.roboflow.webrtc.core.objects;

import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened to an object, a zone or a line. As a body it is JSON (docs/events.adoc#json). What does not belong to the type is
 * null.
 *
 * @param id of the event: the same whenever the same results are seen again, and no other event's
 * @param type what happened
 * @param camera whose frames it was seen in
 * @param objectId one for the object's whole life, and no other object's; null for {@code count}, {@code occupied} and {@code empty}
 * @param className the object's class, or the class that is counted; null when the model told none, and for {@code occupied} and {@code
 *        empty}
 * @param zone name of the zone
 * @param line name of the line
 * @param direction crossed: over the line
 * @param time when it happened: {@code appeared} the first sighting, {@code ended} the last one, {@code entered} and {@code left} the first
 *        sighting inside and outside. May lie before the events that were told before this one
 * @param from left, dwelling: when it entered; ended: when it appeared
 * @param seconds between {@code from} and {@code time}
 * @param reason updated: what changed; ended, and left with it: why
 * @param sessionId connection of the result that told it
 * @param frameId frame of the result that told it; null when none did
 * @param trackerId the workflow's number of the object in that connection
 */
public record ObjectEvent(String id, Type type, String camera, String objectId, String className, String zone, String line,
        Direction direction, EventTime time, Instant from, Double seconds, String reason, String sessionId, Long frameId, Long trackerId,
        ObjectState before, ObjectState after) implements ObjectEventProperties, JsonBody {

    /** The names are the values of the header {@code CamelRoboflowWebrtcObjectEvent}. */
    public enum Type {
        /** An object is there, and was in enough results. */
        appeared,
        /** Its class, its zones, or the best sighting of it changed. */
        updated,
        /** It is gone. */
        ended,
        /** It is in a zone. */
        entered,
        /** It is in the zone no more. */
        left,
        /** It has been in the zone for so long. */
        dwelling,
        /** It crossed a line. */
        crossed,
        /** Another number of objects of a class is in a zone. */
        count,
        /** A zone has its first object. */
        occupied,
        /** A zone has no object any more. */
        empty
    }

    /** Which way over a line. */
    public enum Direction {
        /** To the left hand of who looks from the line's start to its end. */
        in,
        /** To the right hand. */
        out
    }

    public ObjectEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(time, "time");
    }

    /** Reads what {@link #json} wrote. @throws io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException when it is none */
    public static ObjectEvent read(byte[] json) {
        return ObjectEventJson.read(json);
    }

    @Override
    public byte[] json() {
        return ObjectEventJson.bytes(this);
    }

    /** Short, for logs. */
    @Override
    public String toString() {
        return "ObjectEvent[" + type + (className == null ? "" : " " + className) + (objectId == null ? "" : " " + objectId)
                + (zone == null ? "" : ", zone=" + zone) + (line == null ? "" : ", line=" + line)
                + (direction == null ? "" : ", direction=" + direction) + ", at=" + time.at() + "]";
    }
}
