package io.github.camelvision.roboflow.webrtc.core.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.JsonSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for the events of an engine whatever it has seen. Fails with the first event that breaks it. */
public final class LifeCycles {

    private final Set<String> ids = new HashSet<>();
    private final Set<String> alive = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> inside = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Boolean> occupied = new HashMap<>();
    private final Map<String, Integer> crossings = new HashMap<>();
    private final List<ObjectEvent> all = new ArrayList<>();

    public void take(List<ObjectEvent> events) {
        events.forEach(this::take);
    }

    private void take(ObjectEvent event) {
        all.add(event);
        JsonSchemas.assertObjectEvent(event.toJsonNode());
        assertThat(ids.add(event.id())).as("id of %s is its own", event).isTrue();
        String object = event.objectId();
        if (event.type() == ObjectEvent.Type.appeared) {
            assertThat(ended).as("%s appears once", event).doesNotContain(object);
            assertThat(alive.add(object)).as("%s appears once", event).isTrue();
        } else if (object != null) {
            assertThat(alive).as("%s is of an object that is there", event).contains(object);
        }
        if (event.seconds() != null) {
            assertThat(event.seconds()).as("%s lasted", event).isNotNegative();
        }
        String visit = object + " in " + event.zone();
        switch (event.type()) {
            case entered -> assertThat(inside.add(visit)).as("%s enters from outside", event).isTrue();
            case dwelling -> assertThat(inside).as("%s is inside", event).contains(visit);
            case left -> assertThat(inside.remove(visit)).as("%s leaves from inside", event).isTrue();
            case ended -> {
                alive.remove(object);
                ended.add(object);
                assertThat(inside).as("%s has left every zone", event).noneMatch(other -> other.startsWith(object + " "));
            }
            case crossed -> {
                String way = event.line() + " " + event.direction();
                assertThat(event.before().count()).as("%s counts on", event).isGreaterThanOrEqualTo(crossings.getOrDefault(way, 0));
                assertThat(event.after().count()).isEqualTo(event.before().count() + 1);
                crossings.put(way, event.after().count());
            }
            case count -> {
                String what = event.zone() + " " + event.className();
                assertThat(event.before().count()).as("%s counts on", event).isEqualTo(counts.getOrDefault(what, 0));
                assertThat(event.after().count()).as("%s", event).isNotNegative().isNotEqualTo(event.before().count());
                counts.put(what, event.after().count());
            }
            case occupied, empty -> {
                boolean now = event.type() == ObjectEvent.Type.occupied;
                assertThat(occupied.getOrDefault(event.zone(), false)).as("%s changes", event).isEqualTo(!now);
                occupied.put(event.zone(), now);
            }
            default -> {
            }
        }
    }

    /** Another engine goes on: lines count anew, ids do not. */
    public void restarted() {
        over();
        crossings.clear();
    }

    /** After the end of everything. */
    public void over() {
        assertThat(alive).isEmpty();
        assertThat(inside).isEmpty();
        assertThat(counts.values()).allMatch(count -> count == 0);
        assertThat(occupied.values()).allMatch(now -> !now);
    }

    public List<ObjectEvent> all() {
        return all;
    }
}
