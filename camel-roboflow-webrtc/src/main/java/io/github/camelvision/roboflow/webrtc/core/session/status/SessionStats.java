package io.github.camelvision.roboflow.webrtc.core.session.status;

import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceCounters;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one session, over all its connections. Written by the session, read by anybody. */
public final class SessionStats {

    private static final double SMOOTHING = 0.1;

    public final LongAdder results = new LongAdder();
    public final LongAdder frames = new LongAdder();
    public final LongAdder framesSent = new LongAdder();
    public final LongAdder received = new LongAdder();
    public final LongAdder protocolErrors = new LongAdder();
    public final LongAdder mailboxDropped = new LongAdder();
    public final LongAdder reconnects = new LongAdder();
    public final LongAdder renewals = new LongAdder();
    public final LongAdder pairs = new LongAdder();
    public final LongAdder unpairedFrames = new LongAdder();
    public final LongAdder unpairedResults = new LongAdder();
    public final LongAdder repeatedFrames = new LongAdder();
    public final AtomicLong lastFrameId = new AtomicLong();
    public final LongAdder dropped = new LongAdder();
    public final FrameErrors frameErrors = new FrameErrors();
    public volatile UploadProgress upload;
    public volatile String candidatePair;
    /** See {@link #iceTrouble()}. */
    public volatile String iceTrouble;
    /** How long an offer waits for a TURN server that answered too late for one before; null: no longer than usual. On the loop. */
    public Duration relayPatience;
    private volatile double latencyMillis = Double.NaN;
    private final Source source;

    public SessionStats(Source source) {
        this.source = source;
    }

    /** Predictions delivered. */
    public long results() {
        return results.sum();
    }

    /** Frames that came by video track. */
    public long frames() {
        return frames.sum();
    }

    /** Frames handed to the encoder here. Repeats that tie results to frames do not count; a lost frame that is sent again does. */
    public long framesSent() {
        return framesSent.sum();
    }

    /**
     * Milliseconds from handing a frame to the encoder to its result, smoothed over about ten results. NaN while none is known: only
     * frames of a producer are tied to their results here, and clocks of server and client need not agree.
     */
    public double latencyMillis() {
        return latencyMillis;
    }

    /** On the loop. */
    public void answered(Duration latency) {
        double millis = latency.toNanos() / 1e6;
        double before = latencyMillis;
        latencyMillis = Double.isNaN(before) ? millis : before + SMOOTHING * (millis - before);
    }

    /** Results received, those of repeated frames included. */
    public long received() {
        return received.sum();
    }

    /** Messages that did not follow the protocol and were dropped. */
    public long protocolErrors() {
        return protocolErrors.sum();
    }

    /** Messages and frames dropped because this side could not keep up with reading them. */
    public long mailboxDropped() {
        return mailboxDropped.sum();
    }

    /** Connections after the first. */
    public long reconnects() {
        return reconnects.sum();
    }

    /** Connections that were replaced as planned, without an outage. */
    public long renewals() {
        return renewals.sum();
    }

    /** Frames delivered together with their result (emit=paired, frames by track). */
    public long pairs() {
        return pairs.sum();
    }

    /** Frames delivered alone, because their result was not found. */
    public long unpairedFrames() {
        return unpairedFrames.sum();
    }

    /** Results delivered alone, because their frame was lost. */
    public long unpairedResults() {
        return unpairedResults.sum();
    }

    /** Frames not delivered, because they repeat one that was. */
    public long repeatedFrames() {
        return repeatedFrames.sum();
    }

    /** Id of the newest frame that was answered, as the server counts. */
    public long lastFrameId() {
        return lastFrameId.get();
    }

    /**
     * The network path of the current connection, as chosen when it came up:
     * {@code host udp 10.0.0.5:5000 -> relay udp 192.0.2.1:3478}. Null when there is none.
     */
    public String candidatePair() {
        return candidatePair;
    }

    /** The STUN and TURN servers that did not serve when the current connection was made, and why; null: all did. */
    public String iceTrouble() {
        return iceTrouble == null ? null : iceTrouble.strip();
    }

    /** How far the upload of the file has come; null when nothing was uploaded. */
    public UploadProgress upload() {
        return upload;
    }

    /** Results and frames that were dropped because the user was slower than the session. */
    public long dropped() {
        return dropped.sum();
    }

    /** Times that the gate of the source opened. */
    public long gateOpened() {
        return source.gate() == null ? 0 : source.gate().opened();
    }

    /** What a camera or stream that is captured here did. */
    public SourceCounters capture() {
        return source.counters();
    }

    /** Frames to the server that were dropped before they were sent, because too many waited. */
    public long framesDropped() {
        return source.dropped();
    }

    /** Frames to the server that encoder, network or server skipped; a lossless source has sent them again. */
    public long framesSkipped() {
        return source.skipped();
    }
}
