package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import static io.github.camelvision.roboflow.webrtc.core.error.OptionLimit.atLeast;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.client.internal.SharedSessions;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.ClipSetup;
import io.github.camelvision.roboflow.webrtc.client.option.FrameDelivery;
import io.github.camelvision.roboflow.webrtc.client.option.IceTransportPolicy;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.PortRange;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.FailureLog;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowSettings;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.IceServers;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.StreamManagerClient;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.uri.CommaList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the options of an endpoint into a session's. Wrong or missing options fail here, by name. */
public final class SessionFactory {

    /** What connecting may take in addition to the server's answer, unless connectTimeout says so. */
    private static final Duration BESIDE_THE_REQUEST = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(SessionFactory.class);

    private final RoboflowWebrtcEndpoint endpoint;
    private final RoboflowWebrtcConfiguration options;
    private final String name;
    private final ServerSetup server;

    public SessionFactory(RoboflowWebrtcEndpoint endpoint) {
        this(endpoint, endpoint.getConfiguration(), endpoint.getSessionName());
    }

    /** @param options instead of the endpoint's own */
    public SessionFactory(RoboflowWebrtcEndpoint endpoint, RoboflowWebrtcConfiguration options, String name) {
        this.endpoint = endpoint;
        this.options = options;
        this.name = name;
        this.server = ServerSetup.of(options);
    }

    /** A new source, which the session of {@link #options} closes. */
    public Source source() {
        return new SourceFactory(options, server, endpoint.getSessionName(), wantsVideo(), endpoint.getComponent().memory())
                .source();
    }

    /** Those of a session with this source. */
    public SessionOptions options(Source source) {
        checkNumbers();
        boolean file = options.getSource() == SourceType.file;
        server.check(streamOutput(), dataOutput());
        IceServers iceServers = new IceServers(configuredIce(), signallingOptions());
        SessionOptions.Builder builder = SessionOptions.builder(name);
        return builder
                .source(source)
                .memory(endpoint.getComponent().memory())
                .signalling(server.signalling(signallingOptions(), endpoint.getCameraOwner()))
                .workflow(new WorkflowFactory(options, endpoint.getCamelContext()).workflow(signallingOptions(), builder))
                .iceServers(iceServers::resolve)
                .atEnd(iceServers::close)
                .streamOutput(streamOutput())
                .dataOutput(dataOutput())
                .realtime(realtime(source))
                .emit(emit())
                .declaredFps(options.sentFps())
                .requestedPlan(options.getRequestedPlan())
                .requestedRegion(options.getRequestedRegion())
                .workflowSettings(new WorkflowSettings(options.getDisableSinks(), options.getWorkflowsThreadPoolWorkers(),
                        options.getExecutionEngineThreadPoolWorkers(), options.getCancelThreadPoolTasksOnExit(),
                        options.getVideoMetadataInputName()))
                .processingTimeout(millisOrNull(options.getProcessingTimeout()))
                .connectTimeout(connectTimeout())
                .gatherTimeout(Duration.ofMillis(options.getGatherTimeout()))
                .stallTimeout(millisOrNull(options.getStallTimeout()))
                .maxSessionAge(Duration.ofMillis(options.getMaxSessionAge()))
                .reconnect(reconnect())
                .dialect(server.dialect())
                .failures(failures())
                .restartFiles(file && Boolean.TRUE.equals(options.getReconnect()))
                .build();
    }

    /**
     * Finds what is wrong with these options, whatever other routes say about the session: when the route starts.
     *
     * @throws IllegalArgumentException which names the option
     */
    public void check() {
        checkNumbers();
        if (options.getModelId() != null && options.getWorkflowId() != null) {
            LOG.warn("Session {}: modelId={} is run and workflowId={} is not, since both are set: leave one of them out", name,
                    options.getModelId(), options.getWorkflowId());
        }
        ClipSetup.check(options);
        MaskOption.of(options);
        signallingOptions();
    }

    /** Of {@link #check} what holds for a session and for those of a fleet, whose cameras add the rest. */
    public void checkNumbers() {
        if (options.getConnectTimeout() != RoboflowWebrtcConfiguration.UNSET) {
            atLeast(1, "connectTimeout", options.getConnectTimeout());
        }
        atLeast(0, "gatherTimeout", options.getGatherTimeout());
        atLeast(0, "awaitConnection", options.getAwaitConnection());
        if (options.getStallTimeout() != RoboflowWebrtcConfiguration.UNSET) {
            atLeast(0, "stallTimeout", options.getStallTimeout());
        }
        atLeast(options.getMaxSessionAge() == 0 ? 0 : 1000, "maxSessionAge", options.getMaxSessionAge());
        if (options.getProcessingTimeout() != 0 && options.getProcessingTimeout() != RoboflowWebrtcConfiguration.UNSET) {
            atLeast(1000, "processingTimeout", options.getProcessingTimeout());
        }
        atLeast(1000, "gateIdle", options.getGateIdle());
        atLeast(0, "gateBefore", options.getGateBefore());
        checkMotion();
        atLeast(options.getIdleTimeout() == 0 ? 0 : 1000, "idleTimeout", options.getIdleTimeout());
        atLeast(0, "reconnectDelay", options.getReconnectDelay());
        atLeast(0, "reconnectMaxDelay", options.getReconnectMaxDelay());
        atLeast(1, "queueSize", options.getQueueSize());
        atLeast(1, "concurrentConsumers", options.getConcurrentConsumers());
        InitRequest.checkFps("declaredFps", options.getDeclaredFps());
        InitRequest.checkFps("maxFps", options.getMaxFps());
    }

    private void checkMotion() {
        try {
            options.motionRules();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The options gateThreshold and gateMinArea: " + e.getMessage(), e);
        }
    }

    /** Those of the component; it has none before its start. */
    private FailureLog failures() {
        SharedSessions sessions = endpoint.getComponent().sessions();
        return sessions == null ? new FailureLog() : sessions.failures();
    }

    private static Duration millisOrNull(long option) {
        return option == RoboflowWebrtcConfiguration.UNSET ? null : Duration.ofMillis(option);
    }

    /** Whether the server works in real time: what the option says, else what the source prefers. The only place that decides it. */
    public boolean realtime() {
        try (Source source = source()) {
            return realtime(source);
        }
    }

    private boolean realtime(Source source) {
        return options.getRealtimeProcessing() == null ? source.realtimeByDefault() : options.getRealtimeProcessing();
    }

    /** Annotated frames need their predictions; the consumer leaves out predictions without a frame. */
    private Emit emit() {
        return options.effectiveEmit();
    }

    private boolean wantsVideo() {
        return emit() != Emit.predictions || options.getStreamOutput() != null;
    }

    /** Nothing said: no video for predictions; else the server's choice, except that images inside results must be named. */
    private List<String> streamOutput() {
        if (options.getStreamOutput() != null) {
            return CommaList.of(options.getStreamOutput());
        }
        if (emit() == Emit.predictions) {
            return List.of();
        }
        if (options.getModelId() != null) {
            return List.of("image");
        }
        if (options.getSource() == SourceType.file && options.getFrameDelivery() == FrameDelivery.dataChannel) {
            throw new IllegalArgumentException((options.makesObjects() ? "emit=objects with clipDirectory or snapshots" : "emit=" + emit())
                    + " of a file needs streamOutput=<name of the workflow's image "
                    + "output>, or frameDelivery=track");
        }
        return null;
    }

    private List<String> dataOutput() {
        return server.dataOutput(CommaList.of(options.getDataOutput()), wantsVideo());
    }

    /** A client for the Stream Manager's management calls; empty with another protocol. The caller closes it. */
    public Optional<StreamManagerClient> manager() {
        return server.manager(signallingOptions());
    }

    private SignallingOptions signallingOptions() {
        return new SignallingOptions(options.getApiUrl(), options.getApiKey(), options.getApiKeyTransport(),
                Duration.ofMillis(options.getRequestTimeout()), tcpTimeout(), sslContext(),
                options.getRoboflowApiUrl(), options.proxy());
    }

    private Duration tcpTimeout() {
        Duration whole = connectTimeout();
        return whole.compareTo(SignallingOptions.DEFAULT_CONNECT_TIMEOUT) < 0 ? whole : SignallingOptions.DEFAULT_CONNECT_TIMEOUT;
    }

    private SSLContext sslContext() {
        if (options.getSslContextParameters() == null) {
            return null;
        }
        try {
            return options.getSslContextParameters().createSSLContext(endpoint.getCamelContext());
        } catch (Exception e) {
            throw new IllegalArgumentException("The option sslContextParameters cannot be used: " + e.getMessage(), e);
        }
    }

    private IceConfig configuredIce() {
        boolean relayOnly = options.getIceTransportPolicy() == IceTransportPolicy.relay;
        if (options.getIceServers() != null) {
            return new IceConfig(options.getIceServers().servers(), relayOnly || options.getIceServers().relayOnly(),
                    options.getIceServers().ports());
        }
        List<IceConfig.Server> servers = new ArrayList<>();
        List<String> stun = CommaList.of(options.getStunUrls());
        if (!stun.isEmpty()) {
            servers.add(new IceConfig.Server(stun, null, null));
        }
        List<String> turn = CommaList.of(options.getTurnUrls());
        if (!turn.isEmpty()) {
            servers.add(new IceConfig.Server(turn, options.getTurnUsername(), options.getTurnPassword()));
        }
        return new IceConfig(servers, relayOnly, udpPorts());
    }

    private PortRange udpPorts() {
        try {
            return options.getUdpPorts() == null ? null : PortRange.parse(options.getUdpPorts());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The option udpPorts: " + e.getMessage(), e);
        }
    }

    private Duration connectTimeout() {
        return options.getConnectTimeout() != RoboflowWebrtcConfiguration.UNSET ? Duration.ofMillis(options.getConnectTimeout())
                : Duration.ofMillis(options.getRequestTimeout()).plus(BESIDE_THE_REQUEST);
    }

    private ReconnectPolicy reconnect() {
        boolean enabled = options.getReconnect() == null || options.getReconnect();
        return new ReconnectPolicy(enabled, Duration.ofMillis(options.getReconnectDelay()),
                Duration.ofMillis(options.getReconnectMaxDelay()), options.getReconnectMaxAttempts());
    }
}
