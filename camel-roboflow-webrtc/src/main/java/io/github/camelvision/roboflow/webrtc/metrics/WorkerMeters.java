package io.github.camelvision.roboflow.webrtc.metrics;

import java.time.Duration;

/** The meters of one worker that must be told something; the others read its counters. Thread-safe. */
public interface WorkerMeters extends AutoCloseable {

    /** The route took so long for a frame. */
    void processed(Duration time);

    /** The worker stops: removes its meters. Idempotent. */
    @Override
    void close();
}
