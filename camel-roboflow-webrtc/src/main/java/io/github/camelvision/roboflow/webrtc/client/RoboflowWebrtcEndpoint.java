package io.github.camelvision.roboflow.webrtc.client;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.client.internal.SessionPolls;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.SessionFactory;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.uri.OptionEndpoint;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** Receive results of a Roboflow workflow on live video over WebRTC, and send frames to it. */
@UriEndpoint(firstVersion = "0.1.0", scheme = "roboflow-webrtc", title = "Roboflow WebRTC", syntax = "roboflow-webrtc:sessionName",
        category = {Category.AI, Category.IOT}, headersClass = RoboflowWebrtcConstants.class)
public class RoboflowWebrtcEndpoint extends OptionEndpoint implements EndpointServiceLocation {

    @UriPath(description = "Name of the session. Consumers and producers with the same name share one.")
    @Metadata(required = true)
    private final String sessionName;
    @UriParam
    private final RoboflowWebrtcConfiguration configuration;
    private CameraOwner cameraOwner;
    private final AtomicReference<Instant> unattendedSince = new AtomicReference<>();

    public RoboflowWebrtcEndpoint(String uri, RoboflowWebrtcComponent component, String sessionName,
            RoboflowWebrtcConfiguration configuration) {
        super(uri, component);
        this.sessionName = sessionName;
        this.configuration = configuration;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        RoboflowWebrtcConsumer consumer = new RoboflowWebrtcConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        RoboflowWebrtcConsumer consumer = new RoboflowWebrtcConsumer(this, exchange -> {}, true);
        configureConsumer(consumer);
        return new SessionPolls(this, consumer);
    }

    @Override
    public Producer createProducer() {
        return new RoboflowWebrtcProducer(this);
    }

    /**
     * Checks the options that are numbers and durations.
     *
     * @throws IllegalArgumentException which names the option
     */
    public void checkNumbers() {
        new SessionFactory(this).checkNumbers();
    }

    @Override
    public RoboflowWebrtcComponent getComponent() {
        return (RoboflowWebrtcComponent) super.getComponent();
    }

    public String getSessionName() {
        return sessionName;
    }

    public RoboflowWebrtcConfiguration getConfiguration() {
        return configuration;
    }

    /** What this node tells the server of the camera's owner; null: nothing. */
    public CameraOwner getCameraOwner() {
        return cameraOwner;
    }

    /** Before the session opens. */
    public void setCameraOwner(CameraOwner cameraOwner) {
        this.cameraOwner = cameraOwner;
    }

    /** When the camera's former owner last said that it lives, for who tells the gap: once; null: there was none. */
    public Instant takeUnattendedSince() {
        return unattendedSince.getAndSet(null);
    }

    /** Before the session opens. */
    public void setUnattendedSince(Instant since) {
        unattendedSince.set(since);
    }

    @Override
    public String getServiceUrl() {
        return configuration.getApiUrl() == null ? null : Redaction.address(configuration.getApiUrl());
    }

    @Override
    public String getServiceProtocol() {
        return "webrtc";
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }
}
