package io.github.camelvision.roboflow.webrtc.fleet.internal;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.fleet.CameraRegistry;
import io.github.camelvision.roboflow.webrtc.fleet.FleetCamera;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs to what the registry says, each camera by itself: one that is slow to stop or cannot start holds up no other. A camera
 * that changed is stopped before it starts anew. Any thread may call.
 */
public final class Cameras implements CameraRegistry.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cameras.class);

    /** Makes what receives a camera's results. */
    @FunctionalInterface
    public interface Factory {
        RoboflowWebrtcConsumer consumer(FleetCamera camera) throws Exception;
    }

    /** Guarded by the monitor of all cameras, but for the consumer while it is busy. */
    private static final class Slot {
        private FleetCamera wanted;
        private FleetCamera reached;
        private RoboflowWebrtcConsumer consumer;
        /** A step is to come, or under way. */
        private boolean busy;
        private boolean stepping;
    }

    private final String fleet;
    private final Factory factory;
    private final ScheduledExecutorService threads;
    private final long intervalNanos;
    private final Map<String, Slot> slots = new HashMap<>();
    /** Of entries that cannot be read, and of cameras that cannot start. */
    private final Map<String, String> mistakes = new TreeMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private String unreadable;
    private long lastStart;
    private boolean paused;
    private boolean closed;

    /** @param interval least time between two starts */
    public Cameras(String fleet, Factory factory, ScheduledExecutorService threads, Duration interval) {
        this.fleet = fleet;
        this.factory = factory;
        this.threads = threads;
        this.intervalNanos = interval.toNanos();
        this.lastStart = System.nanoTime() - intervalNanos;
    }

    @Override
    public synchronized void cameras(Collection<FleetCamera> cameras, Map<String, String> wrong) {
        if (closed) {
            return;
        }
        unreadable = null;
        wrong.forEach((name, mistake) -> {
            if (!mistake.equals(mistakes.get(name))) {
                LOG.error("Fleet {}: camera {}: {}", fleet, name, mistake);
            }
        });
        mistakes.clear();
        mistakes.putAll(wrong);
        Map<String, FleetCamera> now = new HashMap<>();
        cameras.forEach(camera -> now.put(camera.name(), camera));
        now.keySet().forEach(name -> slots.computeIfAbsent(name, unknown -> new Slot()));
        slots.forEach((name, slot) -> {
            if (now.containsKey(name) || !wrong.containsKey(name)) {
                FleetCamera wanted = now.get(name);
                slot.wanted = wanted == null || !wanted.enabled() ? null : wanted;
                advance(name, slot);
            }
        });
        slots.values().removeIf(slot -> slot.wanted == null && slot.reached == null && !slot.busy);
    }

    @Override
    public synchronized void unreadable(String why) {
        if (!closed && !why.equals(unreadable)) {
            LOG.error("Fleet {}: {}; its cameras stay as they are", fleet, why);
            unreadable = why;
        }
    }

    /** One step of a camera at a time. */
    private void advance(String name, Slot slot) {
        if (slot.busy || closed || same(slot.wanted, slot.reached)) {
            return;
        }
        slot.busy = true;
        long delay = 0;
        if (slot.consumer == null && slot.wanted != null) {
            long now = System.nanoTime();
            lastStart = Math.max(now, lastStart + intervalNanos);
            delay = lastStart - now;
        }
        threads.schedule(() -> step(name, slot), delay, TimeUnit.NANOSECONDS);
    }

    private static boolean same(FleetCamera wanted, FleetCamera reached) {
        return wanted == null ? reached == null : wanted.equals(reached);
    }

    private void step(String name, Slot slot) {
        FleetCamera wanted;
        RoboflowWebrtcConsumer old;
        synchronized (this) {
            if (closed) {
                return;
            }
            slot.stepping = true;
            wanted = slot.wanted;
            old = slot.consumer;
        }
        String refusal = null;
        RoboflowWebrtcConsumer started = null;
        if (old != null) {
            quietly("stop", name, old::stop);
        } else if (wanted != null) {
            try {
                started = factory.consumer(wanted);
                started.start();
                if (paused()) {
                    started.suspend();
                }
            } catch (Throwable e) { // whatever is wrong with one camera, the others go on
                refusal = String.valueOf(e.getMessage());
                LOG.error("Fleet {}: camera {} cannot start: {}", fleet, name, refusal);
                LOG.debug("Camera {} cannot start", name, e);
                RoboflowWebrtcConsumer half = started;
                started = null;
                if (half != null) {
                    quietly("stop", name, half::stop);
                }
            }
        }
        synchronized (this) {
            slot.busy = false;
            slot.stepping = false;
            slot.consumer = started;
            slot.reached = old != null ? null : wanted;
            if (refusal == null) {
                refusals.remove(name);
            } else {
                refusals.put(name, refusal);
            }
            if (slot.wanted == null && slot.reached == null) {
                slots.remove(name, slot);
            }
            advance(name, slot);
            notifyAll();
        }
    }

    private synchronized boolean paused() {
        return paused;
    }

    private void quietly(String what, String name, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("Fleet {}: camera {} did not {} cleanly: {}", fleet, name, what, e.toString());
        }
    }

    /** Those that run, by name. */
    public synchronized Map<String, RoboflowWebrtcConsumer> running() {
        Map<String, RoboflowWebrtcConsumer> running = new TreeMap<>();
        slots.forEach((name, slot) -> {
            if (slot.consumer != null) {
                running.put(name, slot.consumer);
            }
        });
        return running;
    }

    /** Whether cameras keep their sessions and hand nothing to the route, those that start meanwhile, too. */
    public void pause(boolean pause) {
        synchronized (this) {
            paused = pause;
        }
        running().values().forEach(pause ? RoboflowWebrtcConsumer::suspend : RoboflowWebrtcConsumer::resume);
    }

    /** What is wrong, by camera. */
    public synchronized Map<String, String> mistakes() {
        Map<String, String> all = new TreeMap<>(mistakes);
        refusals.forEach(all::putIfAbsent);
        return all;
    }

    /** Why the registry cannot be read; null when it can. */
    public synchronized String unreadable() {
        return unreadable;
    }

    /** Stops all cameras, side by side, and waits for them. Those whose start is still to come do not start. */
    @Override
    public void close() {
        Map<String, RoboflowWebrtcConsumer> rest;
        synchronized (this) {
            closed = true;
            awaitSteps();
            rest = running();
            slots.clear();
        }
        List<Callable<Object>> stops = new ArrayList<>();
        rest.forEach((name, consumer) -> stops.add(Executors.callable(() -> quietly("stop", name, consumer::stop))));
        try {
            threads.invokeAll(stops);
        } catch (InterruptedException e) {
            rest.forEach((name, consumer) -> quietly("stop", name, consumer::stop));
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSteps() {
        try {
            while (slots.values().stream().anyMatch(slot -> slot.stepping)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
