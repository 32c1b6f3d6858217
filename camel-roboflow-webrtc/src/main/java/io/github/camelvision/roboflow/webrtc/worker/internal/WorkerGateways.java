package io.github.camelvision.roboflow.webrtc.worker.internal;

import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** The HTTP endpoints of one component: gateways by path, and sites by base path, each shared by the workers that name it. */
public final class WorkerGateways {

    private final CamelContext context;
    private final MemoryBudget memory;
    private final Map<String, WorkerGateway> byPath = new HashMap<>();
    private final Map<String, WorkerSite> byBase = new HashMap<>();

    /** @param memory that bodies of requests count in */
    public WorkerGateways(CamelContext context, MemoryBudget memory) {
        this.context = context;
        this.memory = memory;
    }

    /** Opens the path with its first worker. */
    public synchronized void add(String path, WorkerConsumer worker) throws Exception {
        WorkerGateway gateway = byPath.get(path);
        if (gateway == null) {
            gateway = new WorkerGateway(context, path, memory);
            gateway.add(worker);
            gateway.startHttp();
            byPath.put(path, gateway);
        } else {
            gateway.add(worker);
        }
        try {
            addToSite(WorkerSite.baseOf(path), worker);
        } catch (Exception e) {
            remove(path, worker);
            throw e;
        }
    }

    private void addToSite(String base, WorkerConsumer worker) throws Exception {
        WorkerSite site = byBase.get(base);
        if (site == null) {
            site = new WorkerSite(context, base, memory);
            site.add(worker);
            byBase.put(base, site);
            site.startHttp();
        } else {
            site.add(worker);
        }
    }

    /** Closes the path with its last worker. */
    public synchronized void remove(String path, WorkerConsumer worker) throws Exception {
        WorkerGateway gateway = byPath.get(path);
        if (gateway != null && gateway.remove(worker)) {
            byPath.remove(path);
            gateway.stopHttp();
        }
        String base = WorkerSite.baseOf(path);
        WorkerSite site = byBase.get(base);
        if (site != null && site.remove(worker)) {
            byBase.remove(base);
            site.stopHttp();
        }
    }
}
