package io.github.camelvision.roboflow.webrtc.core.signalling;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everything a session asks of the server (docs/protocol.adoc#request), without the API key. Immutable. */
public final class InitRequest {

    private final String offerSdp;
    private final WorkflowReference workflow;
    private final WorkflowSettings workflowSettings;
    private final boolean realtimeProcessing;
    private final List<String> streamOutput;
    private final List<String> dataOutput;
    private final IceConfig iceConfig;
    private final Double declaredFps;
    private final String requestedPlan;
    private final String requestedRegion;
    private final Duration processingTimeout;
    private final Map<String, Object> sourceParameters;

    private InitRequest(Builder builder) {
        if (builder.offerSdp == null || builder.offerSdp.isBlank()) {
            throw new IllegalArgumentException("The request needs the SDP of the offer");
        }
        offerSdp = builder.offerSdp;
        workflow = Objects.requireNonNull(builder.workflow, "workflow");
        workflowSettings = builder.workflowSettings;
        boolean model = workflow instanceof WorkflowReference.ByModel;
        realtimeProcessing = builder.realtimeProcessing;
        streamOutput = Checks.copyOrNull(builder.streamOutput != null || !model ? builder.streamOutput
                : ModelSpecification.DEFAULT_STREAM_OUTPUT);
        dataOutput = Checks.copyOrNull(builder.dataOutput != null || !model ? builder.dataOutput
                : ModelSpecification.DEFAULT_DATA_OUTPUT);
        iceConfig = builder.iceConfig;
        declaredFps = builder.declaredFps;
        requestedPlan = builder.requestedPlan;
        requestedRegion = builder.requestedRegion;
        processingTimeout = builder.processingTimeout;
        sourceParameters = Checks.copy(builder.sourceParameters);
        if (sourceParameters.containsKey("api_key")) {
            throw new IllegalArgumentException("A source must not set api_key");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public String offerSdp() {
        return offerSdp;
    }

    public WorkflowReference workflow() {
        return workflow;
    }

    /** {@code workflow_configuration} of the request; the caller owns it. */
    public ObjectNode workflowConfiguration() {
        ObjectNode configuration = workflow.toConfiguration();
        workflowSettings.addTo(configuration);
        return configuration;
    }

    public boolean realtimeProcessing() {
        return realtimeProcessing;
    }

    /** Outputs to send as video; null lets the server choose, empty means no video. A model run by its id has a default instead of null. */
    public List<String> streamOutput() {
        return streamOutput;
    }

    /** Outputs to send on the data channel; null or empty means metadata only. A model run by its id has a default instead of null. */
    public List<String> dataOutput() {
        return dataOutput;
    }

    /** ICE servers that the server shall use too. */
    public IceConfig iceConfig() {
        return iceConfig;
    }

    /**
     * The one rule for frames per second that a user names.
     *
     * @param value null: nothing is said
     * @throws IllegalArgumentException which names the option
     */
    public static void checkFps(String option, Double value) {
        if (value != null && !(value > 0 && value < 100_000)) {
            throw new IllegalArgumentException("The option " + option + " must be a positive number of frames per second, not " + value);
        }
    }

    /** Frames per second, or null when unknown. */
    public Double declaredFps() {
        return declaredFps;
    }

    public String requestedPlan() {
        return requestedPlan;
    }

    /** What the source adds; equal keys win over everything else in the request. */
    public Map<String, Object> sourceParameters() {
        return sourceParameters;
    }

    /**
     * The body of {@code POST /initialise_webrtc_worker}, UTF-8 JSON.
     *
     * @param apiKey goes into {@code api_key}; null leaves the field out
     */
    public byte[] toJson(String apiKey) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (apiKey != null) {
            json.put("api_key", apiKey);
        }
        json.set("workflow_configuration", workflowConfiguration());
        json.putObject("webrtc_offer").put("type", "offer").put("sdp", offerSdp);
        json.put("webrtc_realtime_processing", realtimeProcessing);
        // Null is written out: for the server an absent list is empty, which means no video.
        json.set("stream_output", SignallingJson.tree(streamOutput));
        json.set("data_output", SignallingJson.tree(dataOutput));
        if (!iceConfig.servers().isEmpty()) {
            addIceServers(json.putObject("webrtc_config").putArray("iceServers"));
        }
        if (declaredFps != null) {
            putFps(json, "declared_fps");
        }
        putText(json, "requested_plan", requestedPlan);
        putText(json, "requested_region", requestedRegion);
        if (processingTimeout != null && processingTimeout.isZero()) {
            json.putNull("processing_timeout");
        } else if (processingTimeout != null) {
            json.put("processing_timeout", processingTimeout.toSeconds());
        }
        sourceParameters.forEach((name, value) -> json.set(name, SignallingJson.tree(value)));
        return SignallingJson.bytes(json);
    }

    /** Writes the frame rate, without a fraction when it has none. */
    public void putFps(ObjectNode json, String field) {
        if (declaredFps == Math.rint(declaredFps)) {
            json.put(field, declaredFps.longValue());
        } else {
            json.put(field, declaredFps);
        }
    }

    private void addIceServers(ArrayNode array) {
        for (IceConfig.Server server : iceConfig.servers()) {
            ObjectNode node = array.addObject();
            node.set("urls", SignallingJson.tree(server.urls()));
            putText(node, "username", server.username());
            putText(node, "credential", server.credential());
        }
    }

    private static void putText(ObjectNode json, String field, String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    /** Without the SDP, parameter values and credentials. */
    @Override
    public String toString() {
        return "InitRequest[" + workflow + ", realtimeProcessing=" + realtimeProcessing
                + ", streamOutput=" + streamOutput + ", dataOutput=" + dataOutput
                + ", " + iceConfig.servers().size() + " ICE servers, declaredFps=" + declaredFps + ", requestedPlan=" + requestedPlan
                + ", requestedRegion=" + requestedRegion + ", processingTimeout=" + processingTimeout
                + ", source=" + Redaction.text(sourceParameters.toString()) + "]";
    }

    /** Collects a request; {@code offerSdp} and {@code workflow} are required. Not thread-safe. */
    public static final class Builder {

        private String offerSdp;
        private WorkflowReference workflow;
        private WorkflowSettings workflowSettings = WorkflowSettings.DEFAULTS;
        private boolean realtimeProcessing = true;
        private List<String> streamOutput;
        private List<String> dataOutput;
        private IceConfig iceConfig = IceConfig.NONE;
        private Double declaredFps;
        private String requestedPlan;
        private String requestedRegion;
        private Duration processingTimeout;
        private Map<String, Object> sourceParameters = Map.of();

        private Builder() {}

        /** The offer with every candidate in it: there is no trickle. */
        public Builder offerSdp(String value) {
            offerSdp = value;
            return this;
        }

        public Builder workflow(WorkflowReference value) {
            workflow = value;
            return this;
        }

        /** How the server runs the workflow. */
        public Builder workflowSettings(WorkflowSettings value) {
            workflowSettings = Objects.requireNonNull(value, "workflowSettings");
            return this;
        }

        /** True (the default): the server drops frames it has no time for. */
        public Builder realtimeProcessing(boolean value) {
            realtimeProcessing = value;
            return this;
        }

        /** See {@link InitRequest#streamOutput()}; may be null. */
        public Builder streamOutput(List<String> value) {
            streamOutput = value;
            return this;
        }

        /** See {@link InitRequest#dataOutput()}; may be null. */
        public Builder dataOutput(List<String> value) {
            dataOutput = value;
            return this;
        }

        public Builder iceConfig(IceConfig value) {
            iceConfig = Objects.requireNonNull(value, "iceConfig");
            return this;
        }

        /** Frames per second; null leaves it to the server to measure. */
        public Builder declaredFps(Double value) {
            checkFps("declaredFps", value);
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

        /** How long the server may process, whole seconds; zero asks for no limit; null leaves it to the server. */
        public Builder processingTimeout(Duration value) {
            if (value != null && !value.isZero() && value.toSeconds() < 1) {
                throw new IllegalArgumentException("The option processingTimeout must be at least one second, or 0 for no limit");
            }
            processingTimeout = value;
            return this;
        }

        /** See {@link InitRequest#sourceParameters()}. */
        public Builder sourceParameters(Map<String, ?> value) {
            sourceParameters = Checks.copy(value);
            return this;
        }

        public InitRequest build() {
            return new InitRequest(this);
        }
    }
}
