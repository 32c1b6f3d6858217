package io.github.camelvision.roboflow.webrtc.metrics;

import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meters in the context's Micrometer registry. Loaded only where Micrometer is. */
final class MicrometerMeters implements Meters {

    private static final Logger LOG = LoggerFactory.getLogger(MicrometerMeters.class);
    private static final String CAMELS_NAME = "metricsRegistry";
    /** A call of the native library costs well under a millisecond. */
    private static final long SAMPLE_SECONDS = 5;

    private final CamelContext context;
    private MeterRegistry registry;
    private ScheduledExecutorService sampler;

    MicrometerMeters(CamelContext context) {
        this.context = context;
    }

    @Override
    public synchronized SessionMeters session(MeteredSession metered) {
        MeterRegistry found = registry();
        if (found == null) {
            return NoMeters.INSTANCE;
        }
        MicrometerSession meters = new MicrometerSession(new Registered(found, tags("session", metered.name())), metered);
        Runnable sample = SteadyLoop.repeated("the meters of session " + metered.name(), meters::sample);
        meters.sampledBy(sampler().scheduleWithFixedDelay(sample, 1, SAMPLE_SECONDS, TimeUnit.SECONDS));
        return meters;
    }

    @Override
    public synchronized WorkerMeters worker(MeteredWorker metered) {
        MeterRegistry found = registry();
        return found == null ? NoMeters.INSTANCE : new MicrometerWorker(new Registered(found, tags("worker", metered.name())), metered);
    }

    private Tags tags(String kind, String name) {
        return Tags.of("camelContext", context.getName(), kind, name);
    }

    private MeterRegistry registry() {
        if (registry == null) {
            registry = find();
            LOG.debug("Meters go to {}", registry);
        }
        return registry;
    }

    private MeterRegistry find() {
        MeterRegistry named = context.getRegistry().lookupByNameAndType(CAMELS_NAME, MeterRegistry.class);
        if (named != null) {
            return named;
        }
        Set<MeterRegistry> all = context.getRegistry().findByType(MeterRegistry.class);
        if (all.size() > 1) {
            return all.stream().filter(CompositeMeterRegistry.class::isInstance).findFirst()
                    .orElseGet(() -> new CompositeMeterRegistry(Clock.SYSTEM, all));
        }
        return all.isEmpty() ? null : all.iterator().next();
    }

    private ScheduledExecutorService sampler() {
        if (sampler == null) {
            sampler = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "RoboflowWebrtcMeters");
        }
        return sampler;
    }

    @Override
    public synchronized void close() {
        if (sampler != null) {
            context.getExecutorServiceManager().shutdownNow(sampler);
            sampler = null;
        }
    }
}
