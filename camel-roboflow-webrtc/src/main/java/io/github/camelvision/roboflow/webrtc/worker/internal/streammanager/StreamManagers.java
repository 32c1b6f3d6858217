package io.github.camelvision.roboflow.webrtc.worker.internal.streammanager;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.manager.ManagerTcpServer;
import io.github.camelvision.roboflow.webrtc.core.worker.manager.PipelineManager;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConfiguration;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import io.github.camelvision.roboflow.webrtc.worker.internal.WorkerDirectory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * The Stream Manager of one component: one set of pipelines, whether its commands come over HTTP or TCP. Its HTTP paths and TCP ports
 * are open as long as a worker wants them.
 */
public final class StreamManagers {

    private final CamelContext context;
    private final MemoryBudget memory;
    private final WorkerDirectory workers = new WorkerDirectory();
    private final PipelineManager manager = new PipelineManager(workers);
    private final Set<WorkerConsumer> onHttp = new HashSet<>();
    private final Map<String, ManagerTcpServer> listeners = new HashMap<>();
    private final Map<String, Set<WorkerConsumer>> onTcp = new HashMap<>();
    private StreamManagerHttp http;

    /** @param memory that commands and replies count in */
    public StreamManagers(CamelContext context, MemoryBudget memory) {
        this.context = context;
        this.memory = memory;
    }

    /** Whether the options ask for a Stream Manager at all. */
    static boolean wanted(WorkerConfiguration options) {
        return options.isStreamManager() || options.getStreamManagerPort() > 0;
    }

    /** Opens what the worker wants and no other one opened before. */
    public synchronized void add(WorkerConsumer worker) throws Exception {
        WorkerConfiguration options = worker.getEndpoint().getConfiguration();
        if (!wanted(options)) {
            return;
        }
        workers.add(worker);
        if (options.isStreamManager()) {
            if (http == null) {
                http = StreamManagerHttp.start(context, manager, memory);
            }
            onHttp.add(worker);
        }
        if (options.getStreamManagerPort() > 0) {
            String address = address(options);
            if (!listeners.containsKey(address)) {
                listeners.put(address, new ManagerTcpServer(options.getStreamManagerHost(), options.getStreamManagerPort(), manager,
                        memory));
            }
            onTcp.computeIfAbsent(address, key -> new HashSet<>()).add(worker);
        }
    }

    /** Closes what no other worker wants. */
    public synchronized void remove(WorkerConsumer worker) {
        workers.remove(worker);
        if (onHttp.remove(worker) && onHttp.isEmpty() && http != null) {
            http.stop();
            http = null;
        }
        String address = address(worker.getEndpoint().getConfiguration());
        Set<WorkerConsumer> users = onTcp.get(address);
        if (users != null && users.remove(worker) && users.isEmpty()) {
            onTcp.remove(address);
            listeners.remove(address).close();
        }
    }

    private static String address(WorkerConfiguration options) {
        return options.getStreamManagerHost() + ":" + options.getStreamManagerPort();
    }
}
