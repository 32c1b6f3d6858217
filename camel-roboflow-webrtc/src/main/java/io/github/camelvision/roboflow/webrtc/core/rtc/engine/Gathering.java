package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceReport;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.RtcHelper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The candidates of one peer while they come in. Nothing tells which of the servers that have brought nothing will never answer: libwebrtc
 * waits 40 s for a STUN server, and for a TURN server over TCP as long as the system tries to connect. So nobody waits for the end, but
 * for the first candidate and a little while. Thread-safe; told by native threads.
 */
final class Gathering {

    private final List<String> asked;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final long sinceNanos = System.nanoTime();
    /** Guarded by this, as what follows. By {@link #key}. */
    private final Set<String> answered = new HashSet<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private Duration relayAfter;

    Gathering(IceConfig ice) {
        asked = ice.servers().stream().flatMap(server -> server.urls().stream()).map(String::trim).toList();
    }

    /**
     * @param sdp candidate attribute (RFC 8839)
     * @param serverUrl the server that told it; null for a host candidate
     */
    void candidate(String sdp, String serverUrl) {
        synchronized (this) {
            if (serverUrl != null) {
                answered.add(key(serverUrl));
            }
            if (relayAfter == null && sdp.contains(" typ relay")) {
                relayAfter = Duration.ofNanos(System.nanoTime() - sinceNanos);
            }
        }
        first.complete(null);
    }

    /** The server at this URL gave nothing, over one of the interfaces. */
    synchronized void error(String serverUrl, int code, String text) {
        if (serverUrl != null) {
            errors.put(key(serverUrl), code + (text == null || text.isBlank() ? "" : " " + text.strip()));
        }
    }

    void complete() {
        complete.complete(null);
    }

    void fail(RuntimeException failure) {
        first.completeExceptionally(failure);
        complete.completeExceptionally(failure);
    }

    /** Completes when all candidates are there, or this long after the first one. */
    CompletableFuture<Void> settled(Duration afterTheFirst) {
        Executor later = CompletableFuture.delayedExecutor(afterTheFirst.toMillis(), TimeUnit.MILLISECONDS, RtcHelper.THREAD);
        CompletableFuture<Void> settled = complete.copy();
        first.thenRunAsync(() -> settled.complete(null), later);
        return settled;
    }

    /** As {@link #settled}, but no later than this long from now, even without a candidate. */
    CompletableFuture<Void> settled(Duration afterTheFirst, Duration atMost) {
        return settled(afterTheFirst).completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes when all candidates are there, or this long from now. */
    CompletableFuture<Void> within(Duration atMost) {
        return complete.copy().completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized IceReport report() {
        List<String> silent = new ArrayList<>();
        Map<String, String> failed = new LinkedHashMap<>();
        for (String url : asked) {
            String key = key(url);
            if (answered.contains(key)) {
                continue;
            }
            if (errors.containsKey(key)) {
                failed.put(url, errors.get(key));
            } else if (!complete.isDone()) {
                silent.add(url);
            }
        }
        return new IceReport(complete.isDone(), silent, failed, relayAfter);
    }

    /** Host, port and transport: libwebrtc asks a TURN server for a reflexive candidate, too, and calls it stun: then. */
    static String key(String url) {
        String lower = url.trim().toLowerCase(Locale.ROOT);
        String scheme = lower.substring(0, Math.max(0, lower.indexOf(':')));
        boolean tls = scheme.endsWith("s");
        String rest = lower.substring(scheme.length()).replaceFirst("^:", "");
        String hostAndPort = rest.split("\\?", 2)[0];
        String transport = tls ? "tls" : rest.contains("transport=tcp") ? "tcp" : "udp";
        boolean hasPort = hostAndPort.substring(hostAndPort.indexOf(']') + 1).indexOf(':') >= 0;
        return (hasPort ? hostAndPort : hostAndPort + (tls ? ":5349" : ":3478")) + "/" + transport;
    }
}
