package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ManagementStrategy;
import org.apache.camel.support.PollingConsumerSupport;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Gives what a session delivers to who asks: {@code pollEnrich}, {@code poll} and {@code ConsumerTemplate}. The session opens when this
 * starts and closes when it stops. Only what the endpoint's queue keeps waits for a poll. A frame is acknowledged when the exchange that
 * took it is completed. From any thread.
 */
public final class SessionPolls extends PollingConsumerSupport {

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final RoboflowWebrtcConsumer consumer;
    /** Null while it is stopped, and without JMX. */
    private Object managed;

    public SessionPolls(RoboflowWebrtcEndpoint endpoint, RoboflowWebrtcConsumer consumer) {
        super(endpoint);
        this.consumer = consumer;
    }

    @Override
    public Exchange receive() {
        return poll(FOR_EVER);
    }

    @Override
    public Exchange receiveNoWait() {
        return poll(Duration.ZERO);
    }

    @Override
    public Exchange receive(long timeout) {
        return timeout < 0 ? receive() : poll(Duration.ofMillis(timeout));
    }

    private Exchange poll(Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        ServiceHelper.initService(consumer);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(consumer);
        manage();
    }

    /** Camel manages consumers of routes only. */
    private void manage() throws Exception {
        ManagementStrategy management = getEndpoint().getCamelContext().getManagementStrategy();
        if (management == null || management.getManagementObjectStrategy() == null) {
            return;
        }
        managed = management.getManagementObjectStrategy().getManagedObjectForConsumer(getEndpoint().getCamelContext(), consumer);
        management.manageObject(managed);
    }

    @Override
    protected void doStop() throws Exception {
        if (managed != null) {
            getEndpoint().getCamelContext().getManagementStrategy().unmanageObject(managed);
            managed = null;
        }
        ServiceHelper.stopService(consumer);
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        ServiceHelper.stopAndShutdownService(consumer);
        super.doShutdown();
    }
}
