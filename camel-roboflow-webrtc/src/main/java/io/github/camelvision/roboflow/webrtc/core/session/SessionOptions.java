package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.session.engine.connection.KeepAlive;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowSettings;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.IceServers;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.ModelTaskLookup;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Everything a session is made of. Immutable; made by {@link #builder}. */
public final class SessionOptions {

    private final String name;
    private final Source source;
    private final Signalling signalling;
    private final Supplier<CompletableFuture<WorkflowReference>> workflow;
    private final Supplier<CompletableFuture<IceConfig>> iceServers;
    private final OutputRequest outputs;
    private final Emit emit;
    private final Double declaredFps;
    private final String requestedPlan;
    private final String requestedRegion;
    private final WorkflowSettings workflowSettings;
    private final Duration processingTimeout;
    private final Duration connectTimeout;
    private final Duration gatherTimeout;
    private final Duration disconnectedGrace;
    private final Duration stallTimeout;
    private final Duration maxSessionAge;
    private final Duration keepAlive;
    private final ReconnectPolicy reconnect;
    private final boolean restartFiles;
    private final ServerDialect dialect;
    private final FailureLog failures;
    private final MemoryBudget memory;
    private final List<Runnable> atEnd;

    private SessionOptions(Builder builder) {
        name = Objects.requireNonNull(builder.name, "name");
        source = Objects.requireNonNull(builder.source, "source");
        signalling = Objects.requireNonNull(builder.signalling, "signalling");
        workflow = Objects.requireNonNull(builder.workflow, "workflow");
        iceServers = builder.iceServers;
        boolean realtime = builder.realtime == null ? source.realtimeByDefault() : builder.realtime;
        outputs = new OutputRequest(builder.streamOutput, builder.dataOutput, realtime);
        emit = builder.emit;
        declaredFps = builder.declaredFps;
        requestedPlan = builder.requestedPlan;
        requestedRegion = builder.requestedRegion;
        workflowSettings = builder.workflowSettings;
        processingTimeout = builder.processingTimeout;
        connectTimeout = builder.connectTimeout;
        gatherTimeout = builder.gatherTimeout;
        disconnectedGrace = builder.disconnectedGrace;
        stallTimeout = builder.stallTimeout;
        maxSessionAge = builder.maxSessionAge;
        keepAlive = builder.keepAlive;
        reconnect = builder.reconnect;
        restartFiles = builder.restartFiles;
        dialect = builder.dialect;
        failures = builder.failures;
        memory = builder.memory;
        atEnd = List.copyOf(builder.atEnd);
    }

    /** Starts from the defaults: predictions, no video back, all outputs but images, reconnecting. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Name of the session, for threads, logs and health checks. */
    public String name() {
        return name;
    }

    public Source source() {
        return source;
    }

    public Signalling signalling() {
        return signalling;
    }

    /** The workflow to run; asked anew for each connection. */
    public Supplier<CompletableFuture<WorkflowReference>> workflow() {
        return workflow;
    }

    /** The ICE servers to use; asked anew for each connection, since their credentials expire. */
    public Supplier<CompletableFuture<IceConfig>> iceServers() {
        return iceServers;
    }

    /** The outputs the user asked for; the source may change what is requested. */
    public OutputRequest outputs() {
        return outputs;
    }

    public Emit emit() {
        return emit;
    }

    /** Frames per second to tell the server; null: unknown. */
    public Double declaredFps() {
        return declaredFps;
    }

    public String requestedPlan() {
        return requestedPlan;
    }

    public String requestedRegion() {
        return requestedRegion;
    }

    /** How the server runs the workflow. */
    public WorkflowSettings workflowSettings() {
        return workflowSettings;
    }

    /** Longest session the server shall serve; zero: without a limit; null: its default, which is an hour. */
    public Duration processingTimeout() {
        return processingTimeout;
    }

    /** The whole of connecting: workflow and ICE servers, candidates, the server's answer, the network path, the open data channel. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long the offer waits for further candidates once the first is there. */
    public Duration gatherTimeout() {
        return gatherTimeout;
    }

    /** How long a connection may be DISCONNECTED before it counts as lost. */
    public Duration disconnectedGrace() {
        return disconnectedGrace;
    }

    /**
     * How long a connected server that owes a result may be silent before it counts as lost; zero: for ever; null: a minute for live
     * sources, longer where the workflow is slow, and for ever for others. The time of an upload does not count, nor that in which the
     * server waits for an acknowledgement, or for a frame.
     */
    public Duration stallTimeout() {
        return stallTimeout;
    }

    /** Age at which the connection of a live source is replaced by a new one, without a gap; zero: before the server's limit only. */
    public Duration maxSessionAge() {
        return maxSessionAge;
    }

    /** After so long without a result a server that reads no camera itself gets a sign of life. */
    public Duration keepAlive() {
        return keepAlive;
    }

    public ReconnectPolicy reconnect() {
        return reconnect;
    }

    /** Whether an interrupted source that is not live starts again from its beginning. */
    public boolean restartFiles() {
        return restartFiles;
    }

    /** How the server talks. */
    public ServerDialect dialect() {
        return dialect;
    }

    /** Who says why the session failed; shared by sessions of one name that follow each other. */
    public FailureLog failures() {
        return failures;
    }

    /** What the session shares with others for all that its server sends. */
    public MemoryBudget memory() {
        return memory;
    }

    /** What else to free when the session is over. */
    public List<Runnable> atEnd() {
        return atEnd;
    }

    /** Collects options; see the accessors of {@link SessionOptions}. */
    public static final class Builder {

        private final String name;
        private Source source;
        private Signalling signalling;
        private Supplier<CompletableFuture<WorkflowReference>> workflow;
        private Supplier<CompletableFuture<IceConfig>> iceServers = () -> CompletableFuture.completedFuture(IceConfig.NONE);
        private List<String> streamOutput = List.of();
        private List<String> dataOutput = List.of("*");
        private Boolean realtime;
        private Emit emit = Emit.predictions;
        private Double declaredFps;
        private String requestedPlan;
        private String requestedRegion;
        private WorkflowSettings workflowSettings = WorkflowSettings.DEFAULTS;
        private Duration processingTimeout;
        private Duration connectTimeout = Duration.ofSeconds(120);
        private Duration gatherTimeout = Duration.ofSeconds(1);
        private Duration disconnectedGrace = Duration.ofSeconds(5);
        private Duration stallTimeout;
        private Duration maxSessionAge = Duration.ZERO;
        private Duration keepAlive = KeepAlive.INTERVAL;
        private ReconnectPolicy reconnect = ReconnectPolicy.DEFAULT;
        private boolean restartFiles;
        private ServerDialect dialect = ServerDialect.WORKER;
        private FailureLog failures = new FailureLog();
        private MemoryBudget memory = MemoryBudget.heap();
        private final List<Runnable> atEnd = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder source(Source value) {
            source = value;
            return this;
        }

        public Builder signalling(Signalling value) {
            signalling = value;
            return this;
        }

        /** The usual way to a server: signalling by HTTP, and the ICE servers that Roboflow offers if it runs the server. */
        public Builder server(SignallingOptions options) {
            IceServers servers = new IceServers(IceConfig.NONE, options);
            return signalling(new WorkerHttpSignalling(options)).iceServers(servers::resolve).atEnd(servers::close);
        }

        /**
         * A single model instead of a workflow (docs/protocol.adoc#model); its outputs are {@code predictions}, which are asked for, and
         * {@code image}.
         *
         * @param taskType such as {@code object-detection}; null: asked of Roboflow, if it runs the server or the options name its API
         * @param options with the key to ask with
         */
        public Builder model(String modelId, String taskType, SignallingOptions options) {
            dataOutput(List.of("predictions"));
            if (taskType != null) {
                return workflow(WorkflowReference.byModel(modelId, taskType));
            }
            ModelTaskLookup lookup = new ModelTaskLookup(options);
            return workflow(() -> lookup.taskType(modelId).thenApply(found -> WorkflowReference.byModel(modelId, found)))
                    .atEnd(lookup::close);
        }

        public Builder workflow(WorkflowReference value) {
            return workflow(() -> CompletableFuture.completedFuture(value));
        }

        public Builder workflow(Supplier<CompletableFuture<WorkflowReference>> value) {
            workflow = value;
            return this;
        }

        public Builder iceServers(Supplier<CompletableFuture<IceConfig>> value) {
            iceServers = value;
            return this;
        }

        /** Null: the server chooses; empty: no video. */
        public Builder streamOutput(List<String> value) {
            streamOutput = value;
            return this;
        }

        /** Null or empty: metadata only. */
        public Builder dataOutput(List<String> value) {
            dataOutput = value;
            return this;
        }

        /** Null: as the source prefers. */
        public Builder realtime(Boolean value) {
            realtime = value;
            return this;
        }

        public Builder emit(Emit value) {
            emit = value == Emit.objects ? Emit.predictions : value;
            return this;
        }

        public Builder declaredFps(Double value) {
            declaredFps = value;
            return this;
        }

        public Builder requestedPlan(String value) {
            requestedPlan = value;
            return this;
        }

        public Builder requestedRegion(String value) {
            requestedRegion = value;
            return this;
        }

        /** How the server runs the workflow. */
        public Builder workflowSettings(WorkflowSettings value) {
            workflowSettings = Objects.requireNonNull(value, "workflowSettings");
            return this;
        }

        public Builder processingTimeout(Duration value) {
            processingTimeout = value;
            return this;
        }

        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        public Builder gatherTimeout(Duration value) {
            gatherTimeout = value;
            return this;
        }

        public Builder disconnectedGrace(Duration value) {
            disconnectedGrace = value;
            return this;
        }

        public Builder stallTimeout(Duration value) {
            stallTimeout = value;
            return this;
        }

        public Builder maxSessionAge(Duration value) {
            maxSessionAge = value;
            return this;
        }

        /** For tests: servers expect a sign of life within a minute. */
        Builder keepAlive(Duration value) {
            keepAlive = value;
            return this;
        }

        public Builder reconnect(ReconnectPolicy value) {
            reconnect = value;
            return this;
        }

        public Builder restartFiles(boolean value) {
            restartFiles = value;
            return this;
        }

        public Builder failures(FailureLog value) {
            failures = value;
            return this;
        }

        public Builder dialect(ServerDialect value) {
            dialect = Objects.requireNonNull(value, "dialect");
            return this;
        }

        /** What it shares with other sessions for all that its server sends. */
        public Builder memory(MemoryBudget value) {
            memory = Objects.requireNonNull(value, "memory");
            return this;
        }

        /** Runs when the session is over; must not block. */
        public Builder atEnd(Runnable task) {
            atEnd.add(task);
            return this;
        }

        public SessionOptions build() {
            return new SessionOptions(this);
        }
    }
}
