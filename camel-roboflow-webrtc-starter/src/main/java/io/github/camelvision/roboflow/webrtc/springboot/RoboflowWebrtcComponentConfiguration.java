package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.Acknowledge;
import io.github.camelvision.roboflow.webrtc.client.option.FrameDelivery;
import io.github.camelvision.roboflow.webrtc.client.option.Gate;
import io.github.camelvision.roboflow.webrtc.client.option.IceTransportPolicy;
import io.github.camelvision.roboflow.webrtc.client.option.MaskStyle;
import io.github.camelvision.roboflow.webrtc.client.option.ServerProtocol;
import io.github.camelvision.roboflow.webrtc.client.option.Snapshots;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.client.option.Unpaired;
import io.github.camelvision.roboflow.webrtc.core.flow.Overflow;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.signalling.ApiKeyTransport;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Options of the component {@code roboflow-webrtc}; what is not set here keeps the component's default.
 *
 * <p>Generated from the component's descriptor by ComponentPropertiesTest, which says how to update it.
 */
@ConfigurationProperties(prefix = "camel.component.roboflow-webrtc", ignoreUnknownFields = false)
public class RoboflowWebrtcComponentConfiguration extends ComponentConfigurationPropertiesCommon {

    /**
     * When a frame counts as handled in sessions that are not realtime: when its Exchange is completed, or when it was received.
     */
    private Acknowledge acknowledge;
    /**
     * Draw the detections on the frames: boxes, labels, masks and keypoints. With emit=paired, or emit=frames, which then delivers
     * only frames whose prediction was looked for; with emit=objects on snapshots.
     */
    private Boolean annotate;
    /**
     * Roboflow API key. Never logged. Sent to apiUrl, and to Roboflow's API where that is asked: see roboflowApiUrl.
     */
    private String apiKey;
    /**
     * Where the key is sent: in the request's body, as Bearer token in the header Authorization, or both.
     */
    private ApiKeyTransport apiKeyTransport;
    /**
     * Server to open the session at, http or https.
     */
    private String apiUrl;
    /**
     * Whether autowiring is enabled. This is used for automatic autowiring options (the option must be marked as autowired) by
     * looking up in the registry to find if there is a single instance of matching type, which then gets configured on the component.
     * This can be used for automatic configuring JDBC data sources, JMS connection factories, AWS Clients, etc.
     */
    private Boolean autowiredEnabled;
    /**
     * Longest time that the start of the route waits for the session: until it is connected, or its first attempt failed. A server
     * that refuses for good then fails the start. 0: the session connects in the background.
     */
    private Duration awaitConnection;
    /**
     * Allows for bridging the consumer to the Camel routing Error Handler, which mean any exceptions (if possible) occurred while the
     * Camel consumer is trying to pickup incoming messages, or the likes, will now be processed as a message and handled by the
     * routing Error Handler. Important: This is only possible if the 3rd party component allows Camel to be alerted if an exception
     * was thrown. Some components handle this internally only, and therefore bridgeErrorHandler is not possible. In other situations
     * we may improve the Camel component to hook into the 3rd party component and make this possible for future releases. By default
     * the consumer will use the org.apache.camel.spi.ExceptionHandler to deal with exceptions, that will be logged at WARN or ERROR
     * level and ignored.
     */
    private Boolean bridgeErrorHandler;
    /**
     * Whether the server drops tasks of the workflow that still wait at the end. Default: the server's, which drops them.
     */
    private Boolean cancelThreadPoolTasksOnExit;
    /**
     * How much a clip shows of the time after it happened.
     */
    private Duration clipAfter;
    /**
     * Draw the detections on the frames of clips.
     */
    private Boolean clipAnnotated;
    /**
     * How much a clip shows of the time before it happened.
     */
    private Duration clipBefore;
    /**
     * Folder for clips: videos of what happened, with the time before and after, and the results beside. When it is not set: none are
     * made.
     */
    private String clipDirectory;
    /**
     * Age at which a clip is deleted, with the next one that is written. 0: never.
     */
    private Duration clipMaxAge;
    /**
     * Bytes that the clips of a session may have together; the oldest are deleted. 0: no limit.
     */
    private Long clipMaxBytes;
    /**
     * What makes a clip: types of events of objects, separated by commas, each alone or as type:name with the name of a zone, a line
     * or a class (with emit=objects); or a bean (#name) that is a java.util.function.Predicate of results. When it is not set: only
     * the command clip does.
     */
    private String clipOn;
    /**
     * Exchanges that may be in the route at once. More than one gives up the order of frames.
     */
    private Integer concurrentConsumers;
    /**
     * Options that endpoints of this component start from.
     */
    private RoboflowWebrtcConfiguration configuration;
    /**
     * How long connecting may take as a whole: workflow and ICE servers, candidates, the server's answer, the network path, the open
     * data channel. When it is not set: requestTimeout and 30 seconds.
     */
    private Duration connectTimeout;
    /**
     * Deliver only this workflow output as the body.
     */
    private String dataField;
    /**
     * Workflow outputs to receive as data, separated by commas; an asterisk means all but images; none means metadata only.
     */
    private String dataOutput;
    /**
     * Frames per second of the source, to tell the server and to size the bitrate.
     */
    private Double declaredFps;
    /**
     * FFmpeg input format of the webcam: v4l2, avfoundation, dshow, or lavfi for a virtual camera. Default: the platform's.
     */
    private String deviceFormat;
    /**
     * Whether the sinks of the workflow (notifications, uploads, files) do nothing. Default: the server's, which runs them.
     */
    private Boolean disableSinks;
    /**
     * What becomes an Exchange: each prediction, each returned frame, both paired, or events of objects, see objectRules.
     */
    private Emit emit;
    /**
     * Also deliver each clip as an Exchange with the header CamelRoboflowWebrtcClip, whose body is the file.
     */
    private Boolean emitClips;
    /**
     * Also deliver session events (connected, disconnected, gap, completed) as Exchanges with the header CamelRoboflowWebrtcEvent.
     */
    private Boolean emitEvents;
    /**
     * Hand results that carry workflow errors to the exception handler instead of the route.
     */
    private Boolean errorsAsExceptions;
    /**
     * Threads of the server's execution engine. Default: the server's.
     */
    private Integer executionEngineThreadPoolWorkers;
    /**
     * How frames of a file come back: dataChannel (every one, as JPEG) or track (as video).
     */
    private FrameDelivery frameDelivery;
    /**
     * When the session has a connection, with a webcam or stream that is captured here. motion: while something moves before the
     * camera, and for gateIdle after; the frames from before the motion are sent, too.
     */
    private Gate gate;
    /**
     * How much of the time before a motion is sent (gate=motion).
     */
    private Duration gateBefore;
    /**
     * How long nothing must move until the connection is closed (gate=motion). At least 1 s.
     */
    private Duration gateIdle;
    /**
     * How large something must be whose motion counts, as a part of the frame (gate=motion).
     */
    private Double gateMinArea;
    /**
     * By how many grey levels, of 255, a pixel must differ from what it showed before to count as changed (gate=motion).
     */
    private Integer gateThreshold;
    /**
     * How long the offer waits for further candidates, of STUN and TURN servers, once the first one is there.
     */
    private Duration gatherTimeout;
    /**
     * Used for enabling or disabling all consumer based health checks from this component
     */
    private Boolean healthCheckConsumerEnabled;
    /**
     * Used for enabling or disabling all producer based health checks from this component. Notice: Camel has by default disabled all
     * producer based health-checks. You can turn on producer checks globally by setting camel.health.producersEnabled=true.
     */
    private Boolean healthCheckProducerEnabled;
    /**
     * ICE servers as a bean, instead of stunUrls, turnUrls and udpPorts.
     */
    private IceConfig iceServers;
    /**
     * Which network paths may be used: all, or relay (only through the TURN servers).
     */
    private IceTransportPolicy iceTransportPolicy;
    /**
     * Close the session when no frame was sent for so long and all were answered; the next frame opens it again. For sessions without
     * a consumer, as toD makes many. 0: never.
     */
    private Duration idleTimeout;
    /**
     * Name of the workflow's image input.
     */
    private String imageInput;
    /**
     * Whether the producer should be started lazy (on the first message). By starting lazy you can use this to allow CamelContext and
     * routes to startup in situations where a producer may otherwise fail during starting and cause the route to fail being started.
     * By deferring this startup to be lazy then the startup failure can be handled during routing messages via Camel's routing error
     * handlers. Beware that when the first message is processed then creating and starting the producer may take a little time and
     * prolong the total processing time of the processing.
     */
    private Boolean lazyStartProducer;
    /**
     * Serve a page on the application's HTTP server that shows all sessions and what they see. Without liveViewPassword whoever
     * reaches it sees the video.
     */
    private Boolean liveView;
    /**
     * Password that the live view asks for, by HTTP's basic authentication: serve it over TLS. Everybody may watch when it is not
     * set.
     */
    private String liveViewPassword;
    /**
     * Path of the live view.
     */
    private String liveViewPath;
    /**
     * User name that the live view asks for, together with liveViewPassword.
     */
    private String liveViewUser;
    /**
     * Send a frame again that encoder, network or server dropped, until it is answered; a full queue makes the sender wait up to
     * replyTimeout. The server then takes every frame (realtimeProcessing=false).
     */
    private Boolean lossless;
    /**
     * Areas of the frames to hide before they are sent, stored or shown: a JSON list of boxes left, top, right, bottom and polygons
     * x, y, x, y, x, y, as parts of the frame (all numbers 0 to 1) or in pixels. For frames of this side: source manual, webcam and
     * stream.
     */
    private String maskAreas;
    /**
     * What becomes of maskAreas: fill (black) or blur (coarse blocks).
     */
    private MaskStyle maskStyle;
    /**
     * Most frames per second to send of a webcam or stream that is captured here; what is left out costs no inference and no
     * bandwidth, and is counted. Default: as many as the camera gives.
     */
    private Double maxFps;
    /**
     * Replace the connection of a live source by a new one at this age, without a gap; 0: only before the server's limit
     * (processingTimeout).
     */
    private Duration maxSessionAge;
    /**
     * Bytes that all sessions together may hold of what their servers sent: messages in the making, results and frames that wait. A
     * session may hold as much as is left for the others; one that wants more drops or loses its connection, alone. Default: half of
     * the JVM's largest heap, which all components without this option share.
     */
    private Long memoryBudget;
    /**
     * Model to run instead of a workflow, for instance rfdetr-nano or my-project/3.
     */
    private String modelId;
    /**
     * Bytes that decoders of images and videos may take outside of the heap, in the whole process: the last component that sets it
     * decides. Default: a quarter of the memory of the machine or container.
     */
    private Long nativeMemoryBudget;
    /**
     * Hosts to ask without proxyHost, separated by commas, with an asterisk at the beginning or the end for any text. Default: this
     * machine.
     */
    private String nonProxyHosts;
    /**
     * With emit=objects: zones, lines and thresholds, as inline JSON or YAML, a resource (classpath:, file:), or a bean (#name) that
     * is text, a Map or a JsonNode. When it is not set: objects appear and end.
     */
    private String objectRules;
    /**
     * What to do when queueSize results wait: dropOldest, dropNewest, block (the server waits), or fail (the session ends). Default:
     * dropOldest for realtime sessions, else block.
     */
    private Overflow overflow;
    /**
     * Values of the workflow's other inputs, for instance param.confidence=0.4. Text that is JSON is sent as JSON. This is a
     * multi-value option with prefix: param.
     */
    private Map<String, Object> params;
    /**
     * Recordings to play in place of servers: for tests. A single bean of this type in the registry is taken by itself. Nothing is
     * connected to then.
     */
    private Playback playback;
    /**
     * Longest time the server shall serve one connection; 0: without a limit. Default: the server's, an hour. A live session is moved
     * to a new connection before.
     */
    private Duration processingTimeout;
    /**
     * Protocol of the server: worker, or streamManager for the older API with pipelines. The latter needs one named dataOutput, and
     * takes tcp://host:7070 in apiUrl as well.
     */
    private ServerProtocol protocol;
    /**
     * Password at the HTTP proxy.
     */
    private String proxyAuthPassword;
    /**
     * User name at the HTTP proxy, be it of proxyHost or of the JVM's settings. Basic and Digest are known.
     */
    private String proxyAuthUsername;
    /**
     * HTTP proxy for every HTTP request of the session: to apiUrl, to Roboflow's API, for videos that are downloaded, and to http and
     * https cameras of source=stream. Default: the JVM's proxy settings. Video and results do not pass it: see turnUrls.
     */
    private String proxyHost;
    /**
     * Port of the HTTP proxy; required with proxyHost.
     */
    private Integer proxyPort;
    /**
     * Results that may wait for the route.
     */
    private Integer queueSize;
    /**
     * Whether the server drops frames to keep up (true) or takes every frame, paced by acknowledgements (false). Default: false for
     * files, true for live sources.
     */
    private Boolean realtimeProcessing;
    /**
     * Whether to connect again after an outage. Default: live sources do; a file is retried until it has started, and starts again
     * from its beginning only with true.
     */
    private Boolean reconnect;
    /**
     * Delay before the first attempt; doubles with each further one.
     */
    private Duration reconnectDelay;
    /**
     * Attempts in a row before the session fails for good; -1: no limit.
     */
    private Integer reconnectMaxAttempts;
    /**
     * Longest delay between attempts.
     */
    private Duration reconnectMaxDelay;
    /**
     * Folder to record what the session delivers, with its events and times, to a file of its name: to play it in tests, see the
     * component's option playback.
     */
    private String recordDirectory;
    /**
     * How long an InOut exchange waits for the prediction of its frame.
     */
    private Duration replyTimeout;
    /**
     * How long to wait for the server's answer to the request for a session. A cold server may need a minute.
     */
    private Duration requestTimeout;
    /**
     * Plan of Roboflow's cloud to run on, for instance webrtc-gpu-small.
     */
    private String requestedPlan;
    /**
     * Region of Roboflow's cloud to run in, for instance us.
     */
    private String requestedRegion;
    /**
     * Size to capture a webcam with, as WIDTHxHEIGHT.
     */
    private String resolution;
    /**
     * Roboflow's API, https: it knows TURN servers and the task of a model. Default: the one beside apiUrl where that is a server of
     * Roboflow's; sessions at other servers ask nothing there. When set, modelId without taskType is looked up here at any server.
     */
    private String roboflowApiUrl;
    /**
     * With emit=objects, put the best snapshot of the object as JPEG into the header CamelRoboflowWebrtcSnapshot of its events
     * updated and ended: crop (the object) or frame (all of it); annotate=true draws on it. When it is not set: none.
     */
    private Snapshots snapshots;
    /**
     * Where the frames come from: manual (frames from the producer), webcam, stream (captured here), rtsp or mjpeg (captured by the
     * server), file.
     */
    private SourceType source;
    /**
     * URL, device or file of the source. Credentials in it are never logged.
     */
    private String sourceUri;
    /**
     * TLS settings for requests to apiUrl.
     */
    private SSLContextParameters sslContextParameters;
    /**
     * Count a connected server as lost when it owes a result, or frames, and sends none for so long; 0: never. Default: a minute for
     * live sources, longer before the first result and where the workflow is slow; never for files.
     */
    private Duration stallTimeout;
    /**
     * Workflow outputs to receive as video, separated by commas (the first is used). Default: none with emit=predictions; the
     * server's choice otherwise.
     */
    private String streamOutput;
    /**
     * STUN servers, separated by commas, for instance stun:stun.example.com:3478. They tell this side its address outside a NAT. When
     * it is not set: Google's for servers in Roboflow's cloud, else none.
     */
    private String stunUrls;
    /**
     * Task of the model, for instance object-detection. When not set, Roboflow's API is asked, if apiUrl is a server of Roboflow's or
     * roboflowApiUrl is set; else it is required.
     */
    private String taskType;
    /**
     * Password at the TURN servers.
     */
    private String turnPassword;
    /**
     * TURN or STUN servers, separated by commas, for instance turn:turn.example.com:3478.
     */
    private String turnUrls;
    /**
     * User name at the TURN servers.
     */
    private String turnUsername;
    /**
     * UDP ports to use on this side, for firewalls, for instance 50000-50100. Each connection takes one for each network address. TCP
     * candidates keep to them, too. When it is not set: any.
     */
    private String udpPorts;
    /**
     * With emit=paired, predictions whose frame was lost and frames whose prediction was not found: deliver (each alone), predictions
     * (deliver those, drop such frames) or drop. What is dropped is counted. Default: drop for realtime sessions, else predictions.
     */
    private Unpaired unpaired;
    /**
     * Use the context's global TLS settings.
     */
    private Boolean useGlobalSslContextParameters;
    /**
     * Whether the certificate of source=stream with rtsps, rtmps or https must be one that the JVM trusts. Off: any is taken, as for
     * a camera that made its own.
     */
    private Boolean verifySourceCertificate;
    /**
     * Whether a video URL, or a redirect, may lead to this machine or into a private network. Leave it off when others choose the
     * URL.
     */
    private Boolean videoAllowPrivateHosts;
    /**
     * Whether a video that was downloaded from a URL before is used again. Off: each session downloads it, and deletes it at its end.
     */
    private Boolean videoCache;
    /**
     * Where videos downloaded from a URL are kept, one file for each URL, until somebody deletes them. Default: a folder in the
     * temporary directory.
     */
    private String videoCacheDir;
    /**
     * Upper bound of the video encoder in bit/s. Default: three times the lower bound.
     */
    private Integer videoMaxBitrate;
    /**
     * Largest video, in bytes, to download from a URL.
     */
    private Long videoMaxSize;
    /**
     * Name of the workflow's input for the metadata of the video. Default: the server's, video_metadata.
     */
    private String videoMetadataInputName;
    /**
     * Lower bound of the video encoder in bit/s. Default: chosen from size and rate of the frames.
     */
    private Integer videoMinBitrate;
    /**
     * Workflow to run, with workspace.
     */
    private String workflowId;
    /**
     * Workflow in full, instead of workspace and workflowId: inline JSON, a resource (classpath:, file:), or a bean (#name) that is a
     * Map or a JsonNode.
     */
    private String workflowSpecification;
    /**
     * Version of the workflow; the latest when not set.
     */
    private String workflowVersionId;
    /**
     * Threads of the server for the steps of the workflow. Default: the server's.
     */
    private Integer workflowsThreadPoolWorkers;
    /**
     * Roboflow workspace that owns the workflow.
     */
    private String workspace;

    public Acknowledge getAcknowledge() {
        return acknowledge;
    }

    public void setAcknowledge(Acknowledge acknowledge) {
        this.acknowledge = acknowledge;
    }

    public Boolean getAnnotate() {
        return annotate;
    }

    public void setAnnotate(Boolean annotate) {
        this.annotate = annotate;
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public ApiKeyTransport getApiKeyTransport() {
        return apiKeyTransport;
    }

    public void setApiKeyTransport(ApiKeyTransport apiKeyTransport) {
        this.apiKeyTransport = apiKeyTransport;
    }

    public String getApiUrl() {
        return apiUrl;
    }

    public void setApiUrl(String apiUrl) {
        this.apiUrl = apiUrl;
    }

    public Boolean getAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(Boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public Duration getAwaitConnection() {
        return awaitConnection;
    }

    public void setAwaitConnection(Duration awaitConnection) {
        this.awaitConnection = awaitConnection;
    }

    public Boolean getBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(Boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public Boolean getCancelThreadPoolTasksOnExit() {
        return cancelThreadPoolTasksOnExit;
    }

    public void setCancelThreadPoolTasksOnExit(Boolean cancelThreadPoolTasksOnExit) {
        this.cancelThreadPoolTasksOnExit = cancelThreadPoolTasksOnExit;
    }

    public Duration getClipAfter() {
        return clipAfter;
    }

    public void setClipAfter(Duration clipAfter) {
        this.clipAfter = clipAfter;
    }

    public Boolean getClipAnnotated() {
        return clipAnnotated;
    }

    public void setClipAnnotated(Boolean clipAnnotated) {
        this.clipAnnotated = clipAnnotated;
    }

    public Duration getClipBefore() {
        return clipBefore;
    }

    public void setClipBefore(Duration clipBefore) {
        this.clipBefore = clipBefore;
    }

    public String getClipDirectory() {
        return clipDirectory;
    }

    public void setClipDirectory(String clipDirectory) {
        this.clipDirectory = clipDirectory;
    }

    public Duration getClipMaxAge() {
        return clipMaxAge;
    }

    public void setClipMaxAge(Duration clipMaxAge) {
        this.clipMaxAge = clipMaxAge;
    }

    public Long getClipMaxBytes() {
        return clipMaxBytes;
    }

    public void setClipMaxBytes(Long clipMaxBytes) {
        this.clipMaxBytes = clipMaxBytes;
    }

    public String getClipOn() {
        return clipOn;
    }

    public void setClipOn(String clipOn) {
        this.clipOn = clipOn;
    }

    public Integer getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(Integer concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public RoboflowWebrtcConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(RoboflowWebrtcConfiguration configuration) {
        this.configuration = configuration;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public String getDataField() {
        return dataField;
    }

    public void setDataField(String dataField) {
        this.dataField = dataField;
    }

    public String getDataOutput() {
        return dataOutput;
    }

    public void setDataOutput(String dataOutput) {
        this.dataOutput = dataOutput;
    }

    public Double getDeclaredFps() {
        return declaredFps;
    }

    public void setDeclaredFps(Double declaredFps) {
        this.declaredFps = declaredFps;
    }

    public String getDeviceFormat() {
        return deviceFormat;
    }

    public void setDeviceFormat(String deviceFormat) {
        this.deviceFormat = deviceFormat;
    }

    public Boolean getDisableSinks() {
        return disableSinks;
    }

    public void setDisableSinks(Boolean disableSinks) {
        this.disableSinks = disableSinks;
    }

    public Emit getEmit() {
        return emit;
    }

    public void setEmit(Emit emit) {
        this.emit = emit;
    }

    public Boolean getEmitClips() {
        return emitClips;
    }

    public void setEmitClips(Boolean emitClips) {
        this.emitClips = emitClips;
    }

    public Boolean getEmitEvents() {
        return emitEvents;
    }

    public void setEmitEvents(Boolean emitEvents) {
        this.emitEvents = emitEvents;
    }

    public Boolean getErrorsAsExceptions() {
        return errorsAsExceptions;
    }

    public void setErrorsAsExceptions(Boolean errorsAsExceptions) {
        this.errorsAsExceptions = errorsAsExceptions;
    }

    public Integer getExecutionEngineThreadPoolWorkers() {
        return executionEngineThreadPoolWorkers;
    }

    public void setExecutionEngineThreadPoolWorkers(Integer executionEngineThreadPoolWorkers) {
        this.executionEngineThreadPoolWorkers = executionEngineThreadPoolWorkers;
    }

    public FrameDelivery getFrameDelivery() {
        return frameDelivery;
    }

    public void setFrameDelivery(FrameDelivery frameDelivery) {
        this.frameDelivery = frameDelivery;
    }

    public Gate getGate() {
        return gate;
    }

    public void setGate(Gate gate) {
        this.gate = gate;
    }

    public Duration getGateBefore() {
        return gateBefore;
    }

    public void setGateBefore(Duration gateBefore) {
        this.gateBefore = gateBefore;
    }

    public Duration getGateIdle() {
        return gateIdle;
    }

    public void setGateIdle(Duration gateIdle) {
        this.gateIdle = gateIdle;
    }

    public Double getGateMinArea() {
        return gateMinArea;
    }

    public void setGateMinArea(Double gateMinArea) {
        this.gateMinArea = gateMinArea;
    }

    public Integer getGateThreshold() {
        return gateThreshold;
    }

    public void setGateThreshold(Integer gateThreshold) {
        this.gateThreshold = gateThreshold;
    }

    public Duration getGatherTimeout() {
        return gatherTimeout;
    }

    public void setGatherTimeout(Duration gatherTimeout) {
        this.gatherTimeout = gatherTimeout;
    }

    public Boolean getHealthCheckConsumerEnabled() {
        return healthCheckConsumerEnabled;
    }

    public void setHealthCheckConsumerEnabled(Boolean healthCheckConsumerEnabled) {
        this.healthCheckConsumerEnabled = healthCheckConsumerEnabled;
    }

    public Boolean getHealthCheckProducerEnabled() {
        return healthCheckProducerEnabled;
    }

    public void setHealthCheckProducerEnabled(Boolean healthCheckProducerEnabled) {
        this.healthCheckProducerEnabled = healthCheckProducerEnabled;
    }

    public IceConfig getIceServers() {
        return iceServers;
    }

    public void setIceServers(IceConfig iceServers) {
        this.iceServers = iceServers;
    }

    public IceTransportPolicy getIceTransportPolicy() {
        return iceTransportPolicy;
    }

    public void setIceTransportPolicy(IceTransportPolicy iceTransportPolicy) {
        this.iceTransportPolicy = iceTransportPolicy;
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public String getImageInput() {
        return imageInput;
    }

    public void setImageInput(String imageInput) {
        this.imageInput = imageInput;
    }

    public Boolean getLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(Boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }

    public Boolean getLiveView() {
        return liveView;
    }

    public void setLiveView(Boolean liveView) {
        this.liveView = liveView;
    }

    public String getLiveViewPassword() {
        return liveViewPassword;
    }

    public void setLiveViewPassword(String liveViewPassword) {
        this.liveViewPassword = liveViewPassword;
    }

    public String getLiveViewPath() {
        return liveViewPath;
    }

    public void setLiveViewPath(String liveViewPath) {
        this.liveViewPath = liveViewPath;
    }

    public String getLiveViewUser() {
        return liveViewUser;
    }

    public void setLiveViewUser(String liveViewUser) {
        this.liveViewUser = liveViewUser;
    }

    public Boolean getLossless() {
        return lossless;
    }

    public void setLossless(Boolean lossless) {
        this.lossless = lossless;
    }

    public String getMaskAreas() {
        return maskAreas;
    }

    public void setMaskAreas(String maskAreas) {
        this.maskAreas = maskAreas;
    }

    public MaskStyle getMaskStyle() {
        return maskStyle;
    }

    public void setMaskStyle(MaskStyle maskStyle) {
        this.maskStyle = maskStyle;
    }

    public Double getMaxFps() {
        return maxFps;
    }

    public void setMaxFps(Double maxFps) {
        this.maxFps = maxFps;
    }

    public Duration getMaxSessionAge() {
        return maxSessionAge;
    }

    public void setMaxSessionAge(Duration maxSessionAge) {
        this.maxSessionAge = maxSessionAge;
    }

    public Long getMemoryBudget() {
        return memoryBudget;
    }

    public void setMemoryBudget(Long memoryBudget) {
        this.memoryBudget = memoryBudget;
    }

    public String getModelId() {
        return modelId;
    }

    public void setModelId(String modelId) {
        this.modelId = modelId;
    }

    public Long getNativeMemoryBudget() {
        return nativeMemoryBudget;
    }

    public void setNativeMemoryBudget(Long nativeMemoryBudget) {
        this.nativeMemoryBudget = nativeMemoryBudget;
    }

    public String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    public String getObjectRules() {
        return objectRules;
    }

    public void setObjectRules(String objectRules) {
        this.objectRules = objectRules;
    }

    public Overflow getOverflow() {
        return overflow;
    }

    public void setOverflow(Overflow overflow) {
        this.overflow = overflow;
    }

    public Map<String, Object> getParams() {
        return params;
    }

    public void setParams(Map<String, Object> params) {
        this.params = params;
    }

    public Playback getPlayback() {
        return playback;
    }

    public void setPlayback(Playback playback) {
        this.playback = playback;
    }

    public Duration getProcessingTimeout() {
        return processingTimeout;
    }

    public void setProcessingTimeout(Duration processingTimeout) {
        this.processingTimeout = processingTimeout;
    }

    public ServerProtocol getProtocol() {
        return protocol;
    }

    public void setProtocol(ServerProtocol protocol) {
        this.protocol = protocol;
    }

    public String getProxyAuthPassword() {
        return proxyAuthPassword;
    }

    public void setProxyAuthPassword(String proxyAuthPassword) {
        this.proxyAuthPassword = proxyAuthPassword;
    }

    public String getProxyAuthUsername() {
        return proxyAuthUsername;
    }

    public void setProxyAuthUsername(String proxyAuthUsername) {
        this.proxyAuthUsername = proxyAuthUsername;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public Integer getQueueSize() {
        return queueSize;
    }

    public void setQueueSize(Integer queueSize) {
        this.queueSize = queueSize;
    }

    public Boolean getRealtimeProcessing() {
        return realtimeProcessing;
    }

    public void setRealtimeProcessing(Boolean realtimeProcessing) {
        this.realtimeProcessing = realtimeProcessing;
    }

    public Boolean getReconnect() {
        return reconnect;
    }

    public void setReconnect(Boolean reconnect) {
        this.reconnect = reconnect;
    }

    public Duration getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(Duration reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public Integer getReconnectMaxAttempts() {
        return reconnectMaxAttempts;
    }

    public void setReconnectMaxAttempts(Integer reconnectMaxAttempts) {
        this.reconnectMaxAttempts = reconnectMaxAttempts;
    }

    public Duration getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    public void setReconnectMaxDelay(Duration reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public String getRecordDirectory() {
        return recordDirectory;
    }

    public void setRecordDirectory(String recordDirectory) {
        this.recordDirectory = recordDirectory;
    }

    public Duration getReplyTimeout() {
        return replyTimeout;
    }

    public void setReplyTimeout(Duration replyTimeout) {
        this.replyTimeout = replyTimeout;
    }

    public Duration getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public String getRequestedPlan() {
        return requestedPlan;
    }

    public void setRequestedPlan(String requestedPlan) {
        this.requestedPlan = requestedPlan;
    }

    public String getRequestedRegion() {
        return requestedRegion;
    }

    public void setRequestedRegion(String requestedRegion) {
        this.requestedRegion = requestedRegion;
    }

    public String getResolution() {
        return resolution;
    }

    public void setResolution(String resolution) {
        this.resolution = resolution;
    }

    public String getRoboflowApiUrl() {
        return roboflowApiUrl;
    }

    public void setRoboflowApiUrl(String roboflowApiUrl) {
        this.roboflowApiUrl = roboflowApiUrl;
    }

    public Snapshots getSnapshots() {
        return snapshots;
    }

    public void setSnapshots(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    public SourceType getSource() {
        return source;
    }

    public void setSource(SourceType source) {
        this.source = source;
    }

    public String getSourceUri() {
        return sourceUri;
    }

    public void setSourceUri(String sourceUri) {
        this.sourceUri = sourceUri;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public Duration getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    public String getStreamOutput() {
        return streamOutput;
    }

    public void setStreamOutput(String streamOutput) {
        this.streamOutput = streamOutput;
    }

    public String getStunUrls() {
        return stunUrls;
    }

    public void setStunUrls(String stunUrls) {
        this.stunUrls = stunUrls;
    }

    public String getTaskType() {
        return taskType;
    }

    public void setTaskType(String taskType) {
        this.taskType = taskType;
    }

    public String getTurnPassword() {
        return turnPassword;
    }

    public void setTurnPassword(String turnPassword) {
        this.turnPassword = turnPassword;
    }

    public String getTurnUrls() {
        return turnUrls;
    }

    public void setTurnUrls(String turnUrls) {
        this.turnUrls = turnUrls;
    }

    public String getTurnUsername() {
        return turnUsername;
    }

    public void setTurnUsername(String turnUsername) {
        this.turnUsername = turnUsername;
    }

    public String getUdpPorts() {
        return udpPorts;
    }

    public void setUdpPorts(String udpPorts) {
        this.udpPorts = udpPorts;
    }

    public Unpaired getUnpaired() {
        return unpaired;
    }

    public void setUnpaired(Unpaired unpaired) {
        this.unpaired = unpaired;
    }

    public Boolean getUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    public void setUseGlobalSslContextParameters(Boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public Boolean getVerifySourceCertificate() {
        return verifySourceCertificate;
    }

    public void setVerifySourceCertificate(Boolean verifySourceCertificate) {
        this.verifySourceCertificate = verifySourceCertificate;
    }

    public Boolean getVideoAllowPrivateHosts() {
        return videoAllowPrivateHosts;
    }

    public void setVideoAllowPrivateHosts(Boolean videoAllowPrivateHosts) {
        this.videoAllowPrivateHosts = videoAllowPrivateHosts;
    }

    public Boolean getVideoCache() {
        return videoCache;
    }

    public void setVideoCache(Boolean videoCache) {
        this.videoCache = videoCache;
    }

    public String getVideoCacheDir() {
        return videoCacheDir;
    }

    public void setVideoCacheDir(String videoCacheDir) {
        this.videoCacheDir = videoCacheDir;
    }

    public Integer getVideoMaxBitrate() {
        return videoMaxBitrate;
    }

    public void setVideoMaxBitrate(Integer videoMaxBitrate) {
        this.videoMaxBitrate = videoMaxBitrate;
    }

    public Long getVideoMaxSize() {
        return videoMaxSize;
    }

    public void setVideoMaxSize(Long videoMaxSize) {
        this.videoMaxSize = videoMaxSize;
    }

    public String getVideoMetadataInputName() {
        return videoMetadataInputName;
    }

    public void setVideoMetadataInputName(String videoMetadataInputName) {
        this.videoMetadataInputName = videoMetadataInputName;
    }

    public Integer getVideoMinBitrate() {
        return videoMinBitrate;
    }

    public void setVideoMinBitrate(Integer videoMinBitrate) {
        this.videoMinBitrate = videoMinBitrate;
    }

    public String getWorkflowId() {
        return workflowId;
    }

    public void setWorkflowId(String workflowId) {
        this.workflowId = workflowId;
    }

    public String getWorkflowSpecification() {
        return workflowSpecification;
    }

    public void setWorkflowSpecification(String workflowSpecification) {
        this.workflowSpecification = workflowSpecification;
    }

    public String getWorkflowVersionId() {
        return workflowVersionId;
    }

    public void setWorkflowVersionId(String workflowVersionId) {
        this.workflowVersionId = workflowVersionId;
    }

    public Integer getWorkflowsThreadPoolWorkers() {
        return workflowsThreadPoolWorkers;
    }

    public void setWorkflowsThreadPoolWorkers(Integer workflowsThreadPoolWorkers) {
        this.workflowsThreadPoolWorkers = workflowsThreadPoolWorkers;
    }

    public String getWorkspace() {
        return workspace;
    }

    public void setWorkspace(String workspace) {
        this.workspace = workspace;
    }
}
