package io.github.camelvision.roboflow.webrtc.metrics;

import io.github.camelvision.roboflow.webrtc.core.clips.ClipCounts;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What meters read of a session. All of it from any thread, at any time until it is over.
 *
 * @param name the tag: as in the endpoint's URI
 * @param queued results that wait for the route
 * @param routeDropped results dropped because the route was slower
 * @param clips what became of its clips
 * @param objects what makes its events of objects; gives null where none are made
 */
public record MeteredSession(String name, Session session, Source source, IntSupplier queued, LongSupplier routeDropped,
        Supplier<ClipCounts> clips, Supplier<? extends ObjectCounts> objects) {

    /** The events of objects of a session. */
    public interface ObjectCounts {

        /** How many there were of this type. */
        long told(ObjectEvent.Type type);

        /** How many objects have appeared and not ended. */
        int alive();
    }

    /** Events of objects of this type so far. */
    long objectEvents(ObjectEvent.Type type) {
        ObjectCounts made = objects.get();
        return made == null ? 0 : made.told(type);
    }

    int objectsAlive() {
        ObjectCounts made = objects.get();
        return made == null ? 0 : made.alive();
    }

    /** What was lost, by reason; the reasons are always the same ones. */
    public Map<String, LongSupplier> drops() {
        Map<String, LongSupplier> drops = new LinkedHashMap<>();
        drops.put("route", routeDropped);
        drops.put("machine", session.stats()::mailboxDropped);
        drops.put("unreadable", session.stats()::protocolErrors);
        drops.put("not_sent", () -> source instanceof ManualSource manual ? manual.dropped() : source.counters().dropped());
        drops.put("skipped", () -> source instanceof ManualSource manual ? manual.skipped() : 0);
        drops.put("clips", () -> clips.get().lost());
        return drops;
    }
}
