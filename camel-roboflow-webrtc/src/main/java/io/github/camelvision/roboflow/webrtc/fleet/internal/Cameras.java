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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    /** Cameras of a node that died are not to wait longer for one another. */
    private static final long TAKE_OVER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Where there was no memory even to say why. */
    private static final String BROKEN = "Its start broke";

    /** Makes what receives a camera's results. */
    @FunctionalInterface
    public interface Factory {
        RoboflowWebrtcConsumer consumer(Assigned camera) throws Exception;
    }

    /** Guarded by the monitor of all cameras, but for the consumer while it is busy. */
    private static final class Slot {
        private Assigned wanted;
        private Assigned reached;
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
    private long spacing;
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
    public void cameras(Collection<FleetCamera> cameras, Map<String, String> wrong) {
        assigned(cameras.stream().map(camera -> new Assigned(camera, null)).toList(), wrong);
    }

    /** As {@link #cameras}, of those that are this node's own. A camera whose owner has another epoch is opened anew. */
    public synchronized void assigned(Collection<Assigned> cameras, Map<String, String> wrong) {
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
        Map<String, Assigned> now = new HashMap<>();
        cameras.forEach(assigned -> now.put(assigned.camera().name(), assigned));
        spacing = now.values().stream().anyMatch(assigned -> assigned.owner() != null)
                ? Math.min(intervalNanos, TAKE_OVER_NANOS / now.size()) : intervalNanos;
        now.keySet().forEach(name -> slots.computeIfAbsent(name, unknown -> new Slot()));
        slots.forEach((name, slot) -> {
            if (now.containsKey(name) || !wrong.containsKey(name)) {
                Assigned wanted = now.get(name);
                slot.wanted = wanted == null || !wanted.camera().enabled() ? null : wanted;
                advance(name, slot);
            }
        });
        slots.values().removeIf(slot -> slot.wanted == null && slot.reached == null && !slot.busy);
    }

    @Override
    public synchronized void unreadable(String why) {
        if (!closed && !why.equals(unreadable)) {
            LOG.error("Fleet {}: {}; until then the registry adds, changes and removes no camera", fleet, why);
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
            lastStart = Math.max(now, lastStart + spacing);
            delay = lastStart - now;
        }
        threads.schedule(() -> step(name, slot), delay, TimeUnit.NANOSECONDS);
    }

    private static boolean same(Assigned wanted, Assigned reached) {
        return wanted == null ? reached == null : wanted.equals(reached);
    }

    private void step(String name, Slot slot) {
        Assigned wanted;
        RoboflowWebrtcConsumer old;
        synchronized (this) {
            if (closed) {
                return;
            }
            slot.stepping = true;
            wanted = slot.wanted;
            old = slot.consumer;
        }
        String refusal = BROKEN;
        RoboflowWebrtcConsumer[] started = new RoboflowWebrtcConsumer[1];
        try {
            if (old != null) {
                quietly("stop", name, old::stop);
                refusal = null;
            } else {
                refusal = wanted == null ? null : start(name, wanted, started);
            }
        } finally { // whatever was thrown, the camera may change again, and the fleet may stop
            stepped(name, slot, old != null ? null : wanted, started[0], refusal);
        }
    }

    /** @return why it cannot; null: it is in {@code started} */
    private String start(String name, Assigned camera, RoboflowWebrtcConsumer[] started) {
        RoboflowWebrtcConsumer consumer = null;
        try {
            consumer = factory.consumer(camera);
            consumer.start();
            if (paused()) {
                consumer.suspend();
            }
            started[0] = consumer;
            return null;
        } catch (Throwable e) { // whatever is wrong with one camera, the others go on
            if (consumer != null) {
                quietly("stop", name, consumer::stop);
            }
            LOG.debug("Camera {} cannot start", name, e);
            String refusal = e.getMessage() == null ? e.toString() : e.getMessage();
            LOG.error("Fleet {}: camera {} cannot start: {}", fleet, name, refusal);
            return refusal;
        }
    }

    private synchronized void stepped(String name, Slot slot, Assigned reached, RoboflowWebrtcConsumer started, String refusal) {
        slot.busy = false;
        slot.stepping = false;
        slot.consumer = started;
        slot.reached = reached;
        notifyAll();
        if (refusal == null) {
            refusals.remove(name);
        } else {
            refusals.put(name, refusal);
        }
        if (slot.wanted == null && slot.reached == null) {
            slots.remove(name, slot);
        }
        advance(name, slot);
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

    /** How many cannot start. */
    public synchronized int refused() {
        return refusals.size();
    }

    /** Why the registry cannot be read; null when it can. */
    public synchronized String unreadable() {
        return unreadable;
    }

    /** Waits for cameras that are to stop. @return the names of those that have not within this time */
    public synchronized Set<String> awaitStopped(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        try {
            while (true) {
                Set<String> open = new TreeSet<>();
                slots.forEach((name, slot) -> {
                    if (slot.wanted == null && (slot.consumer != null || slot.stepping)) {
                        open.add(name);
                    }
                });
                long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (closed || open.isEmpty() || millis <= 0) {
                    return open;
                }
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
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
