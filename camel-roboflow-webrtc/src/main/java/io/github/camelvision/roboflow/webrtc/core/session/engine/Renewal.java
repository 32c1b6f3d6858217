package io.github.camelvision.roboflow.webrtc.core.session.engine;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.engine.connection.Connection;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.Acknowledger;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.ResultStream;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The planned move of a live session to a new connection: knows when it is due, opens the new one, and says with which of its results
 * it takes over. Until then the old one delivers. On the loop.
 */
final class Renewal implements Connection.Owner, Connection.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    /** How often the native library is asked whether it wants to be left. */
    private static final Duration ROTATION_CHECK = Duration.ofSeconds(5);
    /** What Roboflow's server takes when the request says nothing (docs/protocol.adoc#processing_timeout). */
    private static final Duration SERVERS_DEFAULT = Duration.ofHours(1);
    /** A server that ends sessions sooner has no limit that renewals could keep up with. */
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(5);
    /** Left for the new connection to come up before the server ends the old one. */
    private static final Duration RESERVE = Duration.ofSeconds(10);
    /** For short sessions, whose server keeps a second of the time for itself. */
    private static final double LATEST_SHARE = 0.6;
    /** Longest wait for a result that is newer than the old connection's last. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(60);
    /** Spreads the renewals of sessions that began together, at a server's restart for instance. */
    private static final double JITTER = 0.05;
    private static final int TOO_MANY_SESSIONS = 429;

    private final SessionOptions options;
    private final Loop loop;
    private final RtcPeers peers;
    private final Function<Connection.Owner, Connection> connector;
    private final Session session;
    private Duration longest;
    /** For the current connection: a little below {@link #longest}; null: none. */
    private Duration due;
    private Loop.Timer timer;
    private Connection old;
    private Connection next;
    private Supplier<InferenceResult> lastResult;
    private Acknowledger acknowledger;
    private boolean opened;
    private long openedNanos;
    private int failures;

    /** What the session does for its renewal. */
    interface Session {

        /**
         * The new connection is the current one from now on: no outage, and no other state.
         *
         * @return its stream
         */
        ResultStream takeOver(Connection renewed, Acknowledger acknowledger);

        /** A frame was handed to the encoder. */
        void sent(Frame frame);

        /** The server allows no second session: the current connection must go before the next one is opened. */
        void makeRoom(SignallingException refusal);
    }

    /** @param connector makes the new connection, which is not open yet */
    Renewal(SessionOptions options, Loop loop, RtcPeers peers, Function<Connection.Owner, Connection> connector, Session session) {
        this.options = options;
        this.loop = loop;
        this.peers = peers;
        this.connector = connector;
        this.session = session;
        this.longest = longest(options);
    }

    /** The age at which a connection is replaced; null: none. */
    static Duration longest(SessionOptions options) {
        Duration longest = options.maxSessionAge().isZero() ? null : options.maxSessionAge();
        Duration served = options.processingTimeout() == null ? SERVERS_DEFAULT : options.processingTimeout();
        boolean limited = !served.isZero() && options.dialect().limitsSessions() && options.reconnect().enabled();
        return limited ? shorter(longest, before(served)) : longest;
    }

    private static Duration before(Duration end) {
        Duration share = Duration.ofMillis((long) (end.toMillis() * LATEST_SHARE));
        Duration latest = end.minus(RESERVE);
        return latest.compareTo(share) > 0 ? latest : share;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one == null || other.compareTo(one) < 0 ? other : one;
    }

    /** The server ended a connection of this age since its time was up: the next ones are replaced before. */
    void servedOnly(Duration age) {
        if (age.compareTo(SHORTEST_LIMIT) > 0) {
            longest = shorter(longest, before(age));
        }
    }

    /**
     * This connection streams: replaces it in time.
     *
     * @param last gives its newest result; null when there was none
     */
    void watch(Connection current, Supplier<InferenceResult> last) {
        cancel();
        lastResult = last;
        if (options.source().live()) {
            failures = 0;
            Duration most = longest(current);
            due = most == null ? null : most.minus(Duration.ofMillis(
                    (long) (most.toMillis() * JITTER * ThreadLocalRandom.current().nextDouble())));
            schedule(current, check(current));
        }
    }

    private Duration longest(Connection current) {
        Duration served = current.servedFor();
        return served == null || served.compareTo(SHORTEST_LIMIT) <= 0 || !options.reconnect().enabled() ? longest
                : shorter(longest, before(served));
    }

    private Duration check(Connection current) {
        Duration left = due == null ? ROTATION_CHECK : due.minus(current.age());
        return left.compareTo(ROTATION_CHECK) > 0 ? ROTATION_CHECK : left.isNegative() ? Duration.ZERO : left;
    }

    private void schedule(Connection current, Duration delay) {
        timer = loop.schedule(delay, () -> {
            boolean aged = due != null && current.age().compareTo(due) >= 0;
            if (current.isOver()) {
                return;
            }
            if (aged || current.rotationDue(peers)) {
                begin(current, aged);
            } else {
                schedule(current, check(current));
            }
        });
    }

    private void begin(Connection current, boolean aged) {
        LOG.info("Session {}: connection {} is replaced, since {}", options.name(), current.number(),
                aged ? "it is " + current.age().toSeconds() + " s old" : "the native library has seen its share of messages");
        opened = false;
        old = current;
        next = connector.apply(this);
        next.open(peers);
    }

    @Override
    public void opened(Connection connection) {
        opened = true;
        openedNanos = loop.nanoTime();
        acknowledger = next.acknowledged() ? new Acknowledger(next, loop) : null;
        next.deliverTo(this);
    }

    /** The old connection broke. False when there is no new one yet that could take over. */
    boolean takeOverNow() {
        boolean ready = opened && next != null && !next.isOver();
        if (ready) {
            takeOver();
        }
        return ready;
    }

    private ResultStream takeOver() {
        Connection taken = next;
        next = null;
        old = null;
        return session.takeOver(taken, acknowledger);
    }

    @Override
    public void message(InferenceResult result) {
        if (result.processingComplete()) {
            Connection refused = next;
            refused.close();
            lost(refused, new TransportException("The server ended the new session at once"));
            return;
        }
        if (acknowledger != null) {
            acknowledger.received(result.frameId());
        }
        List<SourceResult> ready = next.run().onResult(result);
        boolean late = loop.nanoTime() - openedNanos > OVERLAP.toNanos();
        if (!ready.isEmpty() && (late || ready.get(0).identified() || isNewer(result, lastResult.get()))) {
            takeOver().first(result, ready);
        } else if (acknowledger != null) {
            acknowledger.done(result.frameId());
        }
    }

    @Override
    public void frame(Frame frame, long rtpTimestamp) {
        next.missedFrame();
    }

    @Override
    public void badMessage(ProtocolException error, long before) {
        LOG.debug("Session {}: its next connection: {}", options.name(), error.getMessage());
    }

    @Override
    public void uploaded(UploadProgress progress) {
        // live sources upload nothing
    }

    @Override
    public void sent(Frame frame) {
        session.sent(frame);
    }

    @Override
    public void sourceInterrupted(Connection connection, SourceException cause) {
        // the source tells the newest connection only
        old.interrupted(cause);
    }

    /** Both connections see the same frames of a camera: those that the old one delivered are not delivered again. */
    private static boolean isNewer(InferenceResult result, InferenceResult last) {
        String time = receivedAt(result);
        String lastTime = last == null ? null : receivedAt(last);
        return time == null || lastTime == null || time.length() != lastTime.length() || time.compareTo(lastTime) > 0;
    }

    private static String receivedAt(InferenceResult result) {
        FrameMetadata metadata = result.metadata();
        return metadata == null ? null : metadata.receivedAt();
    }

    /** The new connection failed: the old one goes on, and another attempt comes. */
    @Override
    public void lost(Connection connection, RoboflowWebrtcException cause) {
        if (connection != next) {
            return;
        }
        Connection current = old;
        next = null;
        if (cause instanceof SignallingException refusal && refusal.status() == TOO_MANY_SESSIONS
                && options.reconnect().next(1, 0, Optional.empty()).isPresent()) {
            session.makeRoom(refusal);
            return;
        }
        failures++;
        Duration delay = options.reconnect().next(failures, ThreadLocalRandom.current().nextDouble(), Optional.empty())
                .filter(wait -> cause.retryable()).orElse(RETRY);
        LOG.warn("Session {}: its connection could not be replaced: {}; next attempt in {} s", options.name(), cause.getMessage(),
                delay.toSeconds());
        schedule(current, delay);
    }

    /** Nothing more is planned; the new connection, if any, is closed. */
    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (next != null) {
            next.close();
            next = null;
        }
    }
}
