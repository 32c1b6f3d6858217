package io.github.camelvision.roboflow.webrtc.client;

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
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.motion.MotionRules;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.signalling.ApiKeyTransport;
import io.github.camelvision.roboflow.webrtc.core.source.file.VideoUrlOptions;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Every option of the client, for endpoints and, as a default for all of them, for the component. */
@UriParams
@Configurer(extended = true)
public class RoboflowWebrtcConfiguration implements Cloneable {

    /** Of a time whose default is no number: as is usual for the source, or the server's. */
    public static final long UNSET = Long.MIN_VALUE;
    /** Default of the option {@code queueSize}. */
    static final int QUEUE_SIZE = 8;

    @UriParam(defaultValue = "https://serverless.roboflow.com",
            description = "Server to open the session at, http or https.")
    private String apiUrl = "https://serverless.roboflow.com";
    @UriParam(label = "security", secret = true,
            description = "Roboflow API key. Never logged. Sent to apiUrl, and to Roboflow's API where that is asked: see roboflowApiUrl.")
    private String apiKey;
    @UriParam(label = "security", defaultValue = "body",
            description = "Where the key is sent: in the request's body, as Bearer token in the header Authorization, or both.")
    private ApiKeyTransport apiKeyTransport = ApiKeyTransport.body;
    @UriParam(label = "advanced",
            description = "Roboflow's API, https: it knows TURN servers and the task of a model. Default: the one beside apiUrl where that "
                    + "is a server of Roboflow's; sessions at other servers ask nothing there. When set, modelId without taskType is "
                    + "looked up here at any server.")
    private String roboflowApiUrl;
    @UriParam(label = "advanced", defaultValue = "worker",
            description = "Protocol of the server: worker, or streamManager for the older API with pipelines. The latter needs one named "
                    + "dataOutput, and takes tcp://host:7070 in apiUrl as well.")
    private ServerProtocol protocol = ServerProtocol.worker;
    @UriParam(javaType = "java.time.Duration",
            description = "How long connecting may take as a whole: workflow and ICE servers, candidates, the server's answer, the network "
                    + "path, the open data channel. When it is not set: requestTimeout and 30 seconds.")
    private long connectTimeout = UNSET;
    @UriParam(label = "advanced", defaultValue = "90s", javaType = "java.time.Duration",
            description = "How long to wait for the server's answer to the request for a session. A cold server may need a minute.")
    private long requestTimeout = 90_000;
    @UriParam(label = "security",
            description = "TLS settings for requests to apiUrl.")
    private SSLContextParameters sslContextParameters;
    @UriParam(
            description = "Roboflow workspace that owns the workflow.")
    private String workspace;
    @UriParam(
            description = "Workflow to run, with workspace.")
    private String workflowId;
    @UriParam(label = "advanced",
            description = "Version of the workflow; the latest when not set.")
    private String workflowVersionId;
    @UriParam(label = "advanced", javaType = "java.lang.Object",
            description = "Workflow in full, instead of workspace and workflowId: inline JSON, a resource (classpath:, file:), or a "
                    + "bean (#name) that is a Map or a JsonNode.")
    private Object workflowSpecification;
    @UriParam(
            description = "Model to run instead of a workflow, for instance rfdetr-nano or my-project/3.")
    private String modelId;
    @UriParam(label = "advanced",
            description = "Task of the model, for instance object-detection. When not set, Roboflow's API is asked, if apiUrl is a server "
                    + "of Roboflow's or roboflowApiUrl is set; else it is required.")
    private String taskType;
    @UriParam(label = "advanced", defaultValue = "image",
            description = "Name of the workflow's image input.")
    private String imageInput = "image";
    @UriParam(
            description = "Workflow outputs to receive as video, separated by commas (the first is used). Default: none with "
                    + "emit=predictions; the server's choice otherwise.")
    private String streamOutput;
    @UriParam(defaultValue = "*",
            description = "Workflow outputs to receive as data, separated by commas; an asterisk means all but images; none means metadata "
                    + "only.")
    private String dataOutput = "*";
    @UriParam(
            description = "Whether the server drops frames to keep up (true) or takes every frame, paced by acknowledgements (false). "
                    + "Default: false for files, true for live sources.")
    private Boolean realtimeProcessing;
    @UriParam(label = "advanced",
            description = "Frames per second of the source, to tell the server and to size the bitrate.")
    private Double declaredFps;
    @UriParam(
            description = "Most frames per second to send of a webcam or stream that is captured here; what is left out costs no inference "
                    + "and no bandwidth, and is counted. Default: as many as the camera gives.")
    private Double maxFps;
    @UriParam(defaultValue = "none",
            description = "When the session has a connection, with a webcam or stream that is captured here. motion: while something moves "
                    + "before the camera, and for gateIdle after; the frames from before the motion are sent, too.")
    private Gate gate = Gate.none;
    @UriParam(defaultValue = "30s", javaType = "java.time.Duration",
            description = "How long nothing must move until the connection is closed (gate=motion). At least 1 s.")
    private long gateIdle = 30_000;
    @UriParam(label = "advanced", defaultValue = "2s", javaType = "java.time.Duration",
            description = "How much of the time before a motion is sent (gate=motion).")
    private long gateBefore = 2_000;
    @UriParam(label = "advanced", defaultValue = "30",
            description = "By how many grey levels, of 255, a pixel must differ from what it showed before to count as changed "
                    + "(gate=motion).")
    private int gateThreshold = MotionRules.DEFAULT.threshold();
    @UriParam(label = "advanced", defaultValue = "0.001",
            description = "How large something must be whose motion counts, as a part of the frame (gate=motion).")
    private double gateMinArea = MotionRules.DEFAULT.minArea();
    @UriParam(label = "advanced", javaType = "java.time.Duration",
            description = "Longest time the server shall serve one connection; 0: without a limit. Default: the server's, an hour. A live "
                    + "session is moved to a new connection before.")
    private long processingTimeout = UNSET;
    @UriParam(label = "advanced",
            description = "Plan of Roboflow's cloud to run on, for instance webrtc-gpu-small.")
    private String requestedPlan;
    @UriParam(label = "advanced",
            description = "Region of Roboflow's cloud to run in, for instance us.")
    private String requestedRegion;
    @UriParam(label = "advanced",
            description = "Whether the sinks of the workflow (notifications, uploads, files) do nothing. Default: the server's, which runs "
                    + "them.")
    private Boolean disableSinks;
    @UriParam(label = "advanced",
            description = "Threads of the server for the steps of the workflow. Default: the server's.")
    private Integer workflowsThreadPoolWorkers;
    @UriParam(label = "advanced",
            description = "Threads of the server's execution engine. Default: the server's.")
    private Integer executionEngineThreadPoolWorkers;
    @UriParam(label = "advanced",
            description = "Whether the server drops tasks of the workflow that still wait at the end. Default: the server's, which drops "
                    + "them.")
    private Boolean cancelThreadPoolTasksOnExit;
    @UriParam(label = "advanced",
            description = "Name of the workflow's input for the metadata of the video. Default: the server's, video_metadata.")
    private String videoMetadataInputName;
    @UriParam(label = "proxy",
            description = "HTTP proxy for every HTTP request of the session: to apiUrl, to Roboflow's API, for videos that are downloaded, "
                    + "and to http and https cameras of source=stream. Default: the JVM's proxy settings. Video and results do not pass "
                    + "it: see turnUrls.")
    private String proxyHost;
    @UriParam(label = "proxy",
            description = "Port of the HTTP proxy; required with proxyHost.")
    private Integer proxyPort;
    @UriParam(label = "proxy,security", secret = true,
            description = "User name at the HTTP proxy, be it of proxyHost or of the JVM's settings. Basic and Digest are known.")
    private String proxyAuthUsername;
    @UriParam(label = "proxy,security", secret = true,
            description = "Password at the HTTP proxy.")
    private String proxyAuthPassword;
    @UriParam(label = "proxy",
            description = "Hosts to ask without proxyHost, separated by commas, with an asterisk at the beginning or the end for any "
                    + "text. Default: this machine.")
    private String nonProxyHosts;
    @UriParam(label = "network",
            description = "STUN servers, separated by commas, for instance stun:stun.example.com:3478. They tell this side its address "
                    + "outside a NAT. When it is not set: Google's for servers in Roboflow's cloud, else none.")
    private String stunUrls;
    @UriParam(label = "network",
            description = "TURN or STUN servers, separated by commas, for instance turn:turn.example.com:3478.")
    private String turnUrls;
    @UriParam(label = "network",
            description = "User name at the TURN servers.")
    private String turnUsername;
    @UriParam(label = "network,security", secret = true,
            description = "Password at the TURN servers.")
    private String turnPassword;
    @UriParam(label = "network,advanced", defaultValue = "1s", javaType = "java.time.Duration",
            description = "How long the offer waits for further candidates, of STUN and TURN servers, once the first one is there.")
    private long gatherTimeout = 1_000;
    @UriParam(label = "network,advanced",
            description = "UDP ports to use on this side, for firewalls, for instance 50000-50100. Each connection takes one for each "
                    + "network address. TCP candidates keep to them, too. When it is not set: any.")
    private String udpPorts;
    @UriParam(label = "network,advanced",
            description = "ICE servers as a bean, instead of stunUrls, turnUrls and udpPorts.")
    private IceConfig iceServers;
    @UriParam(label = "network", defaultValue = "all",
            description = "Which network paths may be used: all, or relay (only through the TURN servers).")
    private IceTransportPolicy iceTransportPolicy = IceTransportPolicy.all;
    @UriParam(label = "network,advanced",
            description = "Lower bound of the video encoder in bit/s. Default: chosen from size and rate of the frames.")
    private int videoMinBitrate;
    @UriParam(label = "network,advanced",
            description = "Upper bound of the video encoder in bit/s. Default: three times the lower bound.")
    private int videoMaxBitrate;
    @UriParam(defaultValue = "manual",
            description = "Where the frames come from: manual (frames from the producer), webcam, stream (captured here), rtsp or "
                    + "mjpeg (captured by the server), file.")
    private SourceType source = SourceType.manual;
    @UriParam(secret = false,
            description = "URL, device or file of the source. Credentials in it are never logged.")
    private String sourceUri;
    @UriParam(label = "advanced",
            description = "Size to capture a webcam with, as WIDTHxHEIGHT.")
    private String resolution;
    @UriParam(label = "advanced",
            description = "FFmpeg input format of the webcam: v4l2, avfoundation, dshow, or lavfi for a virtual camera. Default: the "
                    + "platform's.")
    private String deviceFormat;
    @UriParam(defaultValue = "dataChannel",
            description = "How frames of a file come back: dataChannel (every one, as JPEG) or track (as video).")
    private FrameDelivery frameDelivery = FrameDelivery.dataChannel;
    @UriParam(label = "advanced",
            description = "Where videos downloaded from a URL are kept, one file for each URL, until somebody deletes them. Default: a "
                    + "folder in the temporary directory.")
    private String videoCacheDir;
    @UriParam(label = "advanced", defaultValue = "true",
            description = "Whether a video that was downloaded from a URL before is used again. Off: each session downloads it, and "
                    + "deletes it at its end.")
    private boolean videoCache = true;
    @UriParam(label = "advanced", defaultValue = "2147483648",
            description = "Largest video, in bytes, to download from a URL.")
    private long videoMaxSize = VideoUrlOptions.DEFAULT_MAX_BYTES;
    @UriParam(label = "advanced,security",
            description = "Whether a video URL, or a redirect, may lead to this machine or into a private network. Leave it off when "
                    + "others choose the URL.")
    private boolean videoAllowPrivateHosts = false;
    @UriParam(label = "advanced,security", defaultValue = "true",
            description = "Whether the certificate of source=stream with rtsps, rtmps or https must be one that the JVM trusts. Off: any "
                    + "is taken, as for a camera that made its own.")
    private boolean verifySourceCertificate = true;
    @UriParam(label = "consumer", defaultValue = "predictions",
            description = "What becomes an Exchange: each prediction, each returned frame, both paired, or events of objects, see "
                    + "objectRules.")
    private Emit emit = Emit.predictions;
    @UriParam(label = "consumer", javaType = "java.lang.Object",
            description = "With emit=objects: zones, lines and thresholds, as inline JSON or YAML, a resource (classpath:, file:), or a "
                    + "bean (#name) that is text, a Map or a JsonNode. When it is not set: objects appear and end.")
    private Object objectRules;
    @UriParam(label = "consumer", defaultValue = "false",
            description = "Draw the detections on the frames: boxes, labels, masks and keypoints. With emit=paired, or emit=frames, "
                    + "which then delivers only frames whose prediction was looked for; with emit=objects on snapshots.")
    private boolean annotate = false;
    @UriParam(label = "consumer",
            description = "With emit=paired, predictions whose frame was lost and frames whose prediction was not found: deliver (each "
                    + "alone), predictions (deliver those, drop such frames) or drop. What is dropped is counted. Default: drop for "
                    + "realtime sessions, else predictions.")
    private Unpaired unpaired;
    @UriParam(label = "consumer",
            description = "Deliver only this workflow output as the body.")
    private String dataField;
    @UriParam(label = "consumer", defaultValue = "8",
            description = "Results that may wait for the route.")
    private int queueSize = QUEUE_SIZE;
    @UriParam(label = "consumer",
            description = "What to do when queueSize results wait: dropOldest, dropNewest, block (the server waits), or fail (the "
                    + "session ends). Default: dropOldest for realtime sessions, else block.")
    private Overflow overflow;
    @UriParam(label = "consumer", defaultValue = "completed",
            description = "When a frame counts as handled in sessions that are not realtime: when its Exchange is completed, or when "
                    + "it was received.")
    private Acknowledge acknowledge = Acknowledge.completed;
    @UriParam(label = "consumer,advanced", defaultValue = "1",
            description = "Exchanges that may be in the route at once. More than one gives up the order of frames.")
    private int concurrentConsumers = 1;
    @UriParam(label = "consumer",
            description = "Also deliver session events (connected, disconnected, gap, completed) as Exchanges with the header "
                    + "CamelRoboflowWebrtcEvent.")
    private boolean emitEvents = false;
    @UriParam(label = "consumer",
            description = "Hand results that carry workflow errors to the exception handler instead of the route.")
    private boolean errorsAsExceptions = false;
    @UriParam(label = "consumer", defaultValue = "0", javaType = "java.time.Duration",
            description = "Longest time that the start of the route waits for the session: until it is connected, or its first attempt "
                    + "failed. A server that refuses for good then fails the start. 0: the session connects in the background.")
    private long awaitConnection = 0;
    @UriParam(label = "consumer,advanced", javaType = "java.time.Duration",
            description = "Count a connected server as lost when it owes a result, or frames, and sends none for so long; 0: never. "
                    + "Default: a minute for live sources, longer before the first result and where the workflow is slow; never for files.")
    private long stallTimeout = UNSET;
    @UriParam(label = "advanced", defaultValue = "0", javaType = "java.time.Duration",
            description = "Replace the connection of a live source by a new one at this age, without a gap; 0: only before the "
                    + "server's limit (processingTimeout).")
    private long maxSessionAge = 0;
    @UriParam(
            description = "Whether to connect again after an outage. Default: live sources do; a file is retried until it has "
                    + "started, and starts again from its beginning only with true.")
    private Boolean reconnect;
    @UriParam(defaultValue = "1s", javaType = "java.time.Duration",
            description = "Delay before the first attempt; doubles with each further one.")
    private long reconnectDelay = 1000;
    @UriParam(defaultValue = "30s", javaType = "java.time.Duration",
            description = "Longest delay between attempts.")
    private long reconnectMaxDelay = 30_000;
    @UriParam(defaultValue = "-1",
            description = "Attempts in a row before the session fails for good; -1: no limit.")
    private int reconnectMaxAttempts = -1;
    @UriParam(label = "producer", defaultValue = "10s", javaType = "java.time.Duration",
            description = "How long an InOut exchange waits for the prediction of its frame.")
    private long replyTimeout = 10_000;
    @UriParam(label = "producer", defaultValue = "0", javaType = "java.time.Duration",
            description = "Close the session when no frame was sent for so long and all were answered; the next frame opens it again. For "
                    + "sessions without a consumer, as toD makes many. 0: never.")
    private long idleTimeout = 0;
    @UriParam(label = "producer",
            description = "Send a frame again that encoder, network or server dropped, until it is answered; a full queue makes the "
                    + "sender wait up to replyTimeout. The server then takes every frame (realtimeProcessing=false).")
    private boolean lossless;
    @UriParam(label = "clips,security",
            description = "Areas of the frames to hide before they are sent, stored or shown: a JSON list of boxes [left, top, right, "
                    + "bottom] and polygons [[x, y], [x, y], [x, y]], as parts of the frame (all numbers 0 to 1) or in pixels. For "
                    + "frames of this side: source manual, webcam and stream.")
    private String maskAreas;
    @UriParam(label = "clips,security", defaultValue = "fill",
            description = "What becomes of maskAreas: fill (black) or blur (coarse blocks).")
    private MaskStyle maskStyle = MaskStyle.fill;
    @UriParam(label = "clips,consumer",
            description = "With emit=objects, put the best snapshot of the object as JPEG into the header "
                    + "CamelRoboflowWebrtcSnapshot of its events updated and ended: crop (the object) or frame (all of it); annotate=true "
                    + "draws on it. When it is not set: none.")
    private Snapshots snapshots;
    @UriParam(label = "clips",
            description = "Folder for clips: videos of what happened, with the time before and after, and the results beside. When it is "
                    + "not set: none are made.")
    private String clipDirectory;
    @UriParam(label = "clips", javaType = "java.lang.Object",
            description = "What makes a clip: types of events of objects, separated by commas, each alone or as type:name with the name "
                    + "of a zone, a line or a class (with emit=objects); or a bean (#name) that is a java.util.function.Predicate of "
                    + "results. When it is not set: only the command clip does.")
    private Object clipOn;
    @UriParam(label = "clips", defaultValue = "5s", javaType = "java.time.Duration",
            description = "How much a clip shows of the time before it happened.")
    private long clipBefore = 5_000;
    @UriParam(label = "clips", defaultValue = "5s", javaType = "java.time.Duration",
            description = "How much a clip shows of the time after it happened.")
    private long clipAfter = 5_000;
    @UriParam(label = "clips", defaultValue = "false",
            description = "Draw the detections on the frames of clips.")
    private boolean clipAnnotated;
    @UriParam(label = "clips", defaultValue = "1073741824",
            description = "Bytes that the clips of a session may have together; the oldest are deleted. 0: no limit.")
    private long clipMaxBytes = 1L << 30;
    @UriParam(label = "clips", defaultValue = "0", javaType = "java.time.Duration",
            description = "Age at which a clip is deleted, with the next one that is written. 0: never.")
    private long clipMaxAge;
    @UriParam(label = "clips,consumer", defaultValue = "false",
            description = "Also deliver each clip as an Exchange with the header CamelRoboflowWebrtcClip, whose body is the file.")
    private boolean emitClips;
    @UriParam(label = "advanced",
            description = "Folder to record what the session delivers, with its events and times, to a file of its name: to "
                    + "play it in tests, see the component's option playback.")
    private String recordDirectory;
    @UriParam(prefix = "param.", multiValue = true,
            description = "Values of the workflow's other inputs, for instance param.confidence=0.4. Text that is JSON is sent as JSON.")
    private Map<String, Object> params = new HashMap<>();

    public long getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
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

    public Snapshots getSnapshots() {
        return snapshots;
    }

    public void setSnapshots(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    public String getClipDirectory() {
        return clipDirectory;
    }

    public void setClipDirectory(String clipDirectory) {
        this.clipDirectory = clipDirectory;
    }

    public Object getClipOn() {
        return clipOn;
    }

    public void setClipOn(Object clipOn) {
        this.clipOn = clipOn;
    }

    public long getClipBefore() {
        return clipBefore;
    }

    public void setClipBefore(long clipBefore) {
        this.clipBefore = clipBefore;
    }

    public long getClipAfter() {
        return clipAfter;
    }

    public void setClipAfter(long clipAfter) {
        this.clipAfter = clipAfter;
    }

    public boolean isClipAnnotated() {
        return clipAnnotated;
    }

    public void setClipAnnotated(boolean clipAnnotated) {
        this.clipAnnotated = clipAnnotated;
    }

    public long getClipMaxBytes() {
        return clipMaxBytes;
    }

    public void setClipMaxBytes(long clipMaxBytes) {
        this.clipMaxBytes = clipMaxBytes;
    }

    public long getClipMaxAge() {
        return clipMaxAge;
    }

    public void setClipMaxAge(long clipMaxAge) {
        this.clipMaxAge = clipMaxAge;
    }

    public boolean isEmitClips() {
        return emitClips;
    }

    public void setEmitClips(boolean emitClips) {
        this.emitClips = emitClips;
    }

    public String getRecordDirectory() {
        return recordDirectory;
    }

    public void setRecordDirectory(String recordDirectory) {
        this.recordDirectory = recordDirectory;
    }

    public String getApiUrl() {
        return apiUrl;
    }

    public void setApiUrl(String apiUrl) {
        this.apiUrl = apiUrl;
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getRoboflowApiUrl() {
        return roboflowApiUrl;
    }

    public void setRoboflowApiUrl(String roboflowApiUrl) {
        this.roboflowApiUrl = roboflowApiUrl;
    }

    public ApiKeyTransport getApiKeyTransport() {
        return apiKeyTransport;
    }

    public void setApiKeyTransport(ApiKeyTransport apiKeyTransport) {
        this.apiKeyTransport = apiKeyTransport;
    }

    public ServerProtocol getProtocol() {
        return protocol;
    }

    public void setProtocol(ServerProtocol protocol) {
        this.protocol = protocol;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
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

    public String getProxyAuthUsername() {
        return proxyAuthUsername;
    }

    public void setProxyAuthUsername(String proxyAuthUsername) {
        this.proxyAuthUsername = proxyAuthUsername;
    }

    public String getProxyAuthPassword() {
        return proxyAuthPassword;
    }

    public void setProxyAuthPassword(String proxyAuthPassword) {
        this.proxyAuthPassword = proxyAuthPassword;
    }

    public String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    /** The way of this session's HTTP requests; an {@link IllegalArgumentException} names the option that is wrong. */
    public HttpProxy proxy() {
        return HttpProxy.of(proxyHost, proxyPort, proxyAuthUsername, proxyAuthPassword, nonProxyHosts);
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getWorkspace() {
        return workspace;
    }

    public void setWorkspace(String workspace) {
        this.workspace = workspace;
    }

    public String getWorkflowId() {
        return workflowId;
    }

    public void setWorkflowId(String workflowId) {
        this.workflowId = workflowId;
    }

    public String getWorkflowVersionId() {
        return workflowVersionId;
    }

    public void setWorkflowVersionId(String workflowVersionId) {
        this.workflowVersionId = workflowVersionId;
    }

    public Object getWorkflowSpecification() {
        return workflowSpecification;
    }

    public void setWorkflowSpecification(Object workflowSpecification) {
        this.workflowSpecification = workflowSpecification;
    }

    public String getModelId() {
        return modelId;
    }

    public void setModelId(String modelId) {
        this.modelId = modelId;
    }

    public String getTaskType() {
        return taskType;
    }

    public void setTaskType(String taskType) {
        this.taskType = taskType;
    }

    public String getImageInput() {
        return imageInput;
    }

    public void setImageInput(String imageInput) {
        this.imageInput = imageInput;
    }

    public String getStreamOutput() {
        return streamOutput;
    }

    public void setStreamOutput(String streamOutput) {
        this.streamOutput = streamOutput;
    }

    public String getDataOutput() {
        return dataOutput;
    }

    public void setDataOutput(String dataOutput) {
        this.dataOutput = dataOutput;
    }

    public Boolean getRealtimeProcessing() {
        return realtimeProcessing;
    }

    public void setRealtimeProcessing(Boolean realtimeProcessing) {
        this.realtimeProcessing = realtimeProcessing;
    }

    public Double getMaxFps() {
        return maxFps;
    }

    public void setMaxFps(Double maxFps) {
        this.maxFps = maxFps;
    }

    public Gate getGate() {
        return gate;
    }

    public void setGate(Gate gate) {
        this.gate = gate;
    }

    public long getGateIdle() {
        return gateIdle;
    }

    public void setGateIdle(long gateIdle) {
        this.gateIdle = gateIdle;
    }

    public long getGateBefore() {
        return gateBefore;
    }

    public void setGateBefore(long gateBefore) {
        this.gateBefore = gateBefore;
    }

    public int getGateThreshold() {
        return gateThreshold;
    }

    public void setGateThreshold(int gateThreshold) {
        this.gateThreshold = gateThreshold;
    }

    public double getGateMinArea() {
        return gateMinArea;
    }

    public void setGateMinArea(double gateMinArea) {
        this.gateMinArea = gateMinArea;
    }

    /** What counts as motion. @throws IllegalArgumentException which says what is wrong */
    public MotionRules motionRules() {
        return new MotionRules(gateThreshold, gateMinArea);
    }

    /** Frames per second to tell the server: what was declared, as far as so many are sent. */
    public Double sentFps() {
        return declaredFps == null || maxFps == null ? declaredFps : Double.valueOf(Math.min(declaredFps, maxFps));
    }

    public Double getDeclaredFps() {
        return declaredFps;
    }

    public void setDeclaredFps(Double declaredFps) {
        this.declaredFps = declaredFps;
    }

    public long getProcessingTimeout() {
        return processingTimeout;
    }

    public void setProcessingTimeout(long processingTimeout) {
        this.processingTimeout = processingTimeout;
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

    public Boolean getDisableSinks() {
        return disableSinks;
    }

    public void setDisableSinks(Boolean disableSinks) {
        this.disableSinks = disableSinks;
    }

    public Integer getWorkflowsThreadPoolWorkers() {
        return workflowsThreadPoolWorkers;
    }

    public void setWorkflowsThreadPoolWorkers(Integer workflowsThreadPoolWorkers) {
        this.workflowsThreadPoolWorkers = workflowsThreadPoolWorkers;
    }

    public Integer getExecutionEngineThreadPoolWorkers() {
        return executionEngineThreadPoolWorkers;
    }

    public void setExecutionEngineThreadPoolWorkers(Integer executionEngineThreadPoolWorkers) {
        this.executionEngineThreadPoolWorkers = executionEngineThreadPoolWorkers;
    }

    public Boolean getCancelThreadPoolTasksOnExit() {
        return cancelThreadPoolTasksOnExit;
    }

    public void setCancelThreadPoolTasksOnExit(Boolean cancelThreadPoolTasksOnExit) {
        this.cancelThreadPoolTasksOnExit = cancelThreadPoolTasksOnExit;
    }

    public String getVideoMetadataInputName() {
        return videoMetadataInputName;
    }

    public void setVideoMetadataInputName(String videoMetadataInputName) {
        this.videoMetadataInputName = videoMetadataInputName;
    }

    public String getStunUrls() {
        return stunUrls;
    }

    public void setStunUrls(String stunUrls) {
        this.stunUrls = stunUrls;
    }

    public long getGatherTimeout() {
        return gatherTimeout;
    }

    public void setGatherTimeout(long gatherTimeout) {
        this.gatherTimeout = gatherTimeout;
    }

    public String getUdpPorts() {
        return udpPorts;
    }

    public void setUdpPorts(String udpPorts) {
        this.udpPorts = udpPorts;
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

    public String getTurnPassword() {
        return turnPassword;
    }

    public void setTurnPassword(String turnPassword) {
        this.turnPassword = turnPassword;
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

    public int getVideoMinBitrate() {
        return videoMinBitrate;
    }

    public void setVideoMinBitrate(int videoMinBitrate) {
        this.videoMinBitrate = videoMinBitrate;
    }

    public int getVideoMaxBitrate() {
        return videoMaxBitrate;
    }

    public void setVideoMaxBitrate(int videoMaxBitrate) {
        this.videoMaxBitrate = videoMaxBitrate;
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

    public String getResolution() {
        return resolution;
    }

    public void setResolution(String resolution) {
        this.resolution = resolution;
    }

    public String getDeviceFormat() {
        return deviceFormat;
    }

    public void setDeviceFormat(String deviceFormat) {
        this.deviceFormat = deviceFormat;
    }

    public FrameDelivery getFrameDelivery() {
        return frameDelivery;
    }

    public void setFrameDelivery(FrameDelivery frameDelivery) {
        this.frameDelivery = frameDelivery;
    }

    public String getVideoCacheDir() {
        return videoCacheDir;
    }

    public void setVideoCacheDir(String videoCacheDir) {
        this.videoCacheDir = videoCacheDir;
    }

    public boolean isVideoCache() {
        return videoCache;
    }

    public void setVideoCache(boolean videoCache) {
        this.videoCache = videoCache;
    }

    public long getVideoMaxSize() {
        return videoMaxSize;
    }

    public void setVideoMaxSize(long videoMaxSize) {
        this.videoMaxSize = videoMaxSize;
    }

    public boolean isVideoAllowPrivateHosts() {
        return videoAllowPrivateHosts;
    }

    public void setVideoAllowPrivateHosts(boolean videoAllowPrivateHosts) {
        this.videoAllowPrivateHosts = videoAllowPrivateHosts;
    }

    public boolean isVerifySourceCertificate() {
        return verifySourceCertificate;
    }

    public void setVerifySourceCertificate(boolean verifySourceCertificate) {
        this.verifySourceCertificate = verifySourceCertificate;
    }

    /** What the session must deliver: annotated frames need their predictions, events of objects are made of them. */
    public Emit effectiveEmit() {
        if (makesObjects()) {
            return source.readByServer() && wantsFramesOfObjects() ? Emit.paired : Emit.predictions;
        }
        return annotatesFrames() ? Emit.paired : emit;
    }

    /** Whether frames alone are asked for, with their predictions drawn on them. */
    public boolean annotatesFrames() {
        return annotate && emit == Emit.frames;
    }

    /** Whether events of objects are made of the predictions. */
    public boolean makesObjects() {
        return emit == Emit.objects;
    }

    private boolean wantsFramesOfObjects() {
        return clipDirectory != null || snapshots != null;
    }

    public Unpaired getUnpaired() {
        return unpaired;
    }

    public void setUnpaired(Unpaired unpaired) {
        this.unpaired = unpaired;
    }

    public Emit getEmit() {
        return emit;
    }

    public void setEmit(Emit emit) {
        this.emit = emit;
    }

    public Object getObjectRules() {
        return objectRules;
    }

    public void setObjectRules(Object objectRules) {
        this.objectRules = objectRules;
    }

    public String getDataField() {
        return dataField;
    }

    public void setDataField(String dataField) {
        this.dataField = dataField;
    }

    public int getQueueSize() {
        return queueSize;
    }

    public void setQueueSize(int queueSize) {
        this.queueSize = queueSize;
    }

    public Overflow getOverflow() {
        return overflow;
    }

    public void setOverflow(Overflow overflow) {
        this.overflow = overflow;
    }

    public Acknowledge getAcknowledge() {
        return acknowledge;
    }

    public void setAcknowledge(Acknowledge acknowledge) {
        this.acknowledge = acknowledge;
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(int concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public boolean isAnnotate() {
        return annotate;
    }

    public void setAnnotate(boolean annotate) {
        this.annotate = annotate;
    }

    public boolean isEmitEvents() {
        return emitEvents;
    }

    public void setEmitEvents(boolean emitEvents) {
        this.emitEvents = emitEvents;
    }

    public boolean isErrorsAsExceptions() {
        return errorsAsExceptions;
    }

    public void setErrorsAsExceptions(boolean errorsAsExceptions) {
        this.errorsAsExceptions = errorsAsExceptions;
    }

    public long getAwaitConnection() {
        return awaitConnection;
    }

    public void setAwaitConnection(long awaitConnection) {
        this.awaitConnection = awaitConnection;
    }

    public long getStallTimeout() {
        return stallTimeout;
    }

    public void setStallTimeout(long stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    public long getMaxSessionAge() {
        return maxSessionAge;
    }

    public void setMaxSessionAge(long maxSessionAge) {
        this.maxSessionAge = maxSessionAge;
    }

    public Boolean getReconnect() {
        return reconnect;
    }

    public void setReconnect(Boolean reconnect) {
        this.reconnect = reconnect;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    public void setReconnectMaxDelay(long reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public int getReconnectMaxAttempts() {
        return reconnectMaxAttempts;
    }

    public void setReconnectMaxAttempts(int reconnectMaxAttempts) {
        this.reconnectMaxAttempts = reconnectMaxAttempts;
    }

    public long getReplyTimeout() {
        return replyTimeout;
    }

    public void setReplyTimeout(long replyTimeout) {
        this.replyTimeout = replyTimeout;
    }

    public boolean isLossless() {
        return lossless;
    }

    public void setLossless(boolean lossless) {
        this.lossless = lossless;
    }

    public Map<String, Object> getParams() {
        return params;
    }

    public void setParams(Map<String, Object> params) {
        this.params = params;
    }

    /** A copy, so that an endpoint's options do not change the component's. */
    public RoboflowWebrtcConfiguration copy() {
        try {
            RoboflowWebrtcConfiguration copy = (RoboflowWebrtcConfiguration) clone();
            copy.params = new HashMap<>(params);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
