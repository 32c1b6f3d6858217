package io.github.camelvision.roboflow.webrtc.core.session.engine;

import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Tells what was dropped, each kind for itself: the first at once, then ever more rarely while it goes on, the rest when it has stopped or
 * at the end. So the counts add up to all that was dropped. On the loop.
 */
final class DropWatch {

    private static final Duration CHECK = Duration.ofMillis(250);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Nothing dropped for so long: it has stopped. Longer than the time between two drops of a slow producer. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final Loop loop;
    private final SessionListener listener;
    private final List<Watched> kinds = new ArrayList<>();
    private Loop.Timer timer;

    DropWatch(Loop loop, SessionStats stats, Source source, SessionListener listener) {
        this.loop = loop;
        this.listener = listener;
        kinds.add(new Watched(Drops.Kind.results, stats::dropped));
        kinds.add(new Watched(Drops.Kind.messages, stats::mailboxDropped));
        kinds.add(new Watched(Drops.Kind.unreadable, stats::protocolErrors));
        kinds.add(new Watched(Drops.Kind.frames, source::dropped));
    }

    void start() {
        timer = loop.schedule(CHECK, () -> {
            long now = loop.nanoTime();
            kinds.forEach(kind -> kind.check(now));
            start();
        });
    }

    /** Tells what was not told yet, and no more. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        kinds.forEach(Watched::tell);
    }

    private final class Watched {

        private final Drops.Kind kind;
        private final LongSupplier counter;
        private final DropTimes times = new DropTimes(FIRST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos(), QUIET.toNanos());
        private long told;

        Watched(Drops.Kind kind, LongSupplier counter) {
            this.kind = kind;
            this.counter = counter;
        }

        void check(long nowNanos) {
            if (times.due(counter.getAsLong(), nowNanos)) {
                tell();
            }
        }

        void tell() {
            long now = counter.getAsLong();
            if (now > told) {
                long count = now - told;
                told = now;
                listener.onDropped(new Drops(kind, count, now));
            }
        }
    }
}
