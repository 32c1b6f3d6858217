package io.github.camelvision.roboflow.webrtc.core.session.engine;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Counts the attempts of an outage, and says whether and when there is another one. On the loop. */
final class Attempts {

    /** A connection that lived this long, or brought a result, was a success: the next outage starts from the shortest delay. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    /** So many times the longest delay. */
    private static final int RARELY = 10;

    private final SessionOptions options;
    private final Loop loop;
    private Loop.Timer stableTimer;
    private boolean everStreamed;
    private int count;

    Attempts(SessionOptions options, Loop loop) {
        this.options = options;
        this.loop = loop;
    }

    /** Attempts since the last success. */
    int count() {
        return count;
    }

    void streams() {
        everStreamed = true;
        stop();
        stableTimer = loop.schedule(STABLE, this::succeeded);
    }

    void succeeded() {
        count = 0;
    }

    /** The connection was lost, or did not come up: how long to wait for the next one, which is counted. Empty: there is none. */
    Optional<Duration> next(RoboflowWebrtcException cause) {
        stop();
        boolean again = mayPass(cause) && (options.source().live() || !everStreamed || options.restartFiles());
        Optional<Duration> delay = again ? policy(cause).next(count + 1, ThreadLocalRandom.current().nextDouble(),
                cause instanceof SignallingException refusal ? refusal.retryAfter() : Optional.empty()) : Optional.empty();
        if (delay.isPresent()) {
            count++;
        }
        return delay;
    }

    /** Who once was connected has the right URL: a page in the server's place comes from something between, and goes away again. */
    private boolean mayPass(RoboflowWebrtcException cause) {
        return cause.retryable() || everStreamed && cause instanceof SignallingException answer && answer.foreign();
    }

    /** What will not pass by itself is tried rarely: a person has to act, who can also call {@code reconnect}. */
    private ReconnectPolicy policy(RoboflowWebrtcException cause) {
        boolean lasting = cause instanceof SignallingException refusal && refusal.lasting();
        return lasting ? options.reconnect().rarely(RARELY) : options.reconnect();
    }

    void stop() {
        if (stableTimer != null) {
            stableTimer.cancel();
            stableTimer = null;
        }
    }
}
