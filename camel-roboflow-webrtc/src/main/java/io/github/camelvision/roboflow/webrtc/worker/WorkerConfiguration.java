package io.github.camelvision.roboflow.webrtc.worker;

import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Every option of the worker, for endpoints and, as a default for all of them, for the component. */
@UriParams
@Configurer(extended = true)
public class WorkerConfiguration implements Cloneable {

    @UriParam(defaultValue = "/initialise_webrtc_worker",
            description = "HTTP path of the endpoint that opens sessions. Workers may share one: they are told apart by workspace and "
                    + "workflowId.")
    private String path = "/initialise_webrtc_worker";
    @UriParam(description = "Workspace this worker answers for; any when not set.")
    private String workspace;
    @UriParam(description = "Workflow this worker answers for; any when not set.")
    private String workflowId;
    @UriParam(label = "security", secret = true,
            description = "Keys that are let in, separated by commas; everybody when not set.")
    private String apiKeys;
    @UriParam(label = "security",
            description = "End a camera's session when its new owner opens one, where nodes of a fleet share cameras, and refuse owners "
                    + "that have lost it. Needs apiKeys; one key's sessions are never ended by another's.")
    private boolean fencing;
    @UriParam(label = "security",
            description = "Origins whose web pages may use the worker directly, separated by commas, as https://shop.example; an "
                    + "asterisk allows any. None when not set. Such pages must know a key where apiKeys is set: rather let them ask "
                    + "a route that adds it.")
    private String corsAllowedOrigins;
    @UriParam(defaultValue = "10",
            description = "Sessions at a time; more are answered with 429.")
    private int maxSessions = 10;
    @UriParam(label = "advanced", defaultValue = "1",
            description = "Frames of one session that the route may process at a time. Results are sent in order all the same.")
    private int maxInFlight = 1;
    @UriParam(label = "advanced", defaultValue = "1",
            description = "Frames of a session that is not realtime that may be ahead of the client's acknowledgement.")
    private int ackWindow = 1;
    @UriParam(label = "advanced",
            description = "Compress results. Roboflow's browser SDK cannot read that.")
    private boolean gzip = false;
    @UriParam(label = "advanced", defaultValue = "80",
            description = "Quality of images sent as data, 1 to 100.")
    private int jpegQuality = 80;
    @UriParam(label = "security",
            description = "Hosts that clients may have captured with rtsp_url and mjpeg_url, separated by commas; an asterisk allows any. "
                    + "None when not set.")
    private String allowedSourceHosts;
    @UriParam(label = "security", defaultValue = "true",
            description = "Whether the certificate of a camera with rtsps or https must be one that the JVM trusts. Off: any is taken, as "
                    + "for a camera that made its own.")
    private boolean verifySourceCertificate = true;
    @UriParam(label = "security", defaultValue = "2147483648",
            description = "Largest video that a client may upload, in bytes.")
    private long maxUploadSize = 2L * 1024 * 1024 * 1024;
    @UriParam(label = "security", defaultValue = "4294967296",
            description = "Bytes that the uploads of all sessions together may take on the disk, each as long as it is processed; what is "
                    + "more is refused.")
    private long maxUploadTotal = 4L * 1024 * 1024 * 1024;
    @UriParam(label = "security",
            description = "Hosts of STUN and TURN servers that clients may have this worker use with webrtc_config, separated by "
                    + "commas, as in allowedSourceHosts; an asterisk allows any. None when not set: the worker then uses its own alone "
                    + "(iceServers), and ignores those of its clients.")
    private String allowedIceHosts;
    @UriParam(label = "advanced",
            description = "Where uploads are kept while they are processed. Default: the temporary directory.")
    private String uploadDir;
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "60s",
            description = "A session in which nothing happens for this long is closed.")
    private long idleTimeout = 60_000;
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "1h",
            description = "A client's session ends after this long, as after the processing_timeout of its client; 0 for no limit. "
                    + "Clients of live sources connect again. Pipelines that capture a stream without a client are not limited.")
    private long maxSessionAge = 3_600_000;
    @UriParam(label = "advanced",
            description = "UDP ports that sessions use on this side, for firewalls, for instance 50000-50100. Each session takes one for "
                    + "each network address. TCP candidates keep to them, too. When it is not set: any.")
    private String udpPorts;
    @UriParam(label = "advanced",
            description = "ICE servers of the worker as a bean; those of a request are added where allowedIceHosts says so.")
    private IceConfig iceServers;
    @UriParam(label = "streamManager",
            description = "Serve the older API with pipelines too, Roboflow's Stream Manager, under the HTTP path /inference_pipelines.")
    private boolean streamManager;
    @UriParam(label = "streamManager",
            description = "TCP port on which to serve the Stream Manager, usually 7070; none when 0. Nothing on it is encrypted.")
    private int streamManagerPort;
    @UriParam(label = "streamManager", defaultValue = "127.0.0.1",
            description = "Address to bind streamManagerPort to.")
    private String streamManagerHost = "127.0.0.1";

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
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

    public String getApiKeys() {
        return apiKeys;
    }

    public void setApiKeys(String apiKeys) {
        this.apiKeys = apiKeys;
    }

    public boolean isFencing() {
        return fencing;
    }

    public void setFencing(boolean fencing) {
        this.fencing = fencing;
    }

    public String getCorsAllowedOrigins() {
        return corsAllowedOrigins;
    }

    public void setCorsAllowedOrigins(String corsAllowedOrigins) {
        this.corsAllowedOrigins = corsAllowedOrigins;
    }

    public int getMaxSessions() {
        return maxSessions;
    }

    public void setMaxSessions(int maxSessions) {
        this.maxSessions = maxSessions;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public int getAckWindow() {
        return ackWindow;
    }

    public void setAckWindow(int ackWindow) {
        this.ackWindow = ackWindow;
    }

    public boolean isGzip() {
        return gzip;
    }

    public void setGzip(boolean gzip) {
        this.gzip = gzip;
    }

    public int getJpegQuality() {
        return jpegQuality;
    }

    public void setJpegQuality(int jpegQuality) {
        this.jpegQuality = jpegQuality;
    }

    public String getAllowedSourceHosts() {
        return allowedSourceHosts;
    }

    public void setAllowedSourceHosts(String allowedSourceHosts) {
        this.allowedSourceHosts = allowedSourceHosts;
    }

    public boolean isVerifySourceCertificate() {
        return verifySourceCertificate;
    }

    public void setVerifySourceCertificate(boolean verifySourceCertificate) {
        this.verifySourceCertificate = verifySourceCertificate;
    }

    public long getMaxUploadSize() {
        return maxUploadSize;
    }

    public void setMaxUploadSize(long maxUploadSize) {
        this.maxUploadSize = maxUploadSize;
    }

    public long getMaxUploadTotal() {
        return maxUploadTotal;
    }

    public void setMaxUploadTotal(long maxUploadTotal) {
        this.maxUploadTotal = maxUploadTotal;
    }

    public String getAllowedIceHosts() {
        return allowedIceHosts;
    }

    public void setAllowedIceHosts(String allowedIceHosts) {
        this.allowedIceHosts = allowedIceHosts;
    }

    public String getUploadDir() {
        return uploadDir;
    }

    public void setUploadDir(String uploadDir) {
        this.uploadDir = uploadDir;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public long getMaxSessionAge() {
        return maxSessionAge;
    }

    public void setMaxSessionAge(long maxSessionAge) {
        this.maxSessionAge = maxSessionAge;
    }

    public String getUdpPorts() {
        return udpPorts;
    }

    public void setUdpPorts(String udpPorts) {
        this.udpPorts = udpPorts;
    }

    public IceConfig getIceServers() {
        return iceServers;
    }

    public void setIceServers(IceConfig iceServers) {
        this.iceServers = iceServers;
    }

    public boolean isStreamManager() {
        return streamManager;
    }

    public void setStreamManager(boolean streamManager) {
        this.streamManager = streamManager;
    }

    public int getStreamManagerPort() {
        return streamManagerPort;
    }

    public void setStreamManagerPort(int streamManagerPort) {
        this.streamManagerPort = streamManagerPort;
    }

    public String getStreamManagerHost() {
        return streamManagerHost;
    }

    public void setStreamManagerHost(String streamManagerHost) {
        this.streamManagerHost = streamManagerHost;
    }

    /** A copy, so that an endpoint's options do not change the component's. */
    public WorkerConfiguration copy() {
        try {
            return (WorkerConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
