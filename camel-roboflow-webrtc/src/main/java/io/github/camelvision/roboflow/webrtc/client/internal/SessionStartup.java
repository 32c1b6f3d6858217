package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;

/**
 * Opens the sessions of one component's consumers once every route is up, so that no exchange comes before. All of them are opened before
 * anybody waits for one: a server that hangs holds up no other session, and the start only where {@code awaitConnection} asks for it.
 */
public final class SessionStartup implements ExtendedStartupListener {

    private final List<RoboflowWebrtcConsumer> waiting = new ArrayList<>();

    /** The consumer starts: its session opens now, or with the others once the context is up. */
    public void started(RoboflowWebrtcConsumer consumer) throws Exception {
        CamelContext context = consumer.getEndpoint().getCamelContext();
        if (context.getStatus().isStarted()) {
            consumer.open();
            consumer.awaitConnection();
            return;
        }
        boolean first;
        synchronized (waiting) {
            first = waiting.isEmpty();
            waiting.add(consumer);
        }
        if (first) {
            context.addStartupListener(this);
        }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        List<RoboflowWebrtcConsumer> opening;
        synchronized (waiting) {
            opening = waiting.stream().filter(consumer -> consumer.isStarted() || consumer.isStarting()).toList();
            waiting.clear();
        }
        for (RoboflowWebrtcConsumer consumer : opening) {
            consumer.open();
        }
        for (RoboflowWebrtcConsumer consumer : opening) {
            consumer.awaitConnection();
        }
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // too early: other routes are not up yet
    }
}
