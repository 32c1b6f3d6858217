package io.github.camelvision.roboflow.webrtc.core.loop;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The few threads that all sessions of this process run on, of either side. Each session stays on one of them. */
final class LoopGroup {

    private static final String NAME = "roboflow-loop-";
    private static final int THREADS = Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
    private static final LoopGroup SHARED = new LoopGroup(THREADS);

    private final List<LoopThread> threads;

    LoopGroup(int size) {
        threads = IntStream.range(0, size).mapToObj(i -> new LoopThread(NAME + i)).toList();
    }

    static LoopGroup shared() {
        return SHARED;
    }

    /** The thread with the fewest loops, which has this one now, too. */
    synchronized LoopThread pin(SerialLoop loop) {
        LoopThread next = threads.stream().min(Comparator.comparingInt(thread -> thread.loops().size())).orElseThrow();
        next.add(loop);
        return next;
    }

    /** The loops that have not ended. */
    List<SerialLoop> loops() {
        return threads.stream().flatMap(thread -> thread.loops().stream()).toList();
    }

    static boolean onThread() {
        return Thread.currentThread().getName().startsWith(NAME);
    }
}
