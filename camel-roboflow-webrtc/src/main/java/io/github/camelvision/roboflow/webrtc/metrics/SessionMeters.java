package io.github.camelvision.roboflow.webrtc.metrics;

import java.time.Duration;

/** The meters of one session that must be told something; the others read its counters. Thread-safe. */
public interface SessionMeters extends AutoCloseable {

    /** A frame was answered so long after it was handed to the encoder. */
    void answered(Duration latency);

    /** The session is over: removes its meters. Idempotent. */
    @Override
    void close();
}
