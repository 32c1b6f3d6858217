package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerSession;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerStatistics;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameProcessor;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameTask;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputJson;
import io.github.camelvision.roboflow.webrtc.core.worker.request.VideoOrigin;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pipeline: a session of a worker, what it may be told, and its buffered results. Thread-safe. */
final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final ObjectMapper JSON = Json.plain();

    private final String id;
    private final WorkerServer server;
    private final PipelineSettings settings;
    private final PipelineDialect dialect;
    private final MemoryBudget.Account memory;
    private final ResultsBuffer results;
    private final Throughput throughput = new Throughput();
    private final AtomicLong lastConsumedNanos = new AtomicLong(System.nanoTime());
    private final OutputJson outputJson;
    private volatile FrameMetadata lastFrame;
    private volatile WorkerSession session;

    Pipeline(String id, WorkerServer server, PipelineSettings settings) {
        this.id = id;
        this.server = server;
        this.settings = settings;
        this.dialect = new PipelineDialect(settings);
        this.memory = server.options().memory().account("Pipeline " + id);
        this.results = new ResultsBuffer(settings.resultsBufferSize(), memory);
        this.outputJson = new OutputJson(server.options().jpegQuality());
    }

    String id() {
        return id;
    }

    WorkerServer server() {
        return server;
    }

    PipelineSettings settings() {
        return settings;
    }

    PipelineDialect dialect() {
        return dialect;
    }

    /** Its session is there. */
    void opened(WorkerSession opened) {
        session = opened;
        opened.closed().whenComplete((nothing, failure) -> memory.close());
        if (settings.consumptionTimeout() != null) {
            watchConsumption();
        }
    }

    private void watchConsumption() {
        long left = settings.consumptionTimeout().toNanos() - (System.nanoTime() - lastConsumedNanos.get());
        if (left <= 0) {
            LOG.info("Pipeline {} ends: nobody consumed its results for {} s", id, settings.consumptionTimeout().toSeconds());
            session.close();
        } else if (!ended()) {
            SteadyLoop.later("the consumption of pipeline " + id, Duration.ofNanos(left), this::watchConsumption);
        }
    }

    private boolean ended() {
        return session.state() == WorkerSession.State.DRAINING || session.state() == WorkerSession.State.CLOSED;
    }

    /** The worker's processor, and a copy of every result into the buffer. */
    FrameProcessor keepingResults(FrameProcessor processor) {
        return task -> {
            CompletionStage<Map<String, Object>> stage = processor.process(task);
            return stage == null ? null : stage.thenApply(outputs -> keep(task, outputs));
        };
    }

    private Map<String, Object> keep(FrameTask task, Map<String, Object> outputs) {
        throughput.result(System.nanoTime());
        lastFrame = task.metadata();
        results.add(task, outputs == null ? Map.of() : outputs);
        return outputs;
    }

    /** @throws ManagerException when it is so already, or has ended */
    void pause(boolean pause) {
        if (ended()) {
            throw new ManagerException(ManagerException.Type.operation_error, "The pipeline has ended");
        }
        if (!dialect.pause(pause)) {
            throw new ManagerException(ManagerException.Type.operation_error, "The pipeline is " + (pause ? "paused" : "running")
                    + " already");
        }
    }

    /** Completes when it is over and everything of it is freed. */
    CompletionStage<Void> terminate() {
        session.close();
        return session.closed();
    }

    /** Fields as Roboflow's report has them, and the worker's own counters. */
    ObjectNode report() {
        ObjectNode report = JSON.createObjectNode().put("inference_throughput", throughput.perSecond(System.nanoTime()));
        report.putArray("latency_reports");
        report.putArray("video_source_status_updates");
        ObjectNode source = report.putArray("sources_metadata").addObject();
        source.put("source_id", 0);
        source.put("source_reference", settings.request().origin() != VideoOrigin.TRACK ? "capture" : "webrtc");
        source.put("state", state());
        ObjectNode properties = source.putObject("source_properties").put("is_file", false);
        FrameMetadata frame = lastFrame;
        properties.put("width", frame == null ? null : frame.width());
        properties.put("height", frame == null ? null : frame.height());
        properties.put("fps", settings.request().declaredFps() != null ? settings.request().declaredFps() : dialect.measuredFps());
        WorkerStatistics statistics = session.statistics();
        report.putObject("statistics")
                .put("frames_in", statistics.framesIn())
                .put("frames_processed", statistics.framesProcessed())
                .put("frames_failed", statistics.framesFailed())
                .put("frames_dropped", statistics.droppedLate() + statistics.droppedOverflow())
                .put("messages_out", statistics.messagesOut())
                .put("results_buffered", results.size());
        return report;
    }

    private String state() {
        if (ended()) {
            return "ENDED";
        }
        if (session.state() != WorkerSession.State.STREAMING) {
            return "INITIALISING";
        }
        return dialect.paused() ? "MUTED" : "RUNNING";
    }

    /** Puts the oldest result into the response; it is gone then. Without one the lists are empty. */
    void consume(ObjectNode response, Set<String> excludedFields) {
        lastConsumedNanos.set(System.nanoTime());
        ResultsBuffer.Result result = results.take();
        ArrayNode outputs = response.putArray("outputs");
        ArrayNode frames = response.putArray("frames_metadata");
        if (result != null) {
            ObjectNode values = outputs.addObject();
            result.outputs().forEach((name, value) -> {
                if (!excludedFields.contains(name)) {
                    values.set(name, tree(name, value, result.videoMetadata()));
                }
            });
            frames.addObject()
                    .put("frame_timestamp", result.metadata().receivedAt())
                    .put("frame_id", result.metadata().frameId())
                    .put("source_id", 0);
        }
    }

    private JsonNode tree(String name, Object value, Map<String, Object> videoMetadata) {
        try {
            return JSON.readTree(outputJson.write(value, videoMetadata));
        } catch (JsonProcessingException e) {
            return unwritable(name, e.getOriginalMessage(), e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return unwritable(name, e.getMessage(), e);
        }
    }

    private JsonNode unwritable(String name, String message, Throwable cause) {
        LOG.debug("Output {} of pipeline {} cannot be written", name, id, cause);
        return JSON.createObjectNode().put("__serialization_error__", String.valueOf(message));
    }
}
