package io.github.camelvision.roboflow.webrtc.client;

import io.github.camelvision.roboflow.webrtc.client.internal.SessionStartup;
import io.github.camelvision.roboflow.webrtc.client.internal.SharedSession;
import io.github.camelvision.roboflow.webrtc.client.internal.SharedSessions;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.live.LiveComponent;
import io.github.camelvision.roboflow.webrtc.live.LiveSession;
import io.github.camelvision.roboflow.webrtc.live.LiveViews;
import io.github.camelvision.roboflow.webrtc.metrics.Meters;
import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.uri.OptionNames;
import io.github.camelvision.roboflow.webrtc.uri.OptionUri;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;

/** Receives computer-vision results of a Roboflow workflow on live video, and sends frames to it. */
@Component("roboflow-webrtc")
public class RoboflowWebrtcComponent extends HealthCheckComponent implements SSLContextParametersAware, LiveComponent {

    public static final String SCHEME = "roboflow-webrtc";

    @Metadata(description = "Options that endpoints of this component start from.")
    private RoboflowWebrtcConfiguration configuration = new RoboflowWebrtcConfiguration();
    @Metadata(label = "security", defaultValue = "false", description = "Use the context's global TLS settings.")
    private boolean useGlobalSslContextParameters;
    @Metadata(label = "advanced",
            description = "Bytes that all sessions together may hold of what their servers sent: messages in the making,"
                    + " results and frames that wait. A session may hold as much as is left for the others; one that wants more drops or"
                    + " loses its connection, alone. Default: half of the JVM's largest heap, which all components without this"
                    + " option share.")
    private long memoryBudget;
    @Metadata(label = "advanced", description = "Bytes that decoders of images and videos may take outside of the heap, in the whole"
            + " process: the last component that sets it decides. Default: a quarter of the memory of the machine or container.")
    private long nativeMemoryBudget;
    @Metadata(label = "advanced", defaultValue = "false", description = "Serve a page on the application's HTTP server that shows all "
            + "sessions and what they see. Without liveViewPassword whoever reaches it sees the video.")
    private boolean liveView;
    @Metadata(label = "advanced", defaultValue = LiveViews.DEFAULT_PATH, description = "Path of the live view.")
    private String liveViewPath = LiveViews.DEFAULT_PATH;
    @Metadata(label = "security", defaultValue = LiveViews.DEFAULT_USER,
            description = "User name that the live view asks for, together with"
                    + " liveViewPassword.")
    private String liveViewUser = LiveViews.DEFAULT_USER;
    @Metadata(label = "security", secret = true, description = "Password that the live view asks for, by HTTP's basic authentication: serve"
            + " it over TLS. Everybody may watch when it is not set.")
    private String liveViewPassword;

    private MemoryBudget memory = MemoryBudget.heap();

    @Metadata(label = "advanced", autowired = true, description = "Recordings to play in place of servers: for tests. A single bean of "
            + "this type in the registry is taken by itself. Nothing is connected to then.")
    private Playback playback;

    private final SessionStartup startup = new SessionStartup();
    private SharedSessions sessions;
    private ComponentThreads threads;

    public RoboflowWebrtcComponent() {}

    public RoboflowWebrtcComponent(CamelContext context) {
        super(context);
    }

    /** The text as it was written: {@link OptionUri} says why. */
    @Override
    public boolean useRawUri() {
        return true;
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) throws Exception {
        return OptionUri.parse(uri, names()).create(properties, super::createEndpoint);
    }

    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        if (!parameters.isEmpty()) {
            throw OptionUri.unknown(uri, names(), parameters.keySet());
        }
    }

    private OptionNames names() {
        return OptionNames.of(getCamelContext(), SCHEME, "sourceUri");
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("The URI needs a session name: roboflow-webrtc:name?...");
        }
        if (parameters.containsKey("resolution") && parameters.get("source") != null && !"webcam".equals(parameters.get("source"))) {
            throw new IllegalArgumentException("The option resolution is for source=webcam. If it belongs to the URL in sourceUri, write"
                    + " that as sourceUri=RAW(...)");
        }
        RoboflowWebrtcEndpoint endpoint = new RoboflowWebrtcEndpoint(uri, this, OptionUri.path(remaining), options(parameters));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** What an endpoint starts from. @param parameters loses those whose names begin with {@code param.} */
    public RoboflowWebrtcConfiguration options(Map<String, Object> parameters) {
        return options(configuration, parameters);
    }

    private RoboflowWebrtcConfiguration options(RoboflowWebrtcConfiguration common, Map<String, Object> parameters) {
        RoboflowWebrtcConfiguration copy = common.copy();
        copy.getParams().putAll(PropertiesHelper.extractProperties(parameters, "param."));
        if (copy.getSslContextParameters() == null) {
            copy.setSslContextParameters(retrieveGlobalSslContextParameters());
        }
        return copy;
    }

    /**
     * An endpoint that no URI names, as a fleet has one for each camera.
     *
     * @param parameters options beside the common ones, which they override
     * @throws io.github.camelvision.roboflow.webrtc.uri.EndpointException when one of them does not exist or cannot be read
     */
    public RoboflowWebrtcEndpoint endpoint(String sessionName, RoboflowWebrtcConfiguration common, Map<String, Object> parameters)
            throws Exception {
        String uri = SCHEME + ":" + sessionName;
        return (RoboflowWebrtcEndpoint) OptionUri.parse(uri, names()).create(parameters, (shown, values) -> {
            Map<String, Object> rest = values == null ? new HashMap<>() : new HashMap<>(values);
            RoboflowWebrtcEndpoint endpoint = new RoboflowWebrtcEndpoint(shown, this, sessionName, options(common, rest));
            endpoint.setCamelContext(getCamelContext());
            setProperties(endpoint, rest);
            validateParameters(shown, rest, null);
            return endpoint;
        });
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        memory = memoryBudget > 0 ? MemoryBudget.ofHeap(memoryBudget) : MemoryBudget.heap();
        if (nativeMemoryBudget > 0) {
            MemoryBudget.nativeMemory().limit(nativeMemoryBudget);
        }
        sessions = new SharedSessions(() -> RtcRuntime.shared(getCamelContext()::isStopping), Meters.of(getCamelContext()));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        threads = new ComponentThreads(this, getCamelContext().getExecutorServiceManager());
        if (liveView) {
            LiveViews.of(getCamelContext()).open(liveViewPath, liveViewUser, liveViewPassword);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (liveView) {
            LiveViews.of(getCamelContext()).close(liveViewPath);
        }
        if (sessions != null) {
            sessions.close();
        }
        if (threads != null) {
            threads.close();
        }
        super.doStop();
    }

    /** Where the rest of a route runs once an answer is there: on the session loop it would hold up the session. */
    Executor continuations() {
        return threads.continuations();
    }

    /** Of all consumers' routes. */
    SharedThreads routeThreads() {
        return threads.routes();
    }

    /** Encode and write the clips of all sessions: half of the processors, at least one. */
    public Executor clipThreads() {
        return threads.clips();
    }

    /** Tells the time to all consumers that make events of objects. Nothing on it may wait. */
    public ScheduledExecutorService ticks() {
        return threads.ticks();
    }

    SessionStartup startup() {
        return startup;
    }

    public SharedSessions sessions() {
        return sessions;
    }

    @Override
    public List<LiveSession> liveSessions() {
        return sessions == null ? List.of() : sessions.opened().stream().map(SharedSession::live).filter(Objects::nonNull).toList();
    }

    public Playback getPlayback() {
        return playback;
    }

    public void setPlayback(Playback playback) {
        this.playback = playback;
    }

    /** What its sessions share. */
    public MemoryBudget memory() {
        return memory;
    }

    public long getMemoryBudget() {
        return memoryBudget;
    }

    public void setMemoryBudget(long memoryBudget) {
        this.memoryBudget = memoryBudget;
    }

    public long getNativeMemoryBudget() {
        return nativeMemoryBudget;
    }

    public void setNativeMemoryBudget(long nativeMemoryBudget) {
        this.nativeMemoryBudget = nativeMemoryBudget;
    }

    public boolean isLiveView() {
        return liveView;
    }

    public void setLiveView(boolean liveView) {
        this.liveView = liveView;
    }

    public String getLiveViewUser() {
        return liveViewUser;
    }

    public void setLiveViewUser(String liveViewUser) {
        this.liveViewUser = liveViewUser;
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

    public RoboflowWebrtcConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(RoboflowWebrtcConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
