package io.github.camelvision.roboflow.webrtc.worker;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/** The HTTP endpoints of one component by path, each shared by the workers that name it. */
final class WorkerGateways {

    private final CamelContext context;
    private final Map<String, WorkerGateway> byPath = new HashMap<>();

    WorkerGateways(CamelContext context) {
        this.context = context;
    }

    /** Opens the path with its first worker. */
    synchronized void add(String path, WorkerConsumer worker) throws Exception {
        WorkerGateway gateway = byPath.get(path);
        if (gateway == null) {
            gateway = new WorkerGateway(context, path);
            gateway.add(worker);
            gateway.startHttp();
            byPath.put(path, gateway);
        } else {
            gateway.add(worker);
        }
    }

    /** Closes the path with its last worker. */
    synchronized void remove(String path, WorkerConsumer worker) throws Exception {
        WorkerGateway gateway = byPath.get(path);
        if (gateway != null && gateway.remove(worker)) {
            byPath.remove(path);
            gateway.stopHttp();
        }
    }
}
