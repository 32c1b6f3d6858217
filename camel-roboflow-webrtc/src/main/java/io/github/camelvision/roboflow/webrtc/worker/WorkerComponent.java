package io.github.camelvision.roboflow.webrtc.worker;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Serves Roboflow's WebRTC protocol: each frame that a client sends arrives as an exchange, and the reply is the result. */
@Component("roboflow-webrtc-worker")
public class WorkerComponent extends DefaultComponent {

    @Metadata(description = "Options that endpoints of this component start from.")
    private WorkerConfiguration configuration = new WorkerConfiguration();

    private WorkerGateways gateways;
    private StreamManagers streamManagers;

    public WorkerComponent() {
    }

    public WorkerComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("The URI needs a worker name: roboflow-webrtc-worker:name?...");
        }
        WorkerEndpoint endpoint = new WorkerEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        gateways = new WorkerGateways(getCamelContext());
        streamManagers = new StreamManagers(getCamelContext());
    }

    WorkerGateways gateways() {
        return gateways;
    }

    StreamManagers streamManagers() {
        return streamManagers;
    }

    RtcRuntime newRuntime() {
        return RtcRuntime.shared();
    }

    public WorkerConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(WorkerConfiguration configuration) {
        this.configuration = configuration;
    }
}
