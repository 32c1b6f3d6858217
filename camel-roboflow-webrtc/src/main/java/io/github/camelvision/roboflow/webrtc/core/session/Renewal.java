package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.media.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The planned move of a live session to a new connection: knows when it is due, opens the new one, and says with which of its results
 * it takes over. Until then the old one delivers. On the loop.
 */
final class Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    /** How often the native library is asked whether it wants to be left. */
    private static final Duration ROTATION_CHECK = Duration.ofSeconds(30);
    /** Left for the new connection to come up before the server ends the old one. */
    private static final Duration RESERVE = Duration.ofSeconds(10);
    /** For short sessions, whose server keeps a second of the time for itself. */
    private static final double LATEST_SHARE = 0.6;
    /** Longest wait for a result that is newer than the old connection's last. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(60);

    private final SessionOptions options;
    private final SerialLoop loop;
    private final RtcPeers peers;
    private final Supplier<Connection> connector;
    private final Duration longest;
    private SerialLoop.Timer timer;
    private Connection old;
    private Connection next;
    private Acknowledger acknowledger;
    private boolean earlyFrames;
    private boolean opened;
    private long openedNanos;
    private int failures;

    /** @param connector makes the new connection, which is not open yet */
    Renewal(SessionOptions options, SerialLoop loop, RtcPeers peers, Supplier<Connection> connector) {
        this.options = options;
        this.loop = loop;
        this.peers = peers;
        this.connector = connector;
        this.longest = longest(options);
    }

    /** The age at which a connection is replaced; null: none. */
    static Duration longest(SessionOptions options) {
        Duration longest = options.maxSessionAge().isZero() ? null : options.maxSessionAge();
        Duration served = options.processingTimeout();
        if (served != null && options.reconnect().enabled()) {
            Duration share = Duration.ofMillis((long) (served.toMillis() * LATEST_SHARE));
            Duration latest = served.minus(RESERVE).compareTo(share) > 0 ? served.minus(RESERVE) : share;
            longest = longest == null || latest.compareTo(longest) < 0 ? latest : longest;
        }
        return longest;
    }

    /** This connection streams: replaces it in time. */
    void watch(Connection current) {
        cancel();
        if (options.source().live()) {
            failures = 0;
            schedule(current, check(current));
        }
    }

    private Duration check(Connection current) {
        Duration left = longest == null ? ROTATION_CHECK : longest.minus(current.age());
        return left.compareTo(ROTATION_CHECK) > 0 ? ROTATION_CHECK : left.isNegative() ? Duration.ZERO : left;
    }

    private void schedule(Connection current, Duration delay) {
        timer = loop.schedule(delay, () -> {
            boolean aged = longest != null && current.age().compareTo(longest) >= 0;
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
        earlyFrames = false;
        opened = false;
        old = current;
        next = connector.get();
        next.open(peers);
    }

    boolean isNext(Connection connection) {
        return next != null && connection == next;
    }

    /** The new connection's channel is open. */
    void opened() {
        opened = true;
        openedNanos = System.nanoTime();
        acknowledger = next.acknowledged() ? new Acknowledger(next, loop) : null;
    }

    /** Whether the new connection could take over now, should the old one break. */
    boolean ready() {
        return opened && next != null && !next.isOver();
    }

    void frame() {
        earlyFrames = true;
    }

    /**
     * The new connection has a result.
     *
     * @param last the old connection's last result; null when there was none
     * @return what to deliver after {@link #take}; empty: it does not take over yet
     */
    List<SourceResult> message(InferenceResult result, InferenceResult last) {
        if (acknowledger != null) {
            acknowledger.received(result.frameId());
        }
        List<SourceResult> ready = next.run().onResult(result);
        boolean late = System.nanoTime() - openedNanos > OVERLAP.toNanos();
        if (!ready.isEmpty() && (late || ready.get(0).sent() != null || isNewer(result, last))) {
            return ready;
        }
        if (acknowledger != null) {
            acknowledger.done(result.frameId());
        }
        return List.of();
    }

    /** Both connections see the same pictures of a camera: those that the old one delivered are not delivered again. */
    private static boolean isNewer(InferenceResult result, InferenceResult last) {
        String time = receivedAt(result);
        String lastTime = last == null ? null : receivedAt(last);
        return time == null || lastTime == null || time.length() != lastTime.length() || time.compareTo(lastTime) > 0;
    }

    private static String receivedAt(InferenceResult result) {
        FrameMetadata metadata = result.metadata();
        return metadata == null ? null : metadata.receivedAt();
    }

    /** The new connection, which is the session's from now on. */
    Connection take() {
        Connection taken = next;
        next = null;
        old = null;
        return taken;
    }

    Acknowledger acknowledger() {
        return acknowledger;
    }

    boolean earlyFrames() {
        return earlyFrames;
    }

    /** The new connection failed: the old one goes on, and another attempt comes. */
    void failed(RoboflowWebrtcException cause) {
        Connection current = old;
        next = null;
        failures++;
        Duration delay = options.reconnect().next(failures, ThreadLocalRandom.current().nextDouble(), java.util.Optional.empty())
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
