package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.Causes;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerSession;
import io.github.camelvision.roboflow.webrtc.core.worker.request.RequestedWorkflow;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the Stream Manager's commands (docs/protocol.adoc#stream-manager-calls) on workers: starts pipelines in them and keeps the
 * live ones by id. Thread-safe. A pipeline shares nothing with another one but its worker's processor.
 */
public final class PipelineManager {

    /** The workers that pipelines may run in. */
    public interface Workers {

        /**
         * The one that answers for the workflow.
         *
         * @throws WorkerRejectedException 404 with what there is
         */
        WorkerServer find(RequestedWorkflow workflow);

        /** All of them, at this moment. */
        Collection<WorkerServer> all();
    }

    private static final Logger LOG = LoggerFactory.getLogger(PipelineManager.class);
    private static final long END_SECONDS = 5;

    private final Workers workers;
    private final Map<String, Pipeline> pipelines = new ConcurrentHashMap<>();

    public PipelineManager(Workers workers) {
        this.workers = workers;
    }

    /** Never fails: what goes wrong is a reply. May encode images on the caller's thread; a new pipeline's answer comes later. */
    public CompletionStage<ManagerReply> execute(ManagerCommand command) {
        try {
            return dispatch(command).exceptionally(failure -> failed(command, failure));
        } catch (RuntimeException | Error e) { // whoever asked gets a reply
            return CompletableFuture.completedFuture(failed(command, e));
        }
    }

    private CompletionStage<ManagerReply> dispatch(ManagerCommand command) {
        return switch (String.valueOf(command.type())) {
            case "webrtc" -> start(command);
            case "init" -> capture(command);
            case "list_pipelines" -> done(null, list(command));
            case "status" -> done(command.pipelineId(), status(find(command)));
            case "mute" -> paused(command, true);
            case "resume" -> paused(command, false);
            case "terminate" -> terminate(find(command));
            case "consume_result" -> done(command.pipelineId(), consume(command, find(command)));
            default -> throw ManagerException.invalid("type must be one of webrtc, init, list_pipelines, status, mute, resume, terminate, "
                    + "consume_result");
        };
    }

    private static ManagerReply failed(ManagerCommand command, Throwable failure) {
        Throwable cause = Causes.of(failure);
        ManagerException told = ManagerException.of(cause);
        if (told.type() == ManagerException.Type.internal_error) {
            LOG.warn("{} failed", command, cause);
        } else {
            LOG.debug("{} refused: {}", command, told.getMessage());
        }
        return ManagerReply.failure(command.pipelineId(), told);
    }

    private static CompletionStage<ManagerReply> done(String pipelineId, ObjectNode response) {
        return CompletableFuture.completedFuture(ManagerReply.of(pipelineId, response));
    }

    private CompletionStage<ManagerReply> start(ManagerCommand command) {
        Pipeline pipeline = newPipeline(PipelineRequestParser.webrtc(command.payload()));
        return pipeline.server().open(pipeline.id(), pipeline.settings().request(), command.headers(), pipeline.dialect(),
                pipeline::keepingResults).thenApply(opened -> {
                    live(pipeline, opened.session());
                    return ManagerReply.of(pipeline.id(), ManagerReply.success().put("sdp", opened.sdp()).put("type", "answer"));
                });
    }

    private CompletionStage<ManagerReply> capture(ManagerCommand command) {
        Pipeline pipeline = newPipeline(PipelineRequestParser.capture(command.payload()));
        live(pipeline, pipeline.server().capture(pipeline.id(), pipeline.settings().request(), command.headers(), pipeline.dialect(),
                pipeline::keepingResults));
        return done(pipeline.id(), ManagerReply.success());
    }

    private Pipeline newPipeline(PipelineSettings settings) {
        return new Pipeline(UUID.randomUUID().toString(), workers.find(settings.request().workflow()), settings);
    }

    private void live(Pipeline pipeline, WorkerSession session) {
        pipeline.opened(session);
        pipelines.put(pipeline.id(), pipeline);
        session.closed().whenComplete((nothing, failure) -> pipelines.remove(pipeline.id()));
    }

    private ObjectNode list(ManagerCommand command) {
        if (!workers.all().isEmpty() && workers.all().stream().noneMatch(worker -> mayUse(worker, command))) {
            throw unauthorised();
        }
        ObjectNode response = ManagerReply.success();
        ArrayNode ids = response.putArray("pipelines");
        pipelines.values().stream().filter(pipeline -> mayUse(pipeline.server(), command)).map(Pipeline::id)
                .sorted(Comparator.naturalOrder()).forEach(ids::add);
        return response;
    }

    private static boolean mayUse(WorkerServer worker, ManagerCommand command) {
        try {
            worker.checkKey(command.apiKey(), command.headers());
            return true;
        } catch (WorkerRejectedException e) {
            return false;
        }
    }

    private static ManagerException unauthorised() {
        return new ManagerException(ManagerException.Type.authorisation_error,
                "The API key is missing or not known: send it as Authorization: Bearer, or over TCP as api_key");
    }

    /** Who has no key learns no more than that. */
    private Pipeline find(ManagerCommand command) {
        Pipeline pipeline = command.pipelineId() == null ? null : pipelines.get(command.pipelineId());
        if (pipeline == null) {
            throw new ManagerException(ManagerException.Type.not_found, command.pipelineId() == null ? "pipeline_id is missing"
                    : "There is no such pipeline, or it has ended");
        }
        if (!mayUse(pipeline.server(), command)) {
            throw unauthorised();
        }
        return pipeline;
    }

    private static ObjectNode status(Pipeline pipeline) {
        return ManagerReply.success().set("report", pipeline.report());
    }

    private CompletionStage<ManagerReply> paused(ManagerCommand command, boolean pause) {
        find(command).pause(pause);
        return done(command.pipelineId(), ManagerReply.success());
    }

    private CompletionStage<ManagerReply> terminate(Pipeline pipeline) {
        return pipeline.terminate().toCompletableFuture().orTimeout(END_SECONDS, TimeUnit.SECONDS).thenApply(nothing -> {
            // the newest stage of a future runs first: who gets this reply must not find the pipeline any more
            pipelines.remove(pipeline.id());
            return ManagerReply.of(pipeline.id(), ManagerReply.success());
        });
    }

    private static ObjectNode consume(ManagerCommand command, Pipeline pipeline) {
        JsonNode excluded = command.payload().path("excluded_fields");
        Set<String> fields = new HashSet<>();
        excluded.forEach(field -> fields.add(field.asText()));
        ObjectNode response = ManagerReply.success();
        pipeline.consume(response, fields);
        return response;
    }

    /** Ids of the live pipelines. */
    public List<String> pipelines() {
        return pipelines.keySet().stream().sorted().toList();
    }
}
