package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConfiguration;
import java.time.Duration;
import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Options of the component {@code roboflow-webrtc-worker}; what is not set here keeps the component's default.
 *
 * <p>Generated from the component's descriptor by ComponentPropertiesTest, which says how to update it.
 */
@ConfigurationProperties(prefix = "camel.component.roboflow-webrtc-worker", ignoreUnknownFields = false)
public class RoboflowWebrtcWorkerComponentConfiguration extends ComponentConfigurationPropertiesCommon {

    /**
     * Frames of a session that is not realtime that may be ahead of the client's acknowledgement.
     */
    private Integer ackWindow;
    /**
     * Hosts of STUN and TURN servers that clients may have this worker use with webrtc_config, separated by commas, as in
     * allowedSourceHosts; an asterisk allows any. None when not set: the worker then uses its own alone (iceServers), and ignores
     * those of its clients.
     */
    private String allowedIceHosts;
    /**
     * Hosts that clients may have captured with rtsp_url and mjpeg_url, separated by commas; an asterisk allows any. None when not
     * set.
     */
    private String allowedSourceHosts;
    /**
     * Keys that are let in, separated by commas; everybody when not set.
     */
    private String apiKeys;
    /**
     * Whether autowiring is enabled. This is used for automatic autowiring options (the option must be marked as autowired) by
     * looking up in the registry to find if there is a single instance of matching type, which then gets configured on the component.
     * This can be used for automatic configuring JDBC data sources, JMS connection factories, AWS Clients, etc.
     */
    private Boolean autowiredEnabled;
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
     * Options that endpoints of this component start from.
     */
    private WorkerConfiguration configuration;
    /**
     * Origins whose web pages may use the worker directly, separated by commas, as https://shop.example; an asterisk allows any. None
     * when not set. Such pages must know a key where apiKeys is set: rather let them ask a route that adds it.
     */
    private String corsAllowedOrigins;
    /**
     * End a camera's session when its new owner opens one, where nodes of a fleet share cameras, and refuse owners that have lost it.
     * Needs apiKeys; one key's sessions are never ended by another's.
     */
    private Boolean fencing;
    /**
     * Compress results. Roboflow's browser SDK cannot read that.
     */
    private Boolean gzip;
    /**
     * ICE servers of the worker as a bean; those of a request are added where allowedIceHosts says so.
     */
    private IceConfig iceServers;
    /**
     * A session in which nothing happens for this long is closed.
     */
    private Duration idleTimeout;
    /**
     * Quality of images sent as data, 1 to 100.
     */
    private Integer jpegQuality;
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
     * Frames of one session that the route may process at a time. Results are sent in order all the same.
     */
    private Integer maxInFlight;
    /**
     * A client's session ends after this long, as after the processing_timeout of its client; 0 for no limit. Clients of live sources
     * connect again. Pipelines that capture a stream without a client are not limited.
     */
    private Duration maxSessionAge;
    /**
     * Sessions at a time; more are answered with 429.
     */
    private Integer maxSessions;
    /**
     * Largest video that a client may upload, in bytes.
     */
    private Long maxUploadSize;
    /**
     * Bytes that the uploads of all sessions together may take on the disk, each as long as it is processed; what is more is refused.
     */
    private Long maxUploadTotal;
    /**
     * Bytes that all sessions and requests together may hold: bodies, messages in the making, frames that wait or are in the route,
     * results that clients have not taken. Each may hold as much as is left for the others; one that wants more is refused, drops or
     * loses its connection, alone. Default: half of the JVM's largest heap, which all components without this option share.
     */
    private Long memoryBudget;
    /**
     * Bytes that decoders of images and videos may take outside of the heap, in the whole process: the last component that sets it
     * decides. Default: a quarter of the memory of the machine or container.
     */
    private Long nativeMemoryBudget;
    /**
     * HTTP path of the endpoint that opens sessions. Workers may share one: they are told apart by workspace and workflowId.
     */
    private String path;
    /**
     * Serve the older API with pipelines too, Roboflow's Stream Manager, under the HTTP path /inference_pipelines.
     */
    private Boolean streamManager;
    /**
     * Address to bind streamManagerPort to.
     */
    private String streamManagerHost;
    /**
     * TCP port on which to serve the Stream Manager, usually 7070; none when 0. Nothing on it is encrypted.
     */
    private Integer streamManagerPort;
    /**
     * UDP ports that sessions use on this side, for firewalls, for instance 50000-50100. Each session takes one for each network
     * address. TCP candidates keep to them, too. When it is not set: any.
     */
    private String udpPorts;
    /**
     * Where uploads are kept while they are processed. Default: the temporary directory.
     */
    private String uploadDir;
    /**
     * Whether the certificate of a camera with rtsps or https must be one that the JVM trusts. Off: any is taken, as for a camera
     * that made its own.
     */
    private Boolean verifySourceCertificate;
    /**
     * Workflow this worker answers for; any when not set.
     */
    private String workflowId;
    /**
     * Workspace this worker answers for; any when not set.
     */
    private String workspace;

    public Integer getAckWindow() {
        return ackWindow;
    }

    public void setAckWindow(Integer ackWindow) {
        this.ackWindow = ackWindow;
    }

    public String getAllowedIceHosts() {
        return allowedIceHosts;
    }

    public void setAllowedIceHosts(String allowedIceHosts) {
        this.allowedIceHosts = allowedIceHosts;
    }

    public String getAllowedSourceHosts() {
        return allowedSourceHosts;
    }

    public void setAllowedSourceHosts(String allowedSourceHosts) {
        this.allowedSourceHosts = allowedSourceHosts;
    }

    public String getApiKeys() {
        return apiKeys;
    }

    public void setApiKeys(String apiKeys) {
        this.apiKeys = apiKeys;
    }

    public Boolean getAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(Boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public Boolean getBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(Boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public WorkerConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(WorkerConfiguration configuration) {
        this.configuration = configuration;
    }

    public String getCorsAllowedOrigins() {
        return corsAllowedOrigins;
    }

    public void setCorsAllowedOrigins(String corsAllowedOrigins) {
        this.corsAllowedOrigins = corsAllowedOrigins;
    }

    public Boolean getFencing() {
        return fencing;
    }

    public void setFencing(Boolean fencing) {
        this.fencing = fencing;
    }

    public Boolean getGzip() {
        return gzip;
    }

    public void setGzip(Boolean gzip) {
        this.gzip = gzip;
    }

    public IceConfig getIceServers() {
        return iceServers;
    }

    public void setIceServers(IceConfig iceServers) {
        this.iceServers = iceServers;
    }

    public Duration getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public Integer getJpegQuality() {
        return jpegQuality;
    }

    public void setJpegQuality(Integer jpegQuality) {
        this.jpegQuality = jpegQuality;
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

    public Integer getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(Integer maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public Duration getMaxSessionAge() {
        return maxSessionAge;
    }

    public void setMaxSessionAge(Duration maxSessionAge) {
        this.maxSessionAge = maxSessionAge;
    }

    public Integer getMaxSessions() {
        return maxSessions;
    }

    public void setMaxSessions(Integer maxSessions) {
        this.maxSessions = maxSessions;
    }

    public Long getMaxUploadSize() {
        return maxUploadSize;
    }

    public void setMaxUploadSize(Long maxUploadSize) {
        this.maxUploadSize = maxUploadSize;
    }

    public Long getMaxUploadTotal() {
        return maxUploadTotal;
    }

    public void setMaxUploadTotal(Long maxUploadTotal) {
        this.maxUploadTotal = maxUploadTotal;
    }

    public Long getMemoryBudget() {
        return memoryBudget;
    }

    public void setMemoryBudget(Long memoryBudget) {
        this.memoryBudget = memoryBudget;
    }

    public Long getNativeMemoryBudget() {
        return nativeMemoryBudget;
    }

    public void setNativeMemoryBudget(Long nativeMemoryBudget) {
        this.nativeMemoryBudget = nativeMemoryBudget;
    }

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public Boolean getStreamManager() {
        return streamManager;
    }

    public void setStreamManager(Boolean streamManager) {
        this.streamManager = streamManager;
    }

    public String getStreamManagerHost() {
        return streamManagerHost;
    }

    public void setStreamManagerHost(String streamManagerHost) {
        this.streamManagerHost = streamManagerHost;
    }

    public Integer getStreamManagerPort() {
        return streamManagerPort;
    }

    public void setStreamManagerPort(Integer streamManagerPort) {
        this.streamManagerPort = streamManagerPort;
    }

    public String getUdpPorts() {
        return udpPorts;
    }

    public void setUdpPorts(String udpPorts) {
        this.udpPorts = udpPorts;
    }

    public String getUploadDir() {
        return uploadDir;
    }

    public void setUploadDir(String uploadDir) {
        this.uploadDir = uploadDir;
    }

    public Boolean getVerifySourceCertificate() {
        return verifySourceCertificate;
    }

    public void setVerifySourceCertificate(Boolean verifySourceCertificate) {
        this.verifySourceCertificate = verifySourceCertificate;
    }

    public String getWorkflowId() {
        return workflowId;
    }

    public void setWorkflowId(String workflowId) {
        this.workflowId = workflowId;
    }

    public String getWorkspace() {
        return workspace;
    }

    public void setWorkspace(String workspace) {
        this.workspace = workspace;
    }
}
