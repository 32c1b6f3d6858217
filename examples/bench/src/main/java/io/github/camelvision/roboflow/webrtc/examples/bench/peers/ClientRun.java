package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the client counts and times in one run. */
final class ClientRun {

    private static final int GIVE_UP_SECONDS = 300;

    private final long startNanos = System.nanoTime();
    private final long[] delays;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final int sessions;
    private int ended;
    private int delaysKnown;
    private final Set<Object> started = new HashSet<>();
    private int messages;
    private int messagesBefore;
    private long connectedNanos;
    private long firstNanos;
    private long lastNanos;
    private double sessionKib;

    /** @param sessions that have to end before the run is over */
    ClientRun(int sessions, int mostDelays) {
        this.sessions = sessions;
        delays = new long[mostDelays];
    }

    synchronized void connected() {
        connectedNanos = connectedNanos == 0 ? System.nanoTime() : connectedNanos;
    }

    /** When all sessions have given one, their start is over: {@code FIRST}. */
    synchronized void result(Object session) {
        lastNanos = System.nanoTime();
        if (messages++ == 0) {
            firstNanos = lastNanos;
        }
        if (started.size() < sessions && started.add(session) && started.size() == sessions) {
            messagesBefore = messages;
            System.out.println("FIRST");
        }
    }

    synchronized void answered(long sentNanos) {
        result(this);
        if (delaysKnown < delays.length) {
            delays[delaysKnown++] = lastNanos - sentNanos;
        }
    }

    synchronized void sessionKib(double kib) {
        sessionKib = kib;
    }

    synchronized void sessionEnded() {
        if (++ended == sessions) {
            over.complete(null);
        }
    }

    void failed(Throwable cause) {
        over.completeExceptionally(cause);
    }

    void await() throws Exception {
        try {
            over.get(GIVE_UP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no end within " + GIVE_UP_SECONDS + " s, after " + messages + " results", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    synchronized Map<String, Object> summary() {
        Arrays.sort(delays, 0, delaysKnown);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("messages", messages);
        summary.put("before", messagesBefore);
        summary.put("seconds", (lastNanos - firstNanos) / 1e9);
        summary.put("connectMillis", connectedNanos == 0 ? 0 : (connectedNanos - startNanos) / 1e6);
        summary.put("firstMillis", (firstNanos - startNanos) / 1e6);
        summary.put("medianMillis", delaysKnown == 0 ? 0 : delays[delaysKnown / 2] / 1e6);
        summary.put("p95Millis", delaysKnown == 0 ? 0 : delays[delaysKnown * 95 / 100] / 1e6);
        summary.put("sessionKib", sessionKib);
        return summary;
    }
}
