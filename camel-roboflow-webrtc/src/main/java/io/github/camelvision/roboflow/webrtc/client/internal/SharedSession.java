package io.github.camelvision.roboflow.webrtc.client.internal;

import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.client.internal.clips.SessionMedia;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.MaskOption;
import io.github.camelvision.roboflow.webrtc.client.internal.factory.SessionFactory;
import io.github.camelvision.roboflow.webrtc.client.internal.play.PlayedAnswers;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.live.LiveSession;
import io.github.camelvision.roboflow.webrtc.live.LiveTap;
import io.github.camelvision.roboflow.webrtc.metrics.MeteredSession;
import io.github.camelvision.roboflow.webrtc.objects.CameraEvents;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.Recorder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
    private Supplier<CameraEvents> objects;
    private Session session;
    private Source source;
    private UnaryOperator<Frame> mask = UnaryOperator.identity();
    private MeteredSession metered;
    private RoboflowWebrtcConfiguration options;
    private final LiveTap tap = new LiveTap();
    private Recorder recorder;
    private final SessionMedia media;
    private PlayedAnswers answers;
    private final UnusedOptions unused = new UnusedOptions();
    private final IdleTimer idle = new IdleTimer(this::closeIdle);

    SharedSession(String name, SharedSessions owner) {
        this.name = name;
        this.owner = owner;
        this.media = new SessionMedia(name);
    }

    synchronized SharedSession joined(RoboflowWebrtcEndpoint endpoint) {
        users.add(endpoint);
        if (session != null) {
            tellUnused();
        }
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
        if (session != null && idle.closing()) {
            awaitEnd(session);
        }
        if (session == null || session.state().isFinal()) {
            SessionFactory factory = new SessionFactory(endpoint());
            Source next = factory.source();
            next.check();
            source = next;
            options = endpoint().getConfiguration();
            tellUnused();
            mask = MaskOption.of(options);
            RoboflowWebrtcConsumer taker = consumer;
            SessionOptions sessionOptions = factory.options(source);
            SessionWatch watch =
                    new SessionWatch(tap, options.effectiveEmit(), recorder(),
                            media.open(endpoint(), consumer, sessionOptions.outputs().realtime()));
            session = new Session(sessionOptions, owner.peers(),
                    taker == null ? watch : new ConsumerListener(taker, watch, this::record));
            objects = () -> taker == null ? null : taker.objects();
            metered = new MeteredSession(name, session, source, () -> taker == null ? 0 : taker.getQueued(),
                    () -> taker == null ? 0 : taker.getDropped(), media::clipCounts,
                    objects);
            watch.opened(owner.meters().session(metered));
            session.start();
            idle.opened(options.getIdleTimeout());
        }
        return session;
    }

    private void tellUnused() {
        unused.tell(endpoint(), consumer != null, users);
    }

    /** Where the session is recorded to; null when it is not. */
    private Recorder recorder() {
        if (recorder == null && options.getRecordDirectory() != null) {
            recorder = new Recorder(Path.of(options.getRecordDirectory()), name, endpoint().getComponent().memory());
        }
        return recorder;
    }

    /** What is made of the session's frames. */
    public SessionMedia media() {
        return media;
    }

    /** An event, for the recording. From the session loop. */
    private synchronized void record(SessionEvent event) {
        if (recorder != null) {
            recorder.event(event.sessionId(), event.json());
        }
    }

    /** What answers producers in place of a server. */
    public synchronized PlayedAnswers answers(Playback playback) {
        if (answers == null) {
            answers = new PlayedAnswers(playback, name);
        }
        return answers;
    }

    private synchronized Recorder recorded() {
        Recorder ended = recorder;
        recorder = null;
        return ended;
    }

    /** Whose options the session has: the consumer's, or the first producer's. */
    public synchronized RoboflowWebrtcEndpoint endpoint() {
        return consumer != null ? consumer.getEndpoint() : users.get(0);
    }

    /** The session for the live view; null when it was never opened. */
    public synchronized LiveSession live() {
        return session == null ? null : LiveFacts.session(name, metered, options, tap, objects);
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
     * Sends a frame, for which the session is opened where it is not, and stays open until the frame is answered.
     *
     * @param answered whether somebody waits for the answer
     * @throws IllegalArgumentException when the session takes no frames, or cannot answer them
     */
    public SentFrame send(Frame frame, boolean answered) {
        ManualSource target;
        UnaryOperator<Frame> masked;
        synchronized (this) {
            target = manualSource();
            if (answered && !target.answers()) {
                throw new IllegalArgumentException("protocol=streamManager does not tell which frame a result belongs to, so a frame "
                        + "cannot be answered: send it InOnly and take the results from a consumer, or use protocol=worker");
            }
            masked = mask;
            idle.begin();
        }
        boolean waits = false;
        try {
            SentFrame sent = target.send(masked.apply(frame));
            waits = target.answers();
            if (waits) {
                sent.answer().whenComplete((result, failure) -> idle.end());
            }
            return sent;
        } finally {
            if (!waits) {
                idle.end();
            }
        }
    }

    /** Nobody has sent a frame for so long: unless somebody does now, the session ends, and the next frame opens another one. */
    private synchronized void closeIdle() {
        if (consumer != null || session == null || !idle.startClosing()) {
            return;
        }
        LOG.info("Session {} closes, since no frame was sent for idleTimeout={} ms; the next one opens it again", name,
                options.getIdleTimeout());
        session.close();
    }

    private ManualSource manualSource() {
        refuseAfterFailure();
        open();
        if (source instanceof ManualSource manual) {
            return manual;
        }
        throw new IllegalArgumentException("Frames can be sent into roboflow-webrtc:" + name
                + " only if its consumer says source=manual; otherwise give the producer a session name of its own");
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

    /** Reads the rules of the consumer's events of objects again. */
    public void reloadObjectRules() {
        RoboflowWebrtcConsumer makes;
        synchronized (this) {
            makes = consumer;
        }
        if (makes == null) {
            throw new IllegalStateException("The session " + name + " has no consumer, which would make events of objects");
        }
        makes.reloadObjectRules();
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
        awaitEnd(closing);
        Recorder ended = recorded();
        if (ended != null) {
            ended.close();
        }
        media.close();
    }

    private void awaitEnd(Session closing) {
        try {
            if (!closing.awaitEnd(CLOSE_TIMEOUT)) {
                LOG.warn("Session {} did not close within {} s", name, CLOSE_TIMEOUT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
