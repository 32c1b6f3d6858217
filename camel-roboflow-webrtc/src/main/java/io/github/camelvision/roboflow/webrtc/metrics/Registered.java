package io.github.camelvision.roboflow.webrtc.metrics;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Meters of one owner, with its tags, which are removed together. */
final class Registered {

    /** Few enough that a dashboard can take them from a hundred sessions. */
    private static final Duration[] BUCKETS = {millis(10), millis(25), millis(50), millis(100), millis(150), millis(200), millis(300),
            millis(500), millis(1_000), millis(2_000), millis(5_000), millis(10_000)};

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    Registered(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    void counter(String name, String description, String unit, LongSupplier value, String... more) {
        meters.add(FunctionCounter.builder(name, value, LongSupplier::getAsLong).description(description).baseUnit(unit)
                .tags(tags.and(more)).register(registry));
        // the builder keeps its object weakly
        strong.add(value);
    }

    private final List<Object> strong = new ArrayList<>();

    void gauge(String name, String description, DoubleSupplier value, String... more) {
        meters.add(Gauge.builder(name, value::getAsDouble).description(description).tags(tags.and(more)).register(registry));
    }

    void bytes(String name, String description, LongSupplier value) {
        meters.add(Gauge.builder(name, value::getAsLong).description(description).baseUnit("bytes").tags(tags).register(registry));
    }

    /** Of the whole process. */
    void memory(String prefix, MemoryBudget budget) {
        bytes(prefix + ".held", "What decoders of the process hold outside of the heap", budget::used);
        bytes(prefix + ".budget", "What they may hold together (nativeMemoryBudget)", budget::capacity);
        counter(prefix + ".refused", "Images and videos that wanted more than their share", null, budget::refused);
    }

    void seconds(String name, String description, DoubleSupplier value, String... more) {
        meters.add(TimeGauge.builder(name, value::getAsDouble, TimeUnit.SECONDS).description(description).tags(tags.and(more))
                .register(registry));
    }

    Timer timer(String name, String description) {
        Timer timer = Timer.builder(name).description(description).tags(tags).serviceLevelObjectives(BUCKETS).register(registry);
        meters.add(timer);
        return timer;
    }

    void remove() {
        meters.forEach(registry::remove);
        meters.clear();
        strong.clear();
    }
}
