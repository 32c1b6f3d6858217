package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what is left of native WebRTC when the JVM exits, by {@link System#exit} or a signal, so that peers hear of it and no native
 * thread calls a JVM that is gone.
 *
 * <p>
 * The hooks of a JVM run all at once. So this one first lets those end that stop the sessions themselves, a Camel context's for one:
 * as long as a handle says so, and for {@link #PATIENCE} at least
 * while peers are open. Then it closes all peers and factories, for at most {@link #LIMIT}.
 */
public final class ExitHook {

    private static final Logger LOG = LoggerFactory.getLogger(ExitHook.class);

    /** For others to begin with stopping. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    /** Of others' stopping, which Camel gives up after 45 seconds by default. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final long POLL_MILLIS = 50;

    /** Of the process; there is one JVM to exit. */
    private static final ExitHook OF_THE_JVM = new ExitHook();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Whether each closes soon. */
    private final Map<Object, BooleanSupplier> handles = new LinkedHashMap<>();
    /** How to close each. */
    private final Map<Object, Runnable> peers = new LinkedHashMap<>();
    private final Set<NativeFactory> factories = new LinkedHashSet<>();
    private boolean registered;
    private boolean ending;

    private ExitHook() {}

    public static ExitHook ofTheJvm() {
        return OF_THE_JVM;
    }

    /** @param closesSoon whether the handle's owner is about to close it and its peers */
    public void addHandle(Object handle, BooleanSupplier closesSoon) {
        change(() -> handles.put(handle, closesSoon));
    }

    public void removeHandle(Object handle) {
        change(() -> handles.remove(handle));
    }

    public void addPeer(Object peer, Runnable close) {
        change(() -> peers.put(peer, close));
    }

    /** When it is closed, its native objects too. */
    public void removePeer(Object peer) {
        change(() -> peers.remove(peer));
    }

    void add(NativeFactory factory) {
        change(() -> {
            factories.add(factory);
            register();
        });
    }

    void remove(NativeFactory factory) {
        change(() -> factories.remove(factory));
    }

    /** @throws TransportException once the end has begun */
    public void refuseAtTheEnd() {
        lock.lock();
        try {
            if (ending) {
                throw new TransportException("The JVM exits, so no connection is made any more");
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void register() {
        if (registered) {
            return;
        }
        registered = true;
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::run, "roboflow-rtc-exit"));
        } catch (IllegalStateException e) {
            LOG.debug("The JVM exits already", e);
        }
    }

    private void run() {
        try {
            awaitOthers();
            Thread closing = new Thread(this::closeAll, "roboflow-rtc-exit-close");
            closing.setDaemon(true);
            closing.start();
            closing.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOthers() throws InterruptedException {
        long begin = System.nanoTime();
        lock.lock();
        try {
            while (!peers.isEmpty() || !handles.isEmpty()) {
                long waited = System.nanoTime() - begin;
                boolean others = handles.values().stream().anyMatch(BooleanSupplier::getAsBoolean);
                if (waited > (others ? LONGEST : PATIENCE).toNanos() || peers.isEmpty() && !others) {
                    return;
                }
                changed.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            ending = true;
            lock.unlock();
        }
    }

    private void closeAll() {
        List<Runnable> left = new ArrayList<>();
        List<NativeFactory> unused = new ArrayList<>();
        change(() -> left.addAll(peers.values()));
        if (!left.isEmpty()) {
            LOG.debug("The JVM exits: closing {} peer connections", left.size());
        }
        left.forEach(Runnable::run);
        try {
            if (awaitClosed()) {
                change(() -> unused.addAll(factories));
                unused.forEach(NativeFactory::dispose);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Others may be closing some: a factory that is disposed before its last peer is closed crashes the JVM. */
    private boolean awaitClosed() throws InterruptedException {
        long left = LIMIT.toNanos();
        lock.lock();
        try {
            while (!peers.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return peers.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
