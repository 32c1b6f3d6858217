package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.flow.FrameCorrelation;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manual frames over one connection: paces the pushes, repeats where the protocol needs it, and ties results to frames.
 *
 * <p>Two repeats are sent (protocol.md 7). The <i>primer</i>: the first frame goes out again at irregular gaps until results tell
 * which push the server counts as pts 0, and the encoder and the bandwidth estimate have started. The <i>flush</i>: a receiver
 * releases a frame only when the next one arrives, so the last frame of a burst is followed by itself until it is answered.
 * Results of repeats are recognised by their pts and not delivered.
 */
final class ManualRun implements SourceRun {

    private static final Logger LOG = LoggerFactory.getLogger(ManualRun.class);

    /** A Golomb ruler (0, 1, 4, 9, 15, 22, 32, 34) in steps of 20 ms: the time between two results names the two pushes. */
    private static final int[] PRIMER_GAPS_MS = {20, 60, 100, 120, 140, 200, 40};
    private static final int MIN_RANDOM_GAP_MS = 20;
    private static final int MAX_RANDOM_GAP_MS = 140;
    private static final int[] FLUSH_GAPS_MS = {0, 31, 47, 73, 109, 167, 251, 379};
    /** libwebrtc skips frames that come faster than it encodes: queued frames are caught up with no faster than this. */
    private static final int MIN_SPACING_MS = 12;
    private static final int MIN_FLUSH_DELAY_MS = 20;
    private static final int MAX_FLUSH_DELAY_MS = 100;
    private static final int MAX_HELD = 64;
    private static final int MAX_WITHOUT_PTS = 8;
    private static final int HISTORY = 512;
    /** Frames that may be on their way: what a slow server queues stays well within the history. */
    private static final int MAX_UNANSWERED = 256;

    private final ManualSource source;
    private final RtcVideoSender sender;
    private final SourceHost host;
    private final FrameCorrelation<SentFrame> correlation = new FrameCorrelation<>(HISTORY);
    private final Map<Long, InferenceResult> held = new HashMap<>();
    private final Set<SentFrame> unanswered = new LinkedHashSet<>();
    private boolean connected;
    private boolean closed;
    private boolean correlating;
    private SentFrame last;
    private int repeats;
    private int withoutPts;
    private long lastUserPushMs = Long.MIN_VALUE;
    private long lastPushMs = Long.MIN_VALUE;
    private double intervalMs = MAX_FLUSH_DELAY_MS;
    private int width;
    private int height;
    private SerialLoop.Timer repeatTimer;
    private SerialLoop.Timer paceTimer;

    ManualRun(ManualSource source, RtcVideoSender sender, SourceHost host) {
        this.source = source;
        this.sender = sender;
        this.host = host;
        this.correlating = source.answers();
    }

    @Override
    public Map<String, Object> requestParameters() {
        return Map.of("manual_mode", true);
    }

    /** A frame waits. From any thread. */
    void poke() {
        host.loop().offerControl(this::pump);
    }

    @Override
    public void connected() {
        connected = true;
        SentFrame known = source.lastSent();
        if (known == null) {
            beginSending();
        } else {
            // another run still sends: a copy of its last picture, whose results are nobody's, prepares this one
            last = new SentFrame(known.frame());
            push(last);
            scheduleRepeat();
        }
    }

    private void beginSending() {
        source.connected(this);
        pump();
    }

    /** The frame that was pushed last; null when none was. */
    SentFrame last() {
        return last;
    }

    private boolean priming() {
        return correlating && last != null && !correlation.anchored();
    }

    private void pump() {
        if (!connected || closed || priming() || paceTimer != null || unanswered.size() >= MAX_UNANSWERED || source.isEmpty(this)) {
            return;
        }
        long sinceLast = lastPushMs == Long.MIN_VALUE ? Long.MAX_VALUE : nowMs() - lastPushMs;
        if (sinceLast < MIN_SPACING_MS) {
            paceTimer = host.loop().schedule(Duration.ofMillis(MIN_SPACING_MS - sinceLast), () -> {
                paceTimer = null;
                pump();
            });
            return;
        }
        SentFrame next = source.poll(this);
        if (next != null) {
            pushNew(next);
            pump();
        }
    }

    private void pushNew(SentFrame next) {
        long now = nowMs();
        if (lastUserPushMs != Long.MIN_VALUE) {
            intervalMs = 0.8 * intervalMs + 0.2 * Math.min(now - lastUserPushMs, MAX_FLUSH_DELAY_MS);
        }
        lastUserPushMs = now;
        SentFrame previous = last;
        last = next;
        repeats = 0;
        if (previous != null && !previous.inFlight() && unanswered.remove(previous)) {
            source.lost(previous);
        }
        if (correlating) {
            unanswered.add(next);
        } else {
            next.answer().completeExceptionally(untied());
        }
        push(next);
        host.sent(next.frame());
        scheduleRepeat();
    }

    private void push(SentFrame frame) {
        sizeBitrate(frame.frame());
        frame.pushed();
        long captureMs = sender.push(frame.frame());
        lastPushMs = nowMs();
        if (correlating) {
            SentFrame evicted = correlation.sent(frame, captureMs);
            if (evicted != null) {
                skipped(evicted);
            }
        }
    }

    private void sizeBitrate(Frame frame) {
        if (frame.width() != width || frame.height() != height) {
            width = frame.width();
            height = frame.height();
            VideoBitrate bounds = source.bitrate().forSize(width, height, source.fps());
            sender.setBitrate(bounds.min(), bounds.max());
        }
    }

    private void scheduleRepeat() {
        if (repeatTimer != null) {
            repeatTimer.cancel();
        }
        int delay = priming() ? primerGapMs() : flushDelayMs() + FLUSH_GAPS_MS[Math.min(repeats, FLUSH_GAPS_MS.length - 1)];
        repeatTimer = host.loop().schedule(Duration.ofMillis(delay), this::repeat);
    }

    private int primerGapMs() {
        return repeats < PRIMER_GAPS_MS.length ? PRIMER_GAPS_MS[repeats]
                : ThreadLocalRandom.current().nextInt(MIN_RANDOM_GAP_MS, MAX_RANDOM_GAP_MS);
    }

    private int flushDelayMs() {
        return (int) Math.max(MIN_FLUSH_DELAY_MS, Math.min(MAX_FLUSH_DELAY_MS, 1.5 * intervalMs));
    }

    private void repeat() {
        repeatTimer = null;
        if (closed || !wantsRepeat()) {
            return;
        }
        repeats++;
        push(last);
        scheduleRepeat();
    }

    /** Without correlation nobody learns when the frame is answered: once, so that the receiver releases it. */
    private boolean wantsRepeat() {
        return priming() || (correlating ? unanswered.contains(last) : repeats == 0 && source.answers());
    }

    @Override
    public List<SourceResult> onResult(InferenceResult result) {
        Long pts = result.metadata() == null ? null : result.metadata().pts();
        if (!correlating) {
            return List.of(new SourceResult(result, null));
        }
        if (pts == null) {
            return withoutPts(result);
        }
        held.put(pts, result);
        List<SourceResult> ready = new ArrayList<>();
        boolean wasPriming = priming();
        for (FrameCorrelation.Match<SentFrame> match : correlation.result(pts)) {
            match.skipped().forEach(this::skipped);
            InferenceResult matched = held.remove(match.ptsTicks());
            if (matched != null && answered(match.tag(), matched)) {
                ready.add(new SourceResult(matched, match.tag()));
            }
        }
        if (correlation.anchored()) {
            // what the correlation could not tie to a push is nobody's repeat: deliver it, without a frame
            ready.addAll(strays());
        } else if (held.size() > MAX_HELD) {
            ready.addAll(giveUpCorrelating());
        }
        if (wasPriming && !priming()) {
            beginSending();
        } else if (!source.isEmpty(this)) {
            pump();
        }
        return ready;
    }

    /** A server that never tells pts would keep the primer running for ever. */
    private List<SourceResult> withoutPts(InferenceResult result) {
        List<SourceResult> ready = new ArrayList<>();
        if (priming() && ++withoutPts > MAX_WITHOUT_PTS) {
            ready.addAll(giveUpCorrelating());
            beginSending();
        }
        if (lastUserPushMs != Long.MIN_VALUE) {
            ready.add(new SourceResult(result, null));
        }
        return ready;
    }

    private boolean answered(SentFrame frame, InferenceResult result) {
        // not whether the future took it: its owner may have cancelled it, or let it time out
        boolean first = unanswered.remove(frame);
        frame.answer().complete(result);
        return first;
    }

    private void skipped(SentFrame frame) {
        frame.skippedOnce();
        // the last one is repeated until it is answered
        if (!frame.inFlight() && frame != last && unanswered.remove(frame)) {
            source.lost(frame);
        }
    }

    private List<SourceResult> giveUpCorrelating() {
        LOG.warn("The server's pts do not follow the frames' times: results are delivered without knowing their frame, and repeated "
                + "pictures cannot be told apart");
        correlating = false;
        unanswered.forEach(frame -> frame.answer().completeExceptionally(untied()));
        unanswered.clear();
        return strays();
    }

    private List<SourceResult> strays() {
        List<SourceResult> all = lastUserPushMs == Long.MIN_VALUE ? List.of()
                : held.values().stream().map(result -> new SourceResult(result, null)).toList();
        held.clear();
        return all;
    }

    private static SourceException untied() {
        return new SourceException("The server does not tell which frame its results belong to, so no frame can be answered", false);
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (repeatTimer != null) {
            repeatTimer.cancel();
        }
        if (paceTimer != null) {
            paceTimer.cancel();
        }
        source.interrupted(List.copyOf(unanswered));
        unanswered.clear();
        source.detach(this);
    }
}
