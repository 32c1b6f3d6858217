package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a node may take its partitions for its own without hearing of Kafka: three quarters of the session timeout, from when it sent
 * what Kafka confirmed last. Kafka counts from when it received that, so the node stops first, and has the last quarter to close sessions.
 * Thread safe.
 */
final class Lease {

    private final long nanos;
    private final LongSupplier clock;
    private volatile long renewed;

    /** @param clock nanoseconds that no change of the wall clock moves */
    Lease(Duration sessionTimeout, LongSupplier clock) {
        this.nanos = sessionTimeout.toNanos() / 4 * 3;
        this.clock = clock;
        this.renewed = clock.getAsLong() - nanos;
    }

    long now() {
        return clock.getAsLong();
    }

    /** @param sent when the request was sent that Kafka has confirmed */
    void renewed(long sent) {
        renewed = sent;
    }

    /** Kafka has said that it is over. */
    void end() {
        renewed = clock.getAsLong() - nanos;
    }

    boolean valid() {
        return clock.getAsLong() - renewed < nanos;
    }
}
