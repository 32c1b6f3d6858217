package io.github.camelvision.roboflow.webrtc.fleet;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.fleet.internal.Assigned;
import io.github.camelvision.roboflow.webrtc.fleet.internal.Cameras;
import io.github.camelvision.roboflow.webrtc.fleet.internal.FileRegistry;
import io.github.camelvision.roboflow.webrtc.fleet.internal.kafka.KafkaAccess;
import io.github.camelvision.roboflow.webrtc.fleet.internal.kafka.KafkaGroup;
import io.github.camelvision.roboflow.webrtc.fleet.internal.kafka.KafkaMember;
import io.github.camelvision.roboflow.webrtc.fleet.internal.kafka.KafkaRegistry;
import io.github.camelvision.roboflow.webrtc.uri.Misuse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.EndpointHelper;

/** Keeps a session for each camera of a registry, and hands what all of them receive to one route. */
@ManagedResource(description = "Managed Roboflow WebRTC fleet")
public class FleetConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final int THREADS = 4;

    private final FleetEndpoint endpoint;
    private ScheduledExecutorService threads;
    private CameraRegistry registry;
    private volatile Cameras cameras;
    private BooleanSupplier owns = () -> true;
    private Consumer<String> removal;
    private Function<String, Instant> formerUntil = camera -> null;
    private final AtomicLong withheld = new AtomicLong();

    public FleetConsumer(FleetEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Misuse.in(getRouteId(), "fleet " + endpoint.getFleetName(), this::open);
        FleetHealthCheck healthCheck = new FleetHealthCheck(this);
        healthCheck.setEnabled(endpoint.getComponent().isHealthCheckConsumerEnabled());
        setHealthCheck(healthCheck);
    }

    private void open() throws Exception {
        if (endpoint.getConfiguration().getAwaitConnection() > 0) {
            throw new IllegalArgumentException("awaitConnection is for one session: leave it out, the cameras of a fleet connect in "
                    + "the background");
        }
        endpoint.checkAssignment();
        endpoint.getComponent().sessions().endpoint(endpoint.getFleetName(), endpoint.getConfiguration(), Map.of()).checkNumbers();
        CameraRegistry found = registry();
        threads = endpoint.getCamelContext().getExecutorServiceManager().newScheduledThreadPool(this, "RoboflowWebrtcFleet", THREADS);
        cameras = new Cameras(endpoint.getFleetName(), this::consumer, threads, Duration.ofMillis(endpoint.getStartInterval()));
        registry = found;
        try {
            registry.start(cameras);
        } catch (Exception e) {
            // Camel does not stop what failed to start
            free();
            throw e;
        }
    }

    private CameraRegistry registry() {
        Object named = endpoint.getRegistry();
        if (named instanceof CameraRegistry bean) {
            return bean;
        }
        String text = String.valueOf(named);
        if (EndpointHelper.isReferenceParameter(text)) {
            CameraRegistry bean = CamelContextHelper.lookup(endpoint.getCamelContext(), text.substring(1), CameraRegistry.class);
            if (bean == null) {
                throw new IllegalArgumentException("The option registry=" + text + " names no bean of the type CameraRegistry: bind one by "
                        + "this name, or name a file or kafka:topic");
            }
            return bean;
        }
        if (text.startsWith("kafka:")) {
            return kafka(text.substring("kafka:".length()));
        }
        return new FileRegistry(Path.of(text.startsWith("file:") ? text.substring(5) : text),
                Duration.ofMillis(endpoint.getRegistryInterval()), () -> threads);
    }

    private CameraRegistry kafka(String topic) {
        try {
            KafkaAccess access = new KafkaAccess(endpoint.getFleetName(), topic, endpoint.getBrokers(), endpoint.getKafka());
            Duration interval = Duration.ofMillis(endpoint.getRegistryInterval());
            return endpoint.getAssignment() == FleetAssignment.kafka ? group(access, interval) : new KafkaRegistry(access, interval);
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException("registry=kafka: needs the library org.apache.kafka:kafka-clients: add it", e);
        }
    }

    private CameraRegistry group(KafkaAccess access, Duration interval) {
        String groupId = endpoint.getGroupId() == null ? endpoint.getFleetName() : endpoint.getGroupId();
        KafkaGroup group = new KafkaGroup(access, new KafkaMember.Settings(groupId, endpoint.getGroupInstanceId(),
                Duration.ofMillis(endpoint.getSessionTimeout())), interval, () -> cameras);
        owns = group::owns;
        removal = group::remove;
        formerUntil = group::takeFormerUntil;
        return group;
    }

    /** What receives a camera's results; not yet started. */
    private RoboflowWebrtcConsumer consumer(Assigned assigned) throws Exception {
        FleetCamera camera = assigned.camera();
        Map<String, Object> options = new HashMap<>();
        camera.options().forEach((name, value) -> options.put(name, resolved(name, value)));
        RoboflowWebrtcEndpoint own = endpoint.getComponent().sessions().endpoint(camera.name(), endpoint.getConfiguration(), options);
        own.setCameraOwner(assigned.owner());
        own.setUnattendedSince(formerUntil.apply(camera.name()));
        RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) own.createConsumer(new Labelled(assigned));
        consumer.setRouteId(getRouteId());
        consumer.setRoute(getRoute());
        return consumer;
    }

    private String resolved(String option, String value) {
        try {
            return endpoint.getCamelContext().resolvePropertyPlaceholders(value);
        } catch (IllegalArgumentException e) {
            // Camel's words and their causes have the whole value, of which a part may be secret
            throw new IllegalArgumentException("The option " + option + ": " + String.valueOf(e.getMessage()).replace(value, "***"));
        }
    }

    /** The route, which learns what camera it is. */
    private final class Labelled extends AsyncProcessorSupport {

        private final FleetCamera camera;
        private final Long epoch;

        Labelled(Assigned assigned) {
            this.camera = assigned.camera();
            this.epoch = assigned.owner() == null ? null : assigned.owner().epoch();
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (!owns.getAsBoolean()) {
                // a node that has slept is not to speak for a camera that another one has
                withheld.incrementAndGet();
                callback.done(true);
                return true;
            }
            if (epoch != null) {
                exchange.getMessage().setHeader(FleetConstants.EPOCH, epoch);
            }
            exchange.getMessage().setHeader(FleetConstants.CAMERA, camera.name());
            exchange.getMessage().setHeader(FleetConstants.LABELS, camera.labels());
            return getAsyncProcessor().process(exchange, callback);
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        cameras.pause(true);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        cameras.pause(false);
    }

    @Override
    protected void doStop() throws Exception {
        setHealthCheck(null);
        free();
        super.doStop();
    }

    private void free() {
        if (registry != null) {
            registry.stop();
            registry = null;
        }
        if (cameras != null) {
            cameras.close();
        }
        if (threads != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(threads);
            threads = null;
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        Cameras current = cameras;
        return current == null || isSuspended() ? 0
                : current.running().values().stream().mapToInt(RoboflowWebrtcConsumer::getPendingExchangesSize).sum();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // doStop frees everything
    }

    @Override
    public FleetEndpoint getEndpoint() {
        return endpoint;
    }

    /** The consumer of a camera; null when it does not run. */
    public RoboflowWebrtcConsumer camera(String name) {
        Cameras current = cameras;
        return current == null ? null : current.running().get(name);
    }

    /** The cameras that run, by name. */
    Map<String, RoboflowWebrtcConsumer> running() {
        Cameras current = cameras;
        return current == null ? Map.of() : current.running();
    }

    /** How many cameras cannot start. */
    int refused() {
        Cameras current = cameras;
        return current == null ? 0 : current.refused();
    }

    @ManagedAttribute(description = "Cameras that run")
    public int getCameras() {
        return cameras == null ? 0 : cameras.running().size();
    }

    @ManagedAttribute(description = "Cameras that are connected")
    public long getCamerasConnected() {
        return cameras == null ? 0 : cameras.running().values().stream().filter(consumer -> connected(consumer.getSessionState())).count();
    }

    @ManagedAttribute(description = "Results and events that did not reach the route, since other nodes may have had their cameras "
            + "(assignment=kafka)")
    public long getWithheld() {
        return withheld.get();
    }

    @ManagedAttribute(description = "State of each camera's session")
    public Map<String, String> getCameraStates() {
        Map<String, String> states = new TreeMap<>();
        if (cameras != null) {
            cameras.running().forEach((name, consumer) -> states.put(name, consumer.getSessionState()));
        }
        return states;
    }

    @ManagedAttribute(description = "What is wrong with entries of the registry, by camera")
    public Map<String, String> getMistakes() {
        return cameras == null ? Map.of() : cameras.mistakes();
    }

    @ManagedAttribute(description = "Why the registry cannot be read now; null when it can")
    public String getRegistryProblem() {
        return cameras == null ? null : cameras.unreadable();
    }

    @ManagedOperation(description = "Takes a node that is stopped out of the group by its groupInstanceId: its cameras go to other nodes "
            + "now, and not after sessionTimeout (assignment=kafka)")
    public void removeNode(String groupInstanceId) {
        if (removal == null) {
            throw new IllegalArgumentException("Nodes are removed where they share cameras: assignment=kafka");
        }
        removal.accept(groupInstanceId);
    }

    private static boolean connected(String sessionState) {
        return SessionState.STREAMING.name().equals(sessionState);
    }
}
