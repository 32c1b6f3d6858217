package io.github.camelvision.roboflow.webrtc.core.objects;

import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import java.util.List;

/**
 * How it was before an event, or is after it. What does not belong to the kind of event is null.
 *
 * @param className the class that was told most, weighed by confidence
 * @param confidence of the last detection, 0 to 1
 * @param box where it was seen last, pixels
 * @param zones that it is in, by name
 * @param count objects of the class in the zone, or crossings of the line in the event's direction
 */
public record ObjectState(String className, Double confidence, Box box, List<String> zones, Integer count) {

    public ObjectState {
        zones = zones == null ? null : List.copyOf(zones);
    }

    /** Only a number. */
    public static ObjectState of(int count) {
        return new ObjectState(null, null, null, null, count);
    }

    /** The same with a number. */
    public ObjectState counting(int number) {
        return new ObjectState(className, confidence, box, zones, number);
    }

    /** The same in other zones. */
    public ObjectState in(List<String> others) {
        return new ObjectState(className, confidence, box, others, count);
    }
}
