package io.github.camelvision.roboflow.webrtc.worker;

import io.github.camelvision.roboflow.webrtc.ResultHeaders;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.PortRange;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerOptions;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerSession;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameProcessor;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameTask;
import io.github.camelvision.roboflow.webrtc.http.HttpServers;
import io.github.camelvision.roboflow.webrtc.metrics.MeteredWorker;
import io.github.camelvision.roboflow.webrtc.metrics.WorkerMeters;
import io.github.camelvision.roboflow.webrtc.route.RouteCall;
import io.github.camelvision.roboflow.webrtc.uri.CommaList;
import io.github.camelvision.roboflow.webrtc.uri.Misuse;
import io.github.camelvision.roboflow.webrtc.worker.internal.CorsOrigins;
import io.github.camelvision.roboflow.webrtc.worker.internal.RouteReply;
import io.github.camelvision.roboflow.webrtc.worker.internal.WorkerHttp;
import io.github.camelvision.roboflow.webrtc.worker.internal.WorkerLive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers clients that ask for this worker's workflow, and processes their frames with the route. */
@ManagedResource(description = "Managed Roboflow WebRTC worker")
public class WorkerConsumer extends DefaultConsumer implements FrameProcessor, Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerConsumer.class);
    private static final int STOP_SECONDS = 10;

    private final WorkerEndpoint endpoint;
    private CorsOrigins corsOrigins = CorsOrigins.NONE;
    private RtcRuntime runtime;
    private volatile WorkerServer server;
    private WorkerLive live;
    private WorkerMeters meters;

    public WorkerConsumer(WorkerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    public WorkerEndpoint getEndpoint() {
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Misuse.in(getRouteId(), "worker " + endpoint.getWorkerName(), this::serve);
    }

    private void serve() throws Exception {
        corsOrigins = CorsOrigins.of(CommaList.of(endpoint.getConfiguration().getCorsAllowedOrigins()));
        runtime = endpoint.getComponent().newRuntime();
        WorkerServer started = new WorkerServer(options(), this, runtime::newPeer);
        live = new WorkerLive(endpoint.getWorkerName(), started);
        meters = endpoint.getComponent().meters().worker(new MeteredWorker(endpoint.getWorkerName(), started));
        server = started;
        tellWhoMayCome();
        endpoint.getComponent().running().add(this);
        endpoint.getComponent().gateways().add(endpoint.getConfiguration().getPath(), this);
        endpoint.getComponent().streamManagers().add(this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.getComponent().streamManagers().remove(this);
        endpoint.getComponent().running().remove(this);
        endpoint.getComponent().gateways().remove(endpoint.getConfiguration().getPath(), this);
        if (server != null) {
            try {
                server.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.warn("The sessions of worker {} did not end within {} s", endpoint.getWorkerName(), STOP_SECONDS, e);
            } catch (InterruptedException e) {
                // a route that stops its own worker is interrupted with its session: the rest of the stop comes all the same
                Thread.currentThread().interrupt();
            }
            server = null;
            meters.close();
        }
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
        super.doStop();
    }

    /** Open sessions stay, and take no frames until the worker is resumed; new ones are refused meanwhile. */
    @Override
    protected void doSuspend() throws Exception {
        super.doSuspend();
        server.suspend(true);
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        server.suspend(false);
    }

    private void tellWhoMayCome() {
        WorkerConfiguration options = endpoint.getConfiguration();
        String address = HttpServers.address(getEndpoint().getCamelContext());
        if (CommaList.of(options.getApiKeys()).isEmpty() && !HttpServers.isLoopback(address)) {
            LOG.warn("Worker {} has no apiKeys: everybody who reaches {} on this application's HTTP server{} may open sessions, up to {}",
                    endpoint.getWorkerName(), options.getPath(), address == null ? "" : ", which listens on " + address,
                    options.getMaxSessions());
        }
    }

    private static IceConfig ice(WorkerConfiguration options) {
        IceConfig ice = options.getIceServers() == null ? IceConfig.NONE : options.getIceServers();
        if (options.getUdpPorts() == null) {
            return ice;
        }
        try {
            return new IceConfig(ice.servers(), ice.relayOnly(), PortRange.parse(options.getUdpPorts()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The option udpPorts: " + e.getMessage(), e);
        }
    }

    private WorkerOptions options() {
        WorkerConfiguration options = endpoint.getConfiguration();
        return WorkerOptions.builder()
                .name("worker " + endpoint.getWorkerName() + " of route " + getRouteId())
                .memory(endpoint.getComponent().memory())
                .apiKeys(CommaList.of(options.getApiKeys()))
                .fencing(options.isFencing())
                .maxSessions(options.getMaxSessions())
                .maxInFlight(options.getMaxInFlight())
                .ackWindow(options.getAckWindow())
                .gzip(options.isGzip())
                .jpegQuality(options.getJpegQuality())
                .allowedSourceHosts(CommaList.of(options.getAllowedSourceHosts()))
                .verifySourceCertificate(options.isVerifySourceCertificate())
                .maxUploadSize(options.getMaxUploadSize())
                .maxUploadTotal(options.getMaxUploadTotal())
                .allowedIceHosts(CommaList.of(options.getAllowedIceHosts()))
                .uploadDirectory(options.getUploadDir() == null ? null : Path.of(options.getUploadDir()))
                .idleTimeout(Duration.ofMillis(options.getIdleTimeout()))
                .maxSessionAge(options.getMaxSessionAge() <= 0 ? null : Duration.ofMillis(options.getMaxSessionAge()))
                .iceServers(ice(options))
                .build();
    }

    /** Null while it is stopped. */
    public WorkerServer server() {
        return server;
    }

    public String workspace() {
        return endpoint.getConfiguration().getWorkspace();
    }

    public String workflowId() {
        return endpoint.getConfiguration().getWorkflowId();
    }

    public CorsOrigins corsOrigins() {
        return corsOrigins;
    }

    /** Whether exactly this is what the worker answers for; null stands for any. */
    public boolean serves(String workspace, String workflowId) {
        return Objects.equals(workspace(), workspace) && Objects.equals(workflowId(), workflowId);
    }

    /** For messages. */
    public String served() {
        return (workspace() == null ? "*" : workspace()) + "/" + (workflowId() == null ? "*" : workflowId());
    }

    public CompletionStage<WorkerAnswer> initialise(byte[] body, Map<String, String> headers) {
        WorkerServer current = server;
        CompletionStage<WorkerAnswer> answer = current == null || isSuspendingOrSuspended()
                ? CompletableFuture.completedFuture(WorkerHttp.error(503, "WorkerStopped", "The worker is suspended"))
                : current.initialise(body, headers);
        return answer.thenApply(plain -> corsOrigins.addTo(plain, headers.get("Origin")));
    }

    /** Whether this worker's sessions may be managed with the key of the body or of the headers. */
    public boolean letsIn(String key, Map<String, String> headers) {
        WorkerServer current = server;
        return current != null && current.letsIn(key, headers);
    }

    /** The open session with this id; null when there is none. */
    public WorkerSession session(String id) {
        return openSessions().stream().filter(session -> session.id().equals(id)).findFirst().orElse(null);
    }

    /** Empty when the worker is stopped. */
    Collection<WorkerSession> openSessions() {
        WorkerServer current = server;
        return current == null ? List.of() : current.sessions();
    }

    /** One frame through the route. On a processing thread of the session. */
    @Override
    public CompletionStage<Map<String, Object>> process(FrameTask task) {
        long begin = System.nanoTime();
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOut);
        fill(exchange.getMessage(), task);
        CompletableFuture<Map<String, Object>> outputs = new CompletableFuture<>();
        RouteCall.process(getAsyncProcessor(), exchange, () -> complete(exchange, outputs));
        return outputs.whenComplete((map, failure) -> {
            meters.processed(Duration.ofNanos(System.nanoTime() - begin));
            live.processed(task, map, failure);
        });
    }

    /** What the live view sees. */
    WorkerLive live() {
        return live;
    }

    private static void complete(Exchange exchange, CompletableFuture<Map<String, Object>> outputs) {
        try {
            if (exchange.getException() != null) {
                outputs.completeExceptionally(RouteCall.failure(exchange));
            } else {
                outputs.complete(RouteReply.outputs(exchange));
            }
        } catch (Throwable e) { // a reply that does not fit into the heap as JSON, for instance
            outputs.completeExceptionally(e);
        }
    }

    private static void fill(Message message, FrameTask task) {
        message.setBody(task.frame());
        ResultHeaders.contentType(message);
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, System.currentTimeMillis());
        message.setHeader(WorkerConstants.SESSION_ID, task.sessionId());
        ResultHeaders.set(message, task.metadata());
        ResultHeaders.header(message, WorkerConstants.WORKSPACE, task.request().workflow().workspace());
        ResultHeaders.header(message, WorkerConstants.WORKFLOW_ID, task.request().workflow().workflowId());
        ResultHeaders.header(message, WorkerConstants.WORKFLOW_SPECIFICATION, task.request().workflow().specification());
        ResultHeaders.header(message, WorkerConstants.PARAMETERS, task.request().workflow().parameters());
    }

    @ManagedAttribute(description = "Sessions that are open")
    public int getSessions() {
        return openSessions().size();
    }

    @ManagedAttribute(description = "Sessions that were opened since the worker was started")
    public long getSessionsOpened() {
        WorkerServer current = server;
        return current == null ? 0 : current.sessionsOpened();
    }

    @ManagedAttribute(description = "Requests for a session that were refused since the worker was started")
    public long getSessionsRefused() {
        WorkerServer current = server;
        return current == null ? 0 : current.sessionsRefused();
    }

    @ManagedAttribute(description = "Frames processed by the sessions that are open")
    public long getFramesProcessed() {
        return openSessions().stream().mapToLong(s -> s.statistics().framesProcessed()).sum();
    }

    @ManagedAttribute(description = "Frames of the sessions that are open whose processing failed")
    public long getFramesFailed() {
        return openSessions().stream().mapToLong(s -> s.statistics().framesFailed()).sum();
    }

    @ManagedAttribute(description = "Frames dropped by the sessions that are open, because newer ones came or too many waited")
    public long getFramesDropped() {
        return openSessions().stream().mapToLong(s -> s.statistics().droppedLate() + s.statistics().droppedOverflow()).sum();
    }

    @ManagedAttribute(description = "Bytes that the open sessions hold for their clients")
    public long getMemoryHeld() {
        WorkerServer current = server;
        return current == null ? 0 : current.memoryHeld();
    }

    @ManagedAttribute(description = "Bytes that all sessions of the component may hold together")
    public long getMemoryBudget() {
        return endpoint.getComponent().memory().capacity();
    }

    @ManagedOperation(description = "The open sessions, a line each")
    public List<String> listSessions() {
        return openSessions().stream().map(s -> s.id() + " " + s.state() + " " + s.statistics()).toList();
    }

    @ManagedOperation(description = "Closes the open session with this id; false when there is none")
    public boolean closeSession(String id) {
        WorkerSession session = session(id);
        if (session != null) {
            session.close();
        }
        return session != null;
    }
}
