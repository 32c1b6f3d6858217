package io.github.camelvision.roboflow.webrtc.client;

import io.github.camelvision.roboflow.webrtc.client.internal.clips.SessionMedia;
import io.github.camelvision.roboflow.webrtc.client.internal.play.Player;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.SessionFactory;
import io.github.camelvision.roboflow.webrtc.client.internal.SharedSession;
import io.github.camelvision.roboflow.webrtc.client.internal.delivery.ConsumerErrors;
import io.github.camelvision.roboflow.webrtc.client.internal.delivery.Deliveries;
import io.github.camelvision.roboflow.webrtc.client.internal.delivery.DeliveryQueue;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.objects.CameraEvents;
import io.github.camelvision.roboflow.webrtc.objects.RulesOption;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.uri.Misuse;
import io.github.camelvision.roboflow.webrtc.uri.OptionUri;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the session once the context has started, and turns what it delivers into exchanges. The session loop only queues; the
 * consumer's own threads run the route, or whoever polls takes the exchanges.
 */
public class RoboflowWebrtcConsumer extends ManagedSessionConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(RoboflowWebrtcConsumer.class);

    /** Milliseconds. */
    private static final long TICK = 1_000;

    private final RoboflowWebrtcEndpoint endpoint;
    private final ConsumerErrors errors;
    private final boolean polled;
    private volatile SharedSession shared;
    private volatile DeliveryQueue queue;
    private volatile Player player;
    private volatile Deliveries deliveries;
    private final AtomicLong objectEventsLost = new AtomicLong();
    /** Tells the time to who makes events of objects; null where nothing is to be told. */
    private ScheduledFuture<?> ticks;

    public RoboflowWebrtcConsumer(RoboflowWebrtcEndpoint endpoint, Processor processor) {
        this(endpoint, processor, false);
    }

    /** @param polled whether there is no route: exchanges are taken with {@link #poll} */
    RoboflowWebrtcConsumer(RoboflowWebrtcEndpoint endpoint, Processor processor, boolean polled) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.polled = polled;
        this.errors = new ConsumerErrors(endpoint.getSessionName());
        setExceptionHandler(errors);
    }

    @Override
    public RoboflowWebrtcEndpoint getEndpoint() {
        return endpoint;
    }

    /** Early, so that a producer of another route finds this consumer's options. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Misuse.in(getRouteId(), user(), () -> {
            new SessionFactory(endpoint).check();
            RoboflowWebrtcConfiguration options = endpoint.getConfiguration();
            boolean frames = options.makesObjects() ? options.getSnapshots() != null : options.effectiveEmit() != Emit.predictions;
            if (options.isAnnotate() && !frames) {
                throw new IllegalArgumentException("annotate=true draws on frames: add emit=paired or emit=frames, or with emit=objects "
                        + "snapshots");
            }
            if (!options.makesObjects() && OptionUri.namesIn(endpoint.getEndpointUri()).contains("objectRules")) {
                throw new IllegalArgumentException("objectRules says what to look for in events of objects: add emit=objects");
            }
            join();
        });
    }

    /** As the option names them now; null unless events of objects are made. */
    private ObjectRules objectRules() {
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration();
        if (!options.makesObjects()) {
            return null;
        }
        try {
            return RulesOption.read(options.getObjectRules(), endpoint.getCamelContext());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The option objectRules: " + e.getMessage(), e);
        }
    }

    private void join() {
        if (shared == null) {
            SharedSession joined = endpoint.getComponent().sessions().join(endpoint.getSessionName(), endpoint);
            try {
                joined.consume(this);
            } catch (IllegalArgumentException e) {
                joined.leave(endpoint, null);
                throw e;
            }
            shared = joined;
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Misuse.in(getRouteId(), user(), this::prepare);
        if (!polled) {
            registerHealthCheck();
        }
        endpoint.getComponent().startup().started(this);
    }

    private void prepare() {
        join();
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration();
        boolean realtime = new SessionFactory(endpoint).realtime();
        Playback playback = endpoint.getComponent().getPlayback();
        if (playback == null) {
            RtcRuntime.loadSoon();
        }
        Overflow overflow = overflow(realtime);
        // nothing is lost of a recording, however slow the route: that is what makes a test the same each time
        queue = new DeliveryQueue(places(realtime), playback == null ? overflow : Overflow.block);
        deliveries = new Deliveries(this, endpoint, queue, realtime, this::overflowed,
                polled ? null : endpoint.getComponent().routeThreads(), this::media, objectRules());
        if (options.makesObjects() && realtime && playback == null && !polled) {
            Runnable tick = SteadyLoop.repeated("the time of session " + endpoint.getSessionName(), deliveries::tick);
            ticks = endpoint.getComponent().ticks().scheduleAtFixedRate(tick, TICK, TICK, TimeUnit.MILLISECONDS);
        }
        player = playback == null ? null : new Player(endpoint, playback, deliveries, queue);
    }

    /** What is made of the session's frames; null without a session. */
    private SessionMedia media() {
        SharedSession current = shared;
        return current == null ? null : current.media();
    }

    /** Who polls in real time and has said nothing about the queue gets the newest, not the oldest of those that fit into it. */
    private int places(boolean realtime) {
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration();
        boolean newest = polled && realtime && options.getOverflow() == null
                && options.getQueueSize() == RoboflowWebrtcConfiguration.QUEUE_SIZE;
        return newest ? 1 : options.getQueueSize();
    }

    /**
     * The next exchange, for who polls. Any thread.
     *
     * @return null when none has come in time; at once when the session has ended and everything was taken
     * @throws RoboflowWebrtcException when the session has failed and everything was taken
     */
    public Exchange poll(Duration wait) throws InterruptedException {
        Deliveries current = deliveries;
        Exchange exchange = current == null ? null : current.poll(wait);
        SharedSession from = shared;
        RoboflowWebrtcException failure = exchange != null || from == null ? null : from.failure();
        if (failure != null) {
            throw new RoboflowWebrtcException("The session " + from.name() + " failed: " + failure.getMessage(), failure);
        }
        return exchange;
    }

    private Overflow overflow(boolean realtime) {
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration();
        if (realtime && options.getOverflow() == Overflow.block) {
            throw new IllegalArgumentException("overflow=block needs realtimeProcessing=false or lossless=true: a server that works in "
                    + "real time does not wait for the route");
        }
        if (options.getOverflow() != null) {
            return options.getOverflow();
        }
        return realtime ? Overflow.dropOldest : Overflow.block;
    }

    private String user() {
        return "session " + endpoint.getSessionName();
    }

    /** Returns at once: the session connects in the background. */
    public void open() {
        SharedSession current = shared;
        if (player != null) {
            player.start();
        } else if (current != null) {
            Misuse.in(getRouteId(), user(), current::open);
        }
    }

    /** What plays a recording in place of the session; null when nothing does. */
    Player player() {
        return player;
    }

    /**
     * Waits as long as the option {@code awaitConnection} says.
     *
     * @throws RoboflowWebrtcException when the session failed for good
     */
    public void awaitConnection() throws InterruptedException {
        Session session = session();
        long millis = endpoint.getConfiguration().getAwaitConnection();
        if (millis > 0 && session != null) {
            session.awaitFirstOutcome(Duration.ofMillis(millis));
        }
    }

    /** Whether the session is as its health check wants it: connected, or ended as it should. */
    public boolean isReady() {
        return RoboflowWebrtcHealthCheck.ready(this);
    }

    private void registerHealthCheck() {
        RoboflowWebrtcHealthCheck healthCheck = new RoboflowWebrtcHealthCheck(this);
        healthCheck.setEnabled(endpoint.getComponent().isHealthCheckConsumerEnabled());
        setHealthCheck(healthCheck);
    }

    /** Keeps the session; what arrives waits, or is dropped as the overflow policy says. */
    @Override
    protected void doSuspend() throws Exception {
        queue.pause(true);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        queue.pause(false);
        deliveries.resumed();
    }

    @Override
    protected void doStop() throws Exception {
        setHealthCheck(null);
        if (ticks != null) {
            ticks.cancel(false);
            ticks = null;
        }
        if (player != null) {
            player.close();
        }
        if (queue != null) {
            int waited = queue.close();
            if (waited > 0) {
                LOG.info("Session {}: {} results still waited when the route stopped, and did not reach it", endpoint.getSessionName(),
                        waited);
            }
        }
        if (shared != null) {
            shared.leave(endpoint, this);
            shared = null;
        }
        if (deliveries != null) {
            int lost = deliveries.awaitEnd(
                    Duration.ofMillis(endpoint.getCamelContext().getExecutorServiceManager().getShutdownAwaitTermination()));
            if (lost > 0) {
                objectEventsLost.addAndGet(lost);
                LOG.warn("Session {}: {} events of objects still waited when the route stopped, and did not reach it; give it more time "
                        + "with Camel's shutdown timeout", endpoint.getSessionName(), lost);
            }
        }
        errors.end();
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        // results may be left out, events of objects are not: who stops the route waits for them
        return (queue == null || isSuspended() ? 0 : queue.size()) + (deliveries == null ? 0 : deliveries.waitingObjects());
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // doStop frees everything
    }

    /** What the session's listener hands deliveries and events to; null before the consumer is started. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** What is wrong with the option {@code dataField}; null when nothing is. */
    String dataFieldProblem() {
        Deliveries current = deliveries;
        return current == null ? null : current.dataFieldProblem();
    }

    /** The queue is full and the policy is to fail. */
    private void overflowed() {
        RoboflowWebrtcException cause = new RoboflowWebrtcException("The route is slower than the session: "
                + endpoint.getConfiguration().getQueueSize() + " results were waiting and overflow=fail; raise queueSize, speed up the "
                + "route, or choose another overflow");
        Session session = session();
        if (session == null) {
            deliveries.failed(cause);
        } else {
            session.fail(cause);
        }
    }

    @Override
    long unpairedDropped() {
        return deliveries == null ? 0 : deliveries.unpairedDropped();
    }

    @Override
    public CameraEvents objects() {
        return deliveries == null ? null : deliveries.objects();
    }

    @Override
    long objectEventsLost() {
        return objectEventsLost.get();
    }

    @Override
    void readObjectRules() {
        if (objects() == null) {
            throw new IllegalStateException("The consumer makes no events of objects: its route is stopped, or emit is not objects");
        }
        deliveries.rules(objectRules());
    }

    @Override
    SharedSession shared() {
        return shared;
    }

    @Override
    DeliveryQueue queue() {
        return queue;
    }
}
