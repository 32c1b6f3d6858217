package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Tells what was dropped: each kind at most once a second, however much it was. On the loop. */
final class DropWatch {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final SerialLoop loop;
    private final SessionListener listener;
    private final Map<Drops.Kind, LongSupplier> counters = new EnumMap<>(Drops.Kind.class);
    private final Map<Drops.Kind, Long> told = new EnumMap<>(Drops.Kind.class);
    private SerialLoop.Timer timer;

    DropWatch(SerialLoop loop, SessionStats stats, Source source, SessionListener listener) {
        this.loop = loop;
        this.listener = listener;
        counters.put(Drops.Kind.results, stats::dropped);
        counters.put(Drops.Kind.messages, stats::mailboxDropped);
        counters.put(Drops.Kind.unreadable, stats::protocolErrors);
        counters.put(Drops.Kind.frames, source::dropped);
    }

    void start() {
        timer = loop.schedule(INTERVAL, () -> {
            tell();
            start();
        });
    }

    /** Tells what was not told yet, and no more. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        tell();
    }

    private void tell() {
        counters.forEach((kind, counter) -> {
            long now = counter.getAsLong();
            long before = told.getOrDefault(kind, 0L);
            if (now > before) {
                told.put(kind, now);
                listener.onDropped(new Drops(kind, now - before));
            }
        });
    }
}
