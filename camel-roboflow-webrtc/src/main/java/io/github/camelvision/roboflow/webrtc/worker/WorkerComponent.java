package io.github.camelvision.roboflow.webrtc.worker;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.live.LiveComponent;
import io.github.camelvision.roboflow.webrtc.live.LiveSession;
import io.github.camelvision.roboflow.webrtc.live.LiveViews;
import io.github.camelvision.roboflow.webrtc.metrics.Meters;
import io.github.camelvision.roboflow.webrtc.uri.OptionNames;
import io.github.camelvision.roboflow.webrtc.uri.OptionUri;
import io.github.camelvision.roboflow.webrtc.worker.internal.WorkerGateways;
import io.github.camelvision.roboflow.webrtc.worker.internal.streammanager.StreamManagers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Serves Roboflow's WebRTC protocol: each frame that a client sends arrives as an exchange, and the reply is the result. */
@Component("roboflow-webrtc-worker")
public class WorkerComponent extends DefaultComponent implements LiveComponent {

    public static final String SCHEME = "roboflow-webrtc-worker";

    @Metadata(description = "Options that endpoints of this component start from.")
    private WorkerConfiguration configuration = new WorkerConfiguration();

    @Metadata(label = "advanced",
            description = "Bytes that all sessions and requests together may hold: bodies, messages in the making, frames that wait or"
                    + " are in the route, results that clients have not taken. Each may hold as much as is left for the others; one that"
                    + " wants more is refused, drops or loses its connection, alone. Default: half of the JVM's largest heap, which all"
                    + " components without this option share.")
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

    private final List<WorkerConsumer> running = new CopyOnWriteArrayList<>();
    private WorkerGateways gateways;
    private StreamManagers streamManagers;
    private Meters meters;

    public WorkerComponent() {}

    public WorkerComponent(CamelContext context) {
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
        return OptionNames.of(getCamelContext(), SCHEME, null);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("The URI needs a worker name: roboflow-webrtc-worker:name?...");
        }
        WorkerEndpoint endpoint = new WorkerEndpoint(uri, this, OptionUri.path(remaining), configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        memory = memoryBudget > 0 ? MemoryBudget.ofHeap(memoryBudget) : MemoryBudget.heap();
        if (nativeMemoryBudget > 0) {
            MemoryBudget.nativeMemory().limit(nativeMemoryBudget);
        }
        gateways = new WorkerGateways(getCamelContext(), memory);
        streamManagers = new StreamManagers(getCamelContext(), memory);
        meters = Meters.of(getCamelContext());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (liveView) {
            LiveViews.of(getCamelContext()).open(liveViewPath, liveViewUser, liveViewPassword);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (liveView) {
            LiveViews.of(getCamelContext()).close(liveViewPath);
        }
        meters.close();
        super.doStop();
    }

    @Override
    public List<LiveSession> liveSessions() {
        return running.stream().flatMap(worker -> worker.live().sessions().stream()).toList();
    }

    Meters meters() {
        return meters;
    }

    /** The workers that run, for the live view. */
    List<WorkerConsumer> running() {
        return running;
    }

    WorkerGateways gateways() {
        return gateways;
    }

    StreamManagers streamManagers() {
        return streamManagers;
    }

    RtcRuntime newRuntime() {
        return RtcRuntime.shared(getCamelContext()::isStopping);
    }

    /** What its sessions share. */
    MemoryBudget memory() {
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

    public WorkerConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(WorkerConfiguration configuration) {
        this.configuration = configuration;
    }
}
