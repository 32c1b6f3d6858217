package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectState;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ZoneRule;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** How many objects of each class are in a zone. Another number is told when it has lasted as long as the rule says. */
final class ZoneCounts {

    /** All classes together, which tells occupied and empty. The others begin with the mark of a class. */
    private static final String ALL = "*";
    private static final String CLASS = "=";
    private static final String UNKNOWN = "?";

    private final ZoneRule rule;
    private final Map<String, Integer> told = new HashMap<>();
    private final Map<String, EventTime> differs = new HashMap<>();

    ZoneCounts(ZoneRule rule) {
        this.rule = rule;
    }

    static String key(String className) {
        return className == null ? UNKNOWN : CLASS + className;
    }

    void follow(ZoneCounts before) {
        told.putAll(before.told);
        differs.putAll(before.differs);
    }

    /** @param inside by the key of a class, without zeros */
    void tell(Map<String, Integer> inside, EventTime now, Outbox outbox) {
        TreeSet<String> classes = new TreeSet<>(inside.keySet());
        classes.addAll(told.keySet());
        classes.remove(ALL);
        for (String name : classes) {
            count(name, inside.getOrDefault(name, 0), now, outbox);
        }
        count(ALL, inside.values().stream().mapToInt(Integer::intValue).sum(), now, outbox);
    }

    private void count(String name, int number, EventTime now, Outbox outbox) {
        int before = told.getOrDefault(name, 0);
        boolean all = name.equals(ALL);
        if (all ? before > 0 == number > 0 : before == number) {
            differs.remove(name);
            return;
        }
        EventTime since = differs.computeIfAbsent(name, any -> now);
        if (now.since(since).compareTo(rule.countAfter()) < 0) {
            return;
        }
        differs.remove(name);
        if (number == 0) {
            told.remove(name);
        } else {
            told.put(name, number);
        }
        ObjectEvent.Type type = !all ? ObjectEvent.Type.count : number > 0 ? ObjectEvent.Type.occupied : ObjectEvent.Type.empty;
        outbox.tell(new EventDraft(type, since).zone(rule.name()).className(name.startsWith(CLASS) ? name.substring(CLASS.length()) : null)
                .states(ObjectState.of(before), ObjectState.of(number)));
    }
}
