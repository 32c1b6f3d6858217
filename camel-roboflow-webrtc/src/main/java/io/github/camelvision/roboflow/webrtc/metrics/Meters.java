package io.github.camelvision.roboflow.webrtc.metrics;

import org.apache.camel.CamelContext;

/** Where a component registers the meters of its sessions. Thread-safe. */
public interface Meters extends AutoCloseable {

    /**
     * The meter registry of the context, or nothing where Micrometer or a registry is missing. Of several registries in Camel's registry
     * the one named {@code metricsRegistry} is taken, else a composite one, else all of them. Asked when a session opens, not before:
     * frameworks make the registry late.
     */
    static Meters of(CamelContext context) {
        if (context.getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry") == null) {
            return NoMeters.INSTANCE;
        }
        return new MicrometerMeters(context);
    }

    /** Registers the meters of a session; they go when it is over. */
    SessionMeters session(MeteredSession session);

    /** Registers the meters of a worker; they go when it stops. */
    WorkerMeters worker(MeteredWorker worker);

    /** The component stops. */
    @Override
    void close();
}
