package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.session.engine.GuardedListener;
import io.github.camelvision.roboflow.webrtc.core.session.engine.Outcome;
import io.github.camelvision.roboflow.webrtc.core.session.engine.SessionDriver;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A session with a Roboflow server: starts once, survives outages as its options say, ends once. Every method may be called from any
 * thread, also from a listener, and none but {@link #awaitEnd} and {@link #awaitFirstOutcome} blocks.
 */
public final class Session implements AutoCloseable {

    private final SessionOptions options;
    private final SerialLoop loop;
    private final Outcome outcome = new Outcome();
    private final SessionDriver driver;

    /** Makes a session that does nothing before {@link #start}. */
    public Session(SessionOptions options, RtcPeers peers, SessionListener listener) {
        this.options = options;
        this.loop = new SerialLoop(options.name(), this::taskFailed, options.memory().account("Session " + options.name()));
        this.driver = new SessionDriver(options, peers, loop, new GuardedListener(listener), outcome);
    }

    /** The failure may have come between any two steps: the connection is not to be trusted any more. On the loop. */
    private void taskFailed(Throwable failure) {
        driver.broken(failure);
    }

    /** Begins to connect. Further calls do nothing. */
    public void start() {
        loop.offerControl(driver::start);
    }

    /** Bytes that it holds of what its server sent, as far as they are counted. */
    public long memoryHeld() {
        return loop.memory().held();
    }

    /** What it was made with. */
    public SessionOptions options() {
        return options;
    }

    /** Where it is now. */
    public SessionState state() {
        return driver.status().state();
    }

    /** State, connection, attempt and last error, all of one moment. */
    public SessionStatus status() {
        return driver.status();
    }

    /** How long the session has been in its state, whatever happened to the wall clock meanwhile. */
    public Duration inState() {
        return driver.inState();
    }

    /** How long the session had, or was setting up, a connection: what a server may charge. */
    public Duration connected() {
        return driver.connected();
    }

    /** Counters that grow until the session is over, and stay readable afterwards. */
    public SessionStats stats() {
        return driver.stats();
    }

    /**
     * Waits until the session is up, or its first attempt failed and it will try again.
     *
     * @return false when the time was up before; in a listener at once whether it is
     * @throws io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException when it failed for good
     */
    public boolean awaitFirstOutcome(Duration timeout) throws InterruptedException {
        return SerialLoop.onAnyLoop() && !outcome.hasBegun() ? false : outcome.awaitFirst(timeout);
    }

    /** Why the session failed for good; null when it did not. */
    public RoboflowWebrtcException failure() {
        return driver.failure();
    }

    /** Tries again at once, if the session waits to; connects, if it rests; else does nothing. Returns at once. */
    public void retryNow() {
        loop.offerControl(driver::retryNow);
    }

    /**
     * Changes what the workflow returns, now and in all later connections (docs/protocol.adoc#outputs).
     *
     * @param streamOutput outputs to send as video; null: unchanged; only in a session that was started with video, and never empty
     * @param dataOutput outputs to send as data; null: unchanged; empty: metadata only; {@code *}: all but images
     * @return whether the current connection was told: false when there is none, then the next one asks for these outputs. Waits for
     *         a connection that is being set up. Fails with an IllegalStateException when the session is over or has no video to
     *         change. Completes on the session loop
     * @throws IllegalArgumentException when nothing is to change, or {@code streamOutput} names nothing
     */
    public CompletableFuture<Boolean> reconfigure(List<String> streamOutput, List<String> dataOutput) {
        if (streamOutput == null && dataOutput == null) {
            throw new IllegalArgumentException("Nothing to change: give streamOutput or dataOutput");
        }
        if (streamOutput != null && streamOutput.stream().allMatch(String::isBlank)) {
            throw new IllegalArgumentException("streamOutput must name an output: the video of a running session cannot be turned off");
        }
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        if (!loop.offerControl(() -> driver.reconfigure(streamOutput, dataOutput, sent))) {
            sent.completeExceptionally(over(options.name()));
        }
        return sent;
    }

    public static IllegalStateException over(String name) {
        return new IllegalStateException("The session " + name + " is over: its outputs cannot be changed");
    }

    /**
     * Statistics of the current connection as flat {@code name -> number or text}, named as in the W3C's webrtc-stats; empty when there
     * is none. Completes on a native thread or the session loop: hand over. Never fails.
     */
    public CompletableFuture<Map<String, Object>> peerStats() {
        CompletableFuture<Map<String, Object>> statistics = new CompletableFuture<>();
        if (!loop.offerControl(
                () -> driver.peerStats().whenComplete((values, failure) -> statistics.complete(failure == null ? values : Map.of())))) {
            statistics.complete(Map.of());
        }
        return statistics;
    }

    /** How the session ends. Completes on the session loop. */
    public CompletableFuture<SessionEnd> ended() {
        return outcome.end().copy();
    }

    /**
     * Waits for the end.
     *
     * @return false when the time was up before, and at once in a listener
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return SerialLoop.onAnyLoop() ? outcome.end().isDone() : outcome.awaitEnd(timeout);
    }

    /** Ends the session as failed: its user cannot go on. Does nothing when it is over; returns at once, see {@link #awaitEnd}. */
    public void fail(RoboflowWebrtcException cause) {
        loop.offerControl(() -> driver.giveUp(cause));
    }

    /** Ends the session. Idempotent; returns at once, see {@link #awaitEnd}. */
    @Override
    public void close() {
        loop.offerControl(driver::close);
    }
}
