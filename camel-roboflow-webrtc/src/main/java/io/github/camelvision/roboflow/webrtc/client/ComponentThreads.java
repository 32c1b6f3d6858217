package io.github.camelvision.roboflow.webrtc.client;

import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/** The threads that all sessions of a component share, from its start to its stop. Those that few need are made when they are asked for. */
final class ComponentThreads {

    private static final String ROUTES = "RoboflowWebrtcRoutes";

    private final Object owner;
    private final ExecutorServiceManager manager;
    private final SharedThreads routes;
    private final Continuations continuations;
    private ScheduledExecutorService ticks;
    private ExecutorService clips;

    /** @param owner for Camel's management */
    ComponentThreads(Object owner, ExecutorServiceManager manager) {
        this.owner = owner;
        this.manager = manager;
        routes = new SharedThreads(ROUTES, new CamelThreadFactory(manager.getThreadNamePattern(), ROUTES, true));
        continuations = new Continuations(manager.newDefaultThreadPool(owner, "RoboflowWebrtcProducer"));
    }

    SharedThreads routes() {
        return routes;
    }

    Executor continuations() {
        return continuations;
    }

    synchronized ScheduledExecutorService ticks() {
        if (ticks == null) {
            ticks = manager.newSingleThreadScheduledExecutor(owner, "RoboflowWebrtcTicks");
        }
        return ticks;
    }

    synchronized Executor clips() {
        if (clips == null) {
            clips = manager.newFixedThreadPool(owner, "RoboflowWebrtcClips", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        }
        return clips;
    }

    /** Call it when the sessions have ended. What still waited for an answer got that end as one, and the rest of its route still runs. */
    synchronized void close() {
        routes.close();
        if (ticks != null) {
            manager.shutdownNow(ticks);
        }
        if (clips != null) {
            manager.shutdown(clips);
        }
        manager.shutdown(continuations.pool());
    }
}
