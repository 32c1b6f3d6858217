package io.github.camelvision.roboflow.webrtc.metrics;

import java.time.Duration;

/** Nobody counts. */
enum NoMeters implements Meters, SessionMeters, WorkerMeters {

    INSTANCE;

    @Override
    public SessionMeters session(MeteredSession session) {
        return this;
    }

    @Override
    public WorkerMeters worker(MeteredWorker worker) {
        return this;
    }

    @Override
    public void answered(Duration latency) {
        // nobody counts
    }

    @Override
    public void processed(Duration time) {
        // nobody counts
    }

    @Override
    public void close() {
        // nothing is open
    }
}
