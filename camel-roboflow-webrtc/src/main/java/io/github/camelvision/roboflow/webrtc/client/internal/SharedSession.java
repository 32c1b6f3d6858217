package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.live.LiveSession;
import io.github.camelvision.roboflow.webrtc.live.LiveTap;
import io.github.camelvision.roboflow.webrtc.metrics.MeteredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session that a consumer and any number of producers of the same name use. It has the options of the consumer, or of the first
 * producer when there is no consumer; it opens when the first of them needs it and closes when the last one left.
 */
public final class SharedSession {

    private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final SharedSessions owner;
    private final List<RoboflowWebrtcEndpoint> users = new ArrayList<>();
    private RoboflowWebrtcConsumer consumer;
    private Session session;
    private Source source;
    private MeteredSession metered;
    private RoboflowWebrtcConfiguration options;
    private final LiveTap tap = new LiveTap();

    SharedSession(String name, SharedSessions owner) {
        this.name = name;
        this.owner = owner;
    }

    synchronized SharedSession joined(RoboflowWebrtcEndpoint endpoint) {
        users.add(endpoint);
        return this;
    }

    /**
     * @throws IllegalArgumentException when the session has a consumer already
     */
    public synchronized void consume(RoboflowWebrtcConsumer newConsumer) {
        if (consumer != null) {
            throw new IllegalArgumentException("Two routes consume from roboflow-webrtc:" + name
                    + ": give each its own session name, or consume once and multicast");
        }
        consumer = newConsumer;
    }

    /** The session, opened with the next call after it ended. */
    public synchronized Session open() {
        if (session == null || session.state().isFinal()) {
            SessionFactory factory = new SessionFactory(endpoint());
            Source next = factory.source();
            next.check();
            source = next;
            options = endpoint().getConfiguration();
            RoboflowWebrtcConsumer taker = consumer;
            SessionWatch watch = new SessionWatch(tap, options.effectiveEmit());
            session = new Session(factory.options(source), owner.peers(), new ToConsumer(taker, watch));
            metered = new MeteredSession(name, session, source, () -> taker == null ? 0 : taker.getQueued(),
                    () -> taker == null ? 0 : taker.getDropped());
            watch.opened(owner.meters().session(metered));
            session.start();
        }
        return session;
    }

    /** Whose options the session has: the consumer's, or the first producer's. */
    public synchronized RoboflowWebrtcEndpoint endpoint() {
        return consumer != null ? consumer.getEndpoint() : users.get(0);
    }

    /** The session for the live view; null when it was never opened. */
    public synchronized LiveSession live() {
        return session == null ? null : LiveFacts.session(name, metered, options, tap);
    }

    public String name() {
        return name;
    }

    /** Whether nobody uses it. */
    synchronized boolean isUnused() {
        return users.isEmpty();
    }

    /** The session if it is or was open, else null. */
    public synchronized Session current() {
        return session;
    }

    /**
     * The source that takes frames.
     *
     * @throws IllegalArgumentException when the session has another source
     */
    public synchronized ManualSource manualSource() {
        refuseAfterFailure();
        open();
        if (source instanceof ManualSource manual) {
            return manual;
        }
        throw new IllegalArgumentException("Frames can be sent into roboflow-webrtc:" + name
                + " only if its consumer says source=manual");
    }

    /** A stream of frames must not open a session each when the server refuses them all. */
    private void refuseAfterFailure() {
        RoboflowWebrtcException cause = failure();
        if (cause == null) {
            return;
        }
        String failed = "The session " + name + " failed: " + cause.getMessage();
        if (!cause.retryable()) {
            throw new RoboflowWebrtcException(failed + " (no frame opens it again: once the cause is gone, send the command reconnect, "
                    + "call the JMX operation reconnect, or restart the route)", cause);
        }
        Duration left = Duration.ofMillis(users.get(0).getConfiguration().getReconnectMaxDelay()).minus(session.inState());
        if (!session.state().isFinal() || left.compareTo(Duration.ZERO) > 0) {
            throw new RoboflowWebrtcException(failed + " (frames open a new one from " + Instant.now().plus(left) + " on)", cause);
        }
    }

    /** Why the session failed for good; null when it did not. */
    public synchronized RoboflowWebrtcException failure() {
        return session == null ? null : session.failure();
    }

    /** The user says that the cause of a failure is gone: opens the session if it is over, tries at once if it waits to. */
    public synchronized void reconnect() {
        open().retryNow();
    }

    /** One user is gone; with the last one the session ends. Blocks until it did, unless called from its own threads. */
    public void leave(RoboflowWebrtcEndpoint endpoint, RoboflowWebrtcConsumer leaving) {
        boolean last;
        synchronized (this) {
            users.remove(endpoint);
            if (leaving != null && consumer == leaving) {
                consumer = null;
            }
            last = users.isEmpty();
        }
        if (leaving != null || last) {
            close();
        }
        if (last) {
            owner.remove(name);
        }
    }

    void close() {
        Session closing = current();
        if (closing == null) {
            return;
        }
        closing.close();
        try {
            if (!closing.awaitEnd(CLOSE_TIMEOUT)) {
                LOG.warn("Session {} did not close within {} s", name, CLOSE_TIMEOUT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What arrives goes to the consumer; without one, results only answer the producers' frames. */
    private record ToConsumer(RoboflowWebrtcConsumer consumer, SessionWatch watch) implements SessionListener {

        @Override
        public void onDelivery(Delivery delivery) {
            watch.delivery(delivery);
            if (consumer == null) {
                delivery.done();
            } else {
                consumer.onDelivery(delivery);
            }
        }

        @Override
        public void onState(SessionState state, RoboflowWebrtcException cause) {
            if (consumer != null) {
                consumer.onState(state, cause);
            }
        }

        @Override
        public void onGap(Gap gap) {
            if (consumer != null) {
                consumer.onGap(gap);
            }
        }

        @Override
        public void onDropped(Drops drops) {
            if (consumer != null) {
                consumer.onDropped(drops);
            }
        }

        @Override
        public void onError(RoboflowWebrtcException error) {
            if (consumer != null) {
                consumer.onError(error);
            }
        }

        @Override
        public void onResult(InferenceResult result, Frame sent, Duration latency) {
            watch.result(result, sent, latency);
        }

        @Override
        public void onSent(Frame frame) {
            watch.sent(frame);
        }

        @Override
        public void onEnd(SessionEnd end) {
            watch.ended();
            if (consumer != null) {
                consumer.onEnd(end);
            }
        }
    }
}
