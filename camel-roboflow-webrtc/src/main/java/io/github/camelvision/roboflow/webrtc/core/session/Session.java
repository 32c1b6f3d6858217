package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A session with a Roboflow server: starts once, survives outages as its options say, ends once. Every method may be called from any
 * thread, also from a listener, and none but {@link #awaitEnd} and {@link #awaitFirstOutcome} blocks.
 */
public final class Session implements AutoCloseable {

    private final SessionOptions options;
    private final SessionDriver driver;

    /** Makes a session that does nothing before {@link #start}. */
    public Session(SessionOptions options, RtcPeers peers, SessionListener listener) {
        this.options = options;
        this.driver = new SessionDriver(options, peers, listener);
    }

    /** Begins to connect. Further calls do nothing. */
    public void start() {
        driver.start();
    }

    public SessionOptions options() {
        return options;
    }

    public SessionState state() {
        return driver.status().state();
    }

    public SessionStatus status() {
        return driver.status();
    }

    public SessionStats stats() {
        return driver.stats();
    }

    /**
     * Waits until the session is up, or its first attempt failed and it will try again.
     *
     * @return false when the time was up before; on the session's own loop at once whether it is
     * @throws io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException when it failed for good
     */
    public boolean awaitFirstOutcome(Duration timeout) throws InterruptedException {
        if (driver.onLoop() && !driver.firstOutcome().isDone()) {
            return false;
        }
        try {
            driver.firstOutcome().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    /**
     * Changes what the workflow returns, now and in all later connections (protocol.md 2).
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
        return driver.reconfigure(streamOutput, dataOutput);
    }

    /**
     * Statistics of the current connection as flat {@code name -> number or text}, named as in the W3C's webrtc-stats; empty when there
     * is none. Completes on a native thread or the session loop: hand over. Never fails.
     */
    public CompletableFuture<Map<String, Object>> peerStats() {
        return driver.peerStats();
    }

    /** How the session ends. Completes on the session loop. */
    public CompletableFuture<SessionEnd> ended() {
        return driver.ended().copy();
    }

    /**
     * Waits for the end.
     *
     * @return false when the time was up before, and at once on the session's own loop
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        if (driver.onLoop()) {
            return driver.ended().isDone();
        }
        try {
            driver.ended().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the session as failed: its user cannot go on. Does nothing when it is over; returns at once, see {@link #awaitEnd}. */
    public void fail(RoboflowWebrtcException cause) {
        driver.giveUp(cause);
    }

    /** Ends the session. Idempotent; returns at once, see {@link #awaitEnd}. */
    @Override
    public void close() {
        driver.close();
    }
}
