package io.github.camelvision.roboflow.webrtc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.IceServers;
import io.github.camelvision.roboflow.webrtc.core.signalling.ModelTaskLookup;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.source.LocalStreamSource;
import io.github.camelvision.roboflow.webrtc.core.source.ManualSource;
import io.github.camelvision.roboflow.webrtc.core.source.ServerCaptureSource;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.VideoFileSource;
import io.github.camelvision.roboflow.webrtc.core.source.VideoUrlOptions;
import io.github.camelvision.roboflow.webrtc.core.source.VideoUrlSource;
import io.github.camelvision.roboflow.webrtc.core.source.WebcamSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** Turns the options of an endpoint into a session's. Wrong or missing options fail here, by name. */
final class SessionFactory {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A second of video at the usual rate: what comes while the session connects and primes is not lost. */
    private static final int MANUAL_QUEUE = 30;
    private static final double DEFAULT_FPS = 30;

    private final RoboflowWebrtcEndpoint endpoint;
    private final RoboflowWebrtcConfiguration options;
    private final String name;

    SessionFactory(RoboflowWebrtcEndpoint endpoint) {
        this(endpoint, endpoint.getConfiguration(), endpoint.getSessionName());
    }

    /** @param options instead of the endpoint's own */
    SessionFactory(RoboflowWebrtcEndpoint endpoint, RoboflowWebrtcConfiguration options, String name) {
        this.endpoint = endpoint;
        this.options = options;
        this.name = name;
    }

    Source source() {
        boolean video = wantsVideo();
        return switch (options.getSource()) {
            case manual -> manual();
            case rtsp -> ServerCaptureSource.rtsp(sourceUri(), video);
            case mjpeg -> ServerCaptureSource.mjpeg(sourceUri(), video);
            case file -> file();
            case webcam -> new WebcamSource(endpoint.getSessionName(), options.getSourceUri(), options.getDeviceFormat(),
                    options.getResolution(), bitrate(), options.getDeclaredFps());
            case stream -> new LocalStreamSource(endpoint.getSessionName(), sourceUri(), bitrate());
        };
    }

    private Source manual() {
        double fps = options.getDeclaredFps() == null ? DEFAULT_FPS : options.getDeclaredFps();
        return options.isLossless()
                ? ManualSource.lossless(MANUAL_QUEUE, bitrate(), fps, Duration.ofMillis(options.getReplyTimeout()))
                : new ManualSource(MANUAL_QUEUE, bitrate(), fps);
    }

    private Source file() {
        String uri = sourceUri();
        boolean framesByTrack = options.getFrameDelivery() == FrameDelivery.track && wantsVideo();
        if (VideoUrlSource.isUrl(uri)) {
            Path directory = options.getVideoCacheDir() == null ? null : Path.of(options.getVideoCacheDir());
            return new VideoUrlSource(endpoint.getSessionName(), uri, framesByTrack, new VideoUrlOptions(directory,
                    options.getVideoMaxSize(), options.isVideoAllowPrivateHosts(), VideoUrlOptions.DEFAULT_IDLE_TIMEOUT));
        }
        return new VideoFileSource(path(uri), framesByTrack);
    }

    /** Without the text itself in the messages: a URL may hold credentials. */
    static Path path(String uri) {
        if (uri.contains("://") && !uri.startsWith("file:")) {
            throw new IllegalArgumentException("source=file needs the path of a file or an http(s) URL in the option sourceUri, no"
                    + " other URL");
        }
        try {
            return uri.startsWith("file:/") ? Path.of(java.net.URI.create(uri)) : Path.of(uri.startsWith("file:") ? uri.substring(5) : uri);
        } catch (IllegalArgumentException e) {
            // its message quotes the text
            throw new IllegalArgumentException("The option sourceUri is neither a path nor a file: URL: percent-encode special "
                    + "characters, or leave file: out");
        }
    }

    private String sourceUri() {
        String uri = options.getSourceUri();
        if (uri == null || uri.isBlank()) {
            throw new IllegalArgumentException("source=" + options.getSource() + " needs the option sourceUri");
        }
        return uri;
    }

    SessionOptions options(Source source) {
        checkNumbers();
        boolean file = options.getSource() == SourceType.file;
        IceServers iceServers = new IceServers(configuredIce(), signallingOptions());
        SessionOptions.Builder builder = SessionOptions.builder(name);
        return builder
                .source(source)
                .signalling(signalling())
                .workflow(workflow(builder))
                .iceServers(iceServers::resolve)
                .atEnd(iceServers::close)
                .streamOutput(streamOutput())
                .dataOutput(dataOutput())
                .realtime(options.getRealtimeProcessing())
                .emit(options.getEmit())
                .declaredFps(options.getDeclaredFps())
                .requestedPlan(options.getRequestedPlan())
                .requestedRegion(options.getRequestedRegion())
                .processingTimeout(options.getProcessingTimeout() > 0 ? Duration.ofMillis(options.getProcessingTimeout()) : null)
                .connectTimeout(Duration.ofMillis(options.getConnectTimeout()))
                .stallTimeout(Duration.ofMillis(options.getStallTimeout()))
                .maxSessionAge(Duration.ofMillis(options.getMaxSessionAge()))
                .reconnect(reconnect())
                .restartFiles(file && Boolean.TRUE.equals(options.getReconnect()))
                .build();
    }

    private void checkNumbers() {
        atLeast(1, "connectTimeout", options.getConnectTimeout());
        atLeast(0, "stallTimeout", options.getStallTimeout());
        atLeast(options.getMaxSessionAge() == 0 ? 0 : 1000, "maxSessionAge", options.getMaxSessionAge());
        atLeast(0, "processingTimeout", options.getProcessingTimeout());
        if (options.getProcessingTimeout() > 0) {
            atLeast(1000, "processingTimeout", options.getProcessingTimeout());
        }
        atLeast(0, "reconnectDelay", options.getReconnectDelay());
        atLeast(0, "reconnectMaxDelay", options.getReconnectMaxDelay());
        atLeast(1, "queueSize", options.getQueueSize());
        atLeast(1, "concurrentConsumers", options.getConcurrentConsumers());
        Double fps = options.getDeclaredFps();
        if (fps != null && !(fps > 0 && fps < 100_000)) {
            throw new IllegalArgumentException("The option declaredFps must be a positive number of frames per second, not " + fps);
        }
    }

    private static void atLeast(long least, String option, long value) {
        if (value < least) {
            throw new IllegalArgumentException("The option " + option + " must be at least " + least + ", not " + value);
        }
    }

    private boolean wantsVideo() {
        return options.getEmit() != Emit.predictions || options.getStreamOutput() != null;
    }

    /** Nothing said: no video for predictions; else the server's choice, except that images inside results must be named. */
    private List<String> streamOutput() {
        if (options.getStreamOutput() != null) {
            return list(options.getStreamOutput());
        }
        if (options.getEmit() == Emit.predictions) {
            return List.of();
        }
        if (options.getModelId() != null) {
            return List.of("image");
        }
        if (options.getSource() == SourceType.file && options.getFrameDelivery() == FrameDelivery.dataChannel) {
            throw new IllegalArgumentException("emit=" + options.getEmit() + " of a file needs streamOutput=<name of the workflow's image "
                    + "output>, or frameDelivery=track");
        }
        return null;
    }

    /** Images of a file come as named data outputs, and the server takes * only alone (protocol.md 2). */
    private List<String> dataOutput() {
        List<String> data = list(options.getDataOutput());
        boolean imagesInData = options.getSource() == SourceType.file && options.getFrameDelivery() == FrameDelivery.dataChannel
                && wantsVideo();
        if (!imagesInData || !data.contains("*")) {
            return data;
        }
        if (options.getEmit() == Emit.frames) {
            return List.of();
        }
        if (options.getModelId() != null) {
            return List.of("predictions");
        }
        throw new IllegalArgumentException("dataOutput=* cannot be combined with images of a file on the data channel: name the outputs "
                + "in dataOutput, or use frameDelivery=track");
    }

    private static List<String> list(String commas) {
        return commas == null ? List.of()
                : Arrays.stream(commas.split(",")).map(String::trim).filter(item -> !item.isEmpty()).toList();
    }

    private Signalling signalling() {
        if (options.getProtocol() != ServerProtocol.worker || options.getApiUrl().startsWith("tcp:")) {
            throw new IllegalArgumentException("protocol=streamManager and tcp:// in apiUrl are not supported by this version: use "
                    + "protocol=worker and the http(s) URL of a server with WebRTC enabled");
        }
        return new WorkerHttpSignalling(signallingOptions());
    }

    private SignallingOptions signallingOptions() {
        return new SignallingOptions(options.getApiUrl(), options.getApiKey(), options.getApiKeyTransport(),
                Duration.ofMillis(options.getRequestTimeout()), SignallingOptions.DEFAULT_CONNECT_TIMEOUT, sslContext());
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

    private Supplier<CompletableFuture<WorkflowReference>> workflow(SessionOptions.Builder builder) {
        if (options.getWorkflowSpecification() == null && options.getModelId() != null && options.getTaskType() == null) {
            ModelTaskLookup lookup = new ModelTaskLookup(signallingOptions());
            builder.atEnd(lookup::close);
            return () -> lookup.taskType(options.getModelId()).thenApply(this::model);
        }
        WorkflowReference known = knownWorkflow();
        return () -> CompletableFuture.completedFuture(known);
    }

    private WorkflowReference model(String taskType) {
        return new WorkflowReference.ByModel(options.getModelId(), taskType, parameters());
    }

    private WorkflowReference knownWorkflow() {
        Map<String, Object> parameters = parameters();
        if (options.getWorkflowSpecification() != null) {
            return new WorkflowReference.BySpecification(specification(options.getWorkflowSpecification()), options.getImageInput(),
                    parameters);
        }
        if (options.getModelId() != null) {
            return model(options.getTaskType());
        }
        if (options.getWorkspace() == null || options.getWorkflowId() == null) {
            throw new IllegalArgumentException("Name what to run: workspace and workflowId, or workflowSpecification, or modelId");
        }
        return new WorkflowReference.ById(options.getWorkspace(), options.getWorkflowId(), options.getWorkflowVersionId(),
                options.getImageInput(), parameters);
    }

    private Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        options.getParams().forEach((name, value) -> parameters.put(name, value instanceof String text ? jsonOrText(text) : value));
        return parameters;
    }

    private static Object jsonOrText(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode() ? text : node;
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private JsonNode specification(Object value) {
        if (!(value instanceof String text)) {
            return value instanceof JsonNode node ? node : JSON.valueToTree(value);
        }
        CamelContext context = endpoint.getCamelContext();
        try {
            if (text.strip().startsWith("{")) {
                return JSON.readTree(text);
            }
            try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, text)) {
                return JSON.readTree(in);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The option workflowSpecification is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalArgumentException("The option workflowSpecification names a resource that cannot be read: "
                    + e.getMessage(), e);
        }
    }

    private IceConfig configuredIce() {
        boolean relayOnly = options.getIceTransportPolicy() == IceTransportPolicy.relay;
        if (options.getIceServers() != null) {
            return new IceConfig(options.getIceServers().servers(), relayOnly || options.getIceServers().relayOnly());
        }
        List<String> urls = list(options.getTurnUrls());
        if (urls.isEmpty()) {
            return new IceConfig(List.of(), relayOnly);
        }
        return new IceConfig(List.of(new IceConfig.Server(urls, options.getTurnUsername(), options.getTurnPassword())), relayOnly);
    }

    private VideoBitrate bitrate() {
        return new VideoBitrate(options.getVideoMinBitrate(), options.getVideoMaxBitrate());
    }

    private ReconnectPolicy reconnect() {
        boolean enabled = options.getReconnect() == null || options.getReconnect();
        return new ReconnectPolicy(enabled, Duration.ofMillis(options.getReconnectDelay()),
                Duration.ofMillis(options.getReconnectMaxDelay()), options.getReconnectMaxAttempts());
    }
}
