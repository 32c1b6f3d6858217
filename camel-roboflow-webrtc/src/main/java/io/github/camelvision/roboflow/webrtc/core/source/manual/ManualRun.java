package io.github.camelvision.roboflow.webrtc.core.source.manual;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameCorrelation;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.OwedResults;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manual frames over one connection: paces the pushes, repeats where the protocol needs it, and ties results to frames.
 *
 * <p>Two repeats are sent (docs/protocol.adoc#repeats). The <i>primer</i>: the first frame goes out again at irregular gaps until results
 * tell which push the server counts as pts 0, and the encoder and the bandwidth estimate have started. The <i>flush</i>: a receiver
 * releases a frame only when the next one arrives, so the last frame of a burst is followed by itself until it is answered. Results of
 * repeats are recognised by their pts and not delivered.
 */
final class ManualRun implements SourceRun {

    private static final Logger LOG = LoggerFactory.getLogger(ManualRun.class);

    /** libwebrtc skips frames that come faster than it encodes: queued frames are caught up with no faster than this. */
    private static final int MIN_SPACING_MS = 12;
    private static final int MAX_HELD = 64;
    private static final int MAX_WITHOUT_PTS = 8;
    private static final int HISTORY = 512;
    /** Results that may wait for their user before no more frames are sent. */
    private static final int MAX_UNHANDLED = 256;

    private final ManualSource source;
    private final RtcVideoSender sender;
    private final SourceHost host;
    private final FrameCorrelation<SentFrame> correlation = new FrameCorrelation<>(HISTORY);
    private final Map<Long, InferenceResult> held = new HashMap<>();
    private final Set<SentFrame> unanswered = new LinkedHashSet<>();
    private final RepeatTimes times = new RepeatTimes();
    private final OwedResults owed = new OwedResults();
    private Resync resync = new Resync(false);
    private SendWindow window = new SendWindow(false);
    private boolean connected;
    private boolean closed;
    private boolean correlating;
    private SentFrame last;
    private int withoutPts;
    private int unhandled;
    private long lastUserPushMs = Long.MIN_VALUE;
    private long lastPushMs = Long.MIN_VALUE;
    private int width;
    private int height;
    private Loop.Timer repeatTimer;
    private Loop.Timer paceTimer;

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

    @Override
    public OutputRequest outputs(OutputRequest wanted) {
        // a server in real time leaves frames out by itself, which tells nothing about its decoder
        boolean losesNothing = source.lossless() && !wanted.realtime();
        resync = new Resync(losesNothing);
        window = new SendWindow(losesNothing);
        return wanted;
    }

    @Override
    public boolean selfPaced() {
        return true;
    }

    @Override
    public void unhandled(int results) {
        boolean full = unhandled >= MAX_UNHANDLED;
        unhandled = results;
        if (full && results < MAX_UNHANDLED) {
            pump();
        }
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
            // another run still sends: a copy of its last frame, whose results are nobody's, prepares this one
            last = new SentFrame(known.frame());
            resync.waitingFrom(nowMs());
            sizeBitrate(last.frame());
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
        if (!connected || closed || priming() || paceTimer != null || !window.hasRoom(unanswered.size(), frameBytes())
                || unhandled >= MAX_UNHANDLED || source.isEmpty(this)) {
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
        if (markerDue()) {
            push(resync.newMarker(last.frame(), nowMs()));
            pump();
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
        times.pushed(now, unanswered.isEmpty());
        if (unanswered.isEmpty()) {
            resync.waitingFrom(now);
        }
        lastUserPushMs = now;
        SentFrame previous = last;
        last = next;
        if (previous != null) {
            lostUnlessInFlight(previous);
        }
        owed.sent(host.loop().nanoTime());
        if (correlating) {
            unanswered.add(next);
        } else {
            next.answer().completeExceptionally(untied());
        }
        sizeBitrate(next.frame());
        push(next);
        host.sent(next.frame());
        scheduleRepeat();
    }

    private void push(SentFrame frame) {
        frame.pushed(nowMs());
        long captureMs = sender.push(frame.frame());
        lastPushMs = nowMs();
        if (correlating) {
            SentFrame evicted = correlation.sent(frame, captureMs);
            if (evicted != null) {
                skipped(evicted);
            }
        }
    }

    private int frameBytes() {
        return last == null ? 0 : last.frame().i420().length;
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
        scheduleRepeat(priming() ? times.untilPrimer() : times.untilFlush(nowMs()));
    }

    private void scheduleRepeat(int delayMs) {
        if (repeatTimer != null) {
            repeatTimer.cancel();
        }
        repeatTimer = host.loop().schedule(Duration.ofMillis(delayMs), this::repeat);
    }

    private void repeat() {
        repeatTimer = null;
        if (closed || !wantsRepeat()) {
            return;
        }
        boolean marker = markerDue();
        if (marker && !priming()) {
            push(resync.newMarker(last.frame(), nowMs()));
            scheduleRepeat(MIN_SPACING_MS);
            return;
        }
        times.repeated();
        // a marker in place of the primer: another push would spoil the ruler
        push(marker ? resync.newMarker(last.frame(), nowMs()) : last);
        scheduleRepeat();
    }

    private boolean markerDue() {
        return correlating && last != null && (priming() || !unanswered.isEmpty()) && resync.markerDue(nowMs(), times.usualMillis());
    }

    /** Without correlation nobody learns when the frame is answered: once, so that the receiver releases it. */
    private boolean wantsRepeat() {
        return priming() || (correlating ? unanswered.contains(last) : times.repeats() == 0 && source.answers());
    }

    @Override
    public List<SourceResult> onResult(InferenceResult result) {
        resync.heard(nowMs());
        times.heard();
        owed.answered();
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
            InferenceResult matched = held.remove(match.ptsTicks());
            if (matched != null && accepted(match, matched)) {
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
        if (deliversStrays()) {
            ready.add(new SourceResult(result, null));
        }
        return ready;
    }

    /** Whether this result is the first one of a frame that waits for it. */
    private boolean accepted(FrameCorrelation.Match<SentFrame> match, InferenceResult result) {
        SentFrame frame = match.tag();
        boolean believed = resync.believes(frame, !match.skipped().isEmpty(), result.metadata());
        match.skipped().forEach(this::skipped);
        if (!believed) {
            skipped(frame);
            if (unanswered.contains(last) && !priming()) {
                scheduleRepeat(MIN_SPACING_MS);
            }
            return false;
        }
        // not whether the future took it: its owner may have cancelled it, or let it time out
        boolean first = unanswered.remove(frame);
        if (first) {
            times.answered(frame.pushedMs(), nowMs());
            window.answered();
        }
        frame.answer().complete(result);
        return first;
    }

    private void skipped(SentFrame frame) {
        frame.skippedOnce();
        // the last one is repeated until it is answered
        if (frame != last) {
            lostUnlessInFlight(frame);
        }
    }

    private void lostUnlessInFlight(SentFrame frame) {
        if (!frame.inFlight() && unanswered.remove(frame)) {
            window.lost(frame.pushedMs(), nowMs());
            source.lost(frame);
        }
    }

    private List<SourceResult> giveUpCorrelating() {
        LOG.warn("The server's pts do not follow the frames' times: results are delivered without knowing their frame, and repeated "
                + "frames cannot be told apart");
        correlating = false;
        unanswered.forEach(frame -> frame.answer().completeExceptionally(untied()));
        unanswered.clear();
        return strays();
    }

    private List<SourceResult> strays() {
        List<SourceResult> all = !deliversStrays() ? List.of()
                : held.values().stream().map(result -> new SourceResult(result, null)).toList();
        held.clear();
        return all;
    }

    /** A lossless source sends the frame again, so its stray result would be the first of two. */
    private boolean deliversStrays() {
        return lastUserPushMs != Long.MIN_VALUE && !(correlating && source.lossless());
    }

    private static SourceException untied() {
        return new SourceException("The server does not tell which frame its results belong to, so no frame can be answered", false);
    }

    private long nowMs() {
        return host.loop().nanoTime() / 1_000_000;
    }

    @Override
    public boolean owed() {
        return correlating ? !unanswered.isEmpty() : owed.owed(host.loop().nanoTime());
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
