package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** Results per second over the last seconds. Thread-safe; time is an argument. */
final class Throughput {

    private static final int MOST = 512;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(5);

    private final ArrayDeque<Long> times = new ArrayDeque<>();

    synchronized void result(long nowNanos) {
        times.add(nowNanos);
        if (times.size() > MOST) {
            times.poll();
        }
    }

    /** 0 when fewer than two results came in the last 5 seconds. */
    synchronized double perSecond(long nowNanos) {
        while (!times.isEmpty() && nowNanos - times.peek() > WINDOW) {
            times.poll();
        }
        if (times.size() < 2) {
            return 0;
        }
        double seconds = Math.max(1e-3, (times.peekLast() - times.peekFirst()) / 1e9);
        return (times.size() - 1) / seconds;
    }
}
