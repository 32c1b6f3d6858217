package io.github.camelvision.roboflow.webrtc.core.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.Causes;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.WorkerRegistry;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.UploadQuota;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameProcessor;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputSelector;
import io.github.camelvision.roboflow.webrtc.core.worker.request.ApiKeys;
import io.github.camelvision.roboflow.webrtc.core.worker.request.CameraClaim;
import io.github.camelvision.roboflow.webrtc.core.worker.request.SourceHosts;
import io.github.camelvision.roboflow.webrtc.core.worker.request.VideoOrigin;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequest;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequestParser;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: answers the POST that opens a session and keeps the live sessions (docs/protocol.adoc#opening). Thread-safe; knows nothing of
 * HTTP but status and body, so that any HTTP server can be in front of it.
 */
public final class WorkerServer implements AutoCloseable {

    /** Where callers put the {@code api_key} of a request's query, among the headers. */
    public static final String QUERY_KEY = ApiKeys.QUERY;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerServer.class);
    private static final ObjectMapper JSON = Json.plain();
    private static final AtomicLong THREADS = new AtomicLong();
    private static final long ANSWER_SECONDS = 30;
    private static final String RETRY_AFTER_SECONDS = "5";

    private final WorkerOptions options;
    private final FrameProcessor processor;
    private final RtcPeers peers;
    private final WorkerRegistry registry;
    private final SharedThreads threads = new SharedThreads("the worker's routes", WorkerServer::processingThread);
    private final UploadQuota uploads;
    private final LongAdder opened = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean suspended;

    /** @param peers makes the connections; it stays open when the worker is closed */
    public WorkerServer(WorkerOptions options, FrameProcessor processor, RtcPeers peers) {
        this.options = options;
        this.processor = processor;
        this.peers = peers;
        this.uploads = new UploadQuota(options.maxUploadTotal());
        this.registry = new WorkerRegistry(options.maxSessions());
    }

    /**
     * Handles one {@code POST /initialise_webrtc_worker}. Returns at once; the answer takes up to 2 s more than its SDP needs.
     *
     * @param body as received; the caller need not read more than 1 MiB + 1 byte
     * @param headers of the request; only {@code Authorization}, {@link #QUERY_KEY} and {@link CameraOwner#HEADER} are looked at
     * @return never fails: refusals are answers, 400 (request), 401 (key), 404 (workflow), 409 (the camera has a newer owner), 413 (size),
     *         422 (form), 429 (too many sessions), 500, 503
     */
    public CompletionStage<WorkerAnswer> initialise(byte[] body, Map<String, String> headers) {
        try {
            WorkerRequest request = WorkerRequestParser.parse(body);
            checkKey(request.apiKey(), headers);
            return open(newId(), request, claim(request, headers), SessionDialect.WORKER, processor)
                    .handle((session, failure) -> failure == null ? answer(session) : counted(refusal(Causes.of(failure))));
        } catch (WorkerRejectedException e) {
            return CompletableFuture.completedFuture(counted(refusal(e)));
        }
    }

    private WorkerAnswer counted(WorkerAnswer refusal) {
        refused.increment();
        return refusal;
    }

    private void checkWorkflow(WorkerRequest request) {
        String served = options.workflowId();
        if (served != null && !served.equals(request.workflow().workflowId())) {
            String asked = request.workflow().workflowId() == null ? "a workflow specification"
                    : "workflow '" + request.workflow().workflowId() + "'";
            throw new WorkerRejectedException(404, "RoboflowAPINotNotFoundError",
                    "This worker does not serve " + asked + ". Available workflows: " + List.of(served));
        }
    }

    private void checkSource(WorkerRequest request) {
        if (request.sourceUrl() != null) {
            SourceHosts.check(request.origin() == VideoOrigin.RTSP ? "rtsp_url" : "mjpeg_url", request.sourceUrl(),
                    options.allowedSourceHosts());
        }
    }

    /**
     * Opens a session of another protocol, with this worker's options and processor.
     *
     * @param id no other session has it
     * @param headers of the request, for its API key and the camera's owner
     * @param around what to make of the worker's processor for this session
     * @return fails with a {@link WorkerRejectedException} (as {@link #initialise} would answer), or with what went wrong
     */
    public CompletionStage<OpenedSession> open(String id, WorkerRequest request, Map<String, String> headers, SessionDialect dialect,
            UnaryOperator<FrameProcessor> around) {
        try {
            checkKey(request.apiKey(), headers);
            return open(id, request, claim(request, headers), dialect, around.apply(processor)).exceptionallyCompose(
                    failure -> CompletableFuture.failedStage(Causes.of(failure)));
        } catch (WorkerRejectedException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** @throws WorkerRejectedException 401 when neither the key nor the header {@code Authorization} is known to this worker */
    public void checkKey(String key, Map<String, String> headers) {
        ApiKeys.check(options.apiKeys(), key, headers);
    }

    private static String newId() {
        // who knows an id may end its session: 60 random bits cannot be guessed
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    /**
     * As {@link #open}, of a session without a client: the worker captures the stream that the request names.
     *
     * @throws WorkerRejectedException as {@link #initialise} would answer
     */
    public WorkerSession capture(String id, WorkerRequest request, Map<String, String> headers, SessionDialect dialect,
            UnaryOperator<FrameProcessor> around) {
        checkKey(request.apiKey(), headers);
        WorkerSession session = newSession(id, request, claim(request, headers), dialect, around.apply(processor));
        session.startAlone();
        return session;
    }

    private CompletionStage<OpenedSession> open(String id, WorkerRequest request, CameraClaim claim, SessionDialect dialect,
            FrameProcessor sessionProcessor) {
        WorkerSession session = newSession(id, request, claim, dialect, sessionProcessor);
        return session.start().toCompletableFuture().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).handle((sdp, failure) -> {
            if (failure == null) {
                return new OpenedSession(session, sdp);
            }
            session.close();
            throw new CompletionException(Causes.of(failure));
        });
    }

    /** @throws WorkerRejectedException 400 when the camera's owner is told in another form */
    private CameraClaim claim(WorkerRequest request, Map<String, String> headers) {
        return options.fencing() ? CameraClaim.of(options.apiKeys(), request.apiKey(), headers) : null;
    }

    private WorkerSession newSession(String id, WorkerRequest request, CameraClaim claim, SessionDialect dialect,
            FrameProcessor sessionProcessor) {
        checkWorkflow(request);
        checkSource(request);
        WorkerRegistry.Admission admission = registry.admit(claim, () -> new WorkerSession(id, request, options, sessionProcessor, threads,
                peers, dialect, uploads, registry::remove));
        admission.displaced().forEach(WorkerSession::close);
        WorkerSession session = admission.session();
        MemoryBudget.Account memory = session.memory();
        if (!memory.take(request.bytes())) {
            session.close();
            throw WorkerRejectedException.noMemory(memory.refusal(request.bytes()));
        }
        session.suspend(suspended);
        LOG.info("Session {} opens: {}", id, request);
        opened.increment();
        return session;
    }

    /** While true, the open sessions take no frames; whoever asks this server for a session is to be refused by its caller. */
    public void suspend(boolean value) {
        suspended = value;
        registry.sessions().forEach(session -> session.suspend(value));
    }

    private WorkerAnswer answer(OpenedSession opened) {
        ObjectNode json = JSON.createObjectNode().put("status", "success");
        json.putObject("context").putNull("request_id").putNull("pipeline_id");
        json.put("sdp", opened.sdp()).put("type", "answer").put("session_id", opened.session().id());
        if (options.maxSessionAge() != null) {
            json.put("max_session_age", options.maxSessionAge().toMillis() / 1000.0);
        }
        return new WorkerAnswer(200, bytes(json), Map.of(), opened.session());
    }

    /** The answer that says why there is no session. */
    public static WorkerAnswer refusal(Throwable failure) {
        int status = 500;
        String type = "InternalError";
        String message = "The worker could not answer: " + OutputSelector.text(failure);
        if (failure instanceof SignallingException signalling) {
            status = signalling.status();
            type = failure instanceof WorkerRejectedException rejected ? rejected.errorType() : "SignallingError";
            message = failure.getMessage();
        } else if (failure instanceof TransportException) {
            status = 400;
            type = "WebRTCConfigurationError";
            message = "webrtc_offer cannot be answered: " + OutputSelector.text(failure);
        } else {
            LOG.warn("A session could not be opened", failure);
        }
        ObjectNode json = JSON.createObjectNode().put("message", message).put("error_type", type);
        if (failure instanceof WorkerRejectedException rejected && rejected.malformedField() != null) {
            json.set("detail", detail(rejected.malformedField(), message));
        }
        return new WorkerAnswer(status, bytes(json), later(failure) ? Map.of("Retry-After", RETRY_AFTER_SECONDS) : Map.of(), null);
    }

    /** Whether the same request may be answered when others are over. */
    private static boolean later(Throwable failure) {
        return failure instanceof WorkerRejectedException rejected
                && (rejected.status() == 429 || rejected.errorType().equals(WorkerRejectedException.NO_MEMORY));
    }

    /**
     * What Roboflow's server says of a request that has not the form it should have: one entry, with the place and the reason.
     *
     * @param field of the body; empty for the body as a whole
     */
    public static ArrayNode detail(String field, String message) {
        ArrayNode detail = JSON.createArrayNode();
        ObjectNode entry = detail.addObject().put("type", field.isEmpty() ? "json_invalid" : "value_error");
        ArrayNode place = entry.putArray("loc").add("body");
        if (!field.isEmpty()) {
            place.add(field);
        }
        entry.put("msg", message);
        return detail;
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
    }

    /** Whether a request with this key in its body, or in its headers, may manage sessions. */
    public boolean letsIn(String bodyKey, Map<String, String> headers) {
        return ApiKeys.letsIn(options.apiKeys(), bodyKey, headers);
    }

    /** Sessions that were opened since the start. */
    public long sessionsOpened() {
        return opened.sum();
    }

    /** Requests that were answered with an error since the start. */
    public long sessionsRefused() {
        return refused.sum();
    }

    /** Bytes that the open sessions hold for their clients. */
    public long memoryHeld() {
        return registry.sessions().stream().mapToLong(WorkerSession::memoryHeld).sum();
    }

    public WorkerOptions options() {
        return options;
    }

    /** The sessions that are not closed, at this moment. */
    public Collection<WorkerSession> sessions() {
        return registry.sessions();
    }

    /** Counters of all sessions since the worker started, those that are over included. */
    public WorkerStatistics statistics() {
        return registry.statistics();
    }

    /** Refuses new sessions and closes the live ones; completes when they are freed. Idempotent. */
    public CompletionStage<Void> stop() {
        return CompletableFuture.allOf(registry.close().stream().map(session -> {
            session.close();
            return session.closed().toCompletableFuture();
        }).toArray(CompletableFuture[]::new)).thenRun(threads::close);
    }

    private static Thread processingThread(Runnable task) {
        Thread thread = new Thread(task, "roboflow-processing-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** As {@link #stop}, without waiting. */
    @Override
    public void close() {
        stop();
    }
}
