package io.github.camelvision.roboflow.webrtc.worker;

import io.github.camelvision.roboflow.webrtc.route.ProducerCheck;
import io.github.camelvision.roboflow.webrtc.uri.OptionEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** Be the server of Roboflow's WebRTC protocol: the route is the workflow. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "roboflow-webrtc-worker", title = "Roboflow WebRTC Worker",
        syntax = "roboflow-webrtc-worker:workerName", consumerOnly = true, category = {Category.AI, Category.IOT},
        headersClass = WorkerConstants.class)
public class WorkerEndpoint extends OptionEndpoint {

    @UriPath(description = "Name of the worker, for logs and management.")
    @Metadata(required = true)
    private final String workerName;
    @UriParam
    private final WorkerConfiguration configuration;

    public WorkerEndpoint(String uri, WorkerComponent component, String workerName, WorkerConfiguration configuration) {
        super(uri, component);
        this.workerName = workerName;
        this.configuration = configuration;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        WorkerConsumer consumer = new WorkerConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return ProducerCheck.refusing(this, "worker " + workerName, "roboflow-webrtc-worker: is the server side, use it in from(); to send "
                + "frames to a server use roboflow-webrtc:");
    }

    @Override
    public WorkerComponent getComponent() {
        return (WorkerComponent) super.getComponent();
    }

    public String getWorkerName() {
        return workerName;
    }

    public WorkerConfiguration getConfiguration() {
        return configuration;
    }
}
