package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Notices that the server is gone without a word: killed, stopped, cut off. A server that lives sends something at least every 2.5 s,
 * if only its answer to a connectivity check; the native library calls it DISCONNECTED after up to 7.5 s. On the loop.
 */
final class LinkWatch {

    /**
     * When to do what.
     *
     * @param silence that is the end: a network that stutters for 3 s, right before an answer was due, is silent for 6 s
     * @param quiet without a result or frame, after which the counters of the peer are asked for what else comes
     * @param late a check that comes so late was held up on this side, which then cannot tell what the server did
     */
    record Times(Duration silence, Duration quiet, Duration check, Duration late) {

        static final Times USUAL = new Times(Duration.ofMillis(6250), Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    private final Times times;
    private final Loop loop;
    private final Duration grace;
    private final Consumer<TransportException> lost;
    private Loop.Timer graceTimer;
    private Loop.Timer timer;
    private Supplier<CompletableFuture<Map<String, Object>>> counters;
    private BooleanSupplier patient;
    private boolean answered;
    private long heardNanos;
    private long checkedNanos;
    /** At the check before, with answers to connectivity checks; negative: unknown. */
    private long bytes;
    private boolean stopped;

    /**
     * @param grace how long a connection may be DISCONNECTED
     * @param lost told that the server is gone; once, unless {@link #stop} comes before
     */
    LinkWatch(Times times, Loop loop, Duration grace, Consumer<TransportException> lost) {
        this.times = times;
        this.loop = loop;
        this.grace = grace;
        this.lost = lost;
    }

    /**
     * The connection is open.
     *
     * @param statistics of the peer
     * @param mayBeBusy whether a server that has sent nothing yet may be too busy to answer checks: it may be loading a model
     */
    void start(Supplier<CompletableFuture<Map<String, Object>>> statistics, BooleanSupplier mayBeBusy) {
        counters = statistics;
        patient = mayBeBusy;
        heard();
        schedule();
    }

    /** A message or frame came. */
    void answered() {
        answered = true;
        heard();
    }

    private void heard() {
        heardNanos = loop.nanoTime();
        bytes = -1;
    }

    private void schedule() {
        if (!stopped) {
            checkedNanos = loop.nanoTime();
            timer = loop.schedule(times.check(), this::check);
        }
    }

    private void check() {
        long now = loop.nanoTime();
        if (now - checkedNanos > times.check().plus(times.late()).toNanos()) {
            heard();
        }
        if (now - heardNanos < times.quiet().toNanos()) {
            schedule();
        } else {
            counters.get().whenComplete((values, failure) -> loop.offerControl(() -> counted(failure == null ? values : Map.of())));
        }
    }

    private void counted(Map<String, Object> values) {
        if (stopped) {
            return;
        }
        long now = received(values);
        if (now < 0 || bytes >= 0 && now > bytes || !answered && patient.getAsBoolean()) {
            heard();
        }
        bytes = now;
        long silence = loop.nanoTime() - heardNanos;
        if (silence >= times.silence().toNanos()) {
            lose("Nothing came from the server for " + Duration.ofNanos(silence).toSeconds()
                    + " s: it was stopped, or the network is down");
        } else {
            schedule();
        }
    }

    /** Of all paths: the native library tries others when one falls silent. Negative: unknown. */
    private static long received(Map<String, Object> statistics) {
        return statistics.get("pairs.bytesReceived") instanceof Number bytes
                && statistics.get("pairs.responsesReceived") instanceof Number answers
                && statistics.get("pairs.requestsReceived") instanceof Number checks
                        ? bytes.longValue() + answers.longValue() + checks.longValue() : -1;
    }

    /** The native library found no working path; it may find one again. */
    void disconnected() {
        connected();
        graceTimer = loop.schedule(grace, () -> lose("The server was not reachable for " + grace.toSeconds() + " s"));
    }

    private void lose(String why) {
        stop();
        lost.accept(new TransportException(why));
    }

    /** The native library has a working path. */
    void connected() {
        if (graceTimer != null) {
            graceTimer.cancel();
            graceTimer = null;
        }
    }

    void stop() {
        stopped = true;
        connected();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
