package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.correlate.FramePairing;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.SessionStats;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every delivery is a picture of the track together with the result of that very frame; halves that stay alone are delivered alone.
 * A result is handled when its delivery is done; one is ahead of that, since its picture is still on its way through encoder, network and
 * jitter buffer when the result is here, and more until it is known which picture belongs to which result, which takes a dozen of them.
 * With more ahead, pictures come faster than encoder and decoder take them, and are lost. See {@link FramePairing}.
 */
final class PairedFrames implements Emitter {

    private static final Logger LOG = LoggerFactory.getLogger(PairedFrames.class);
    private static final Duration TICK = Duration.ofMillis(50);
    /** Results that are handled before their delivery is done. */
    private static final int AHEAD = 1;
    private static final int AHEAD_WHILE_SEEKING = 32;

    private final FramePairing<InferenceResult, Frame> pairing = new FramePairing<>();
    private final Consumer<Delivery> out;
    private final Consumer<InferenceResult> handled;
    private final Loop loop;
    private final SessionStats stats;
    private final Supplier<CompletableFuture<Map<String, Object>>> peerStats;
    private final Queue<InferenceResult> waiting = new ArrayDeque<>();
    private int open;
    private Loop.Timer timer;
    private Runnable whenDrained;
    private boolean firstFrame = true;
    private boolean mayBeIntact;
    private boolean intact;
    private boolean announcedAny;
    private boolean streamClock;
    private boolean closed;
    private boolean anchored;
    private long repeats;

    /**
     * @param handled told the results that are handled, in their order; on the loop
     * @param peerStats statistics of the peer connection, see {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer#stats()}
     * @param mayBeIntact whether every picture so far was given to this emitter
     */
    PairedFrames(Consumer<Delivery> out, Consumer<InferenceResult> handled, Loop loop, SessionStats stats,
            Supplier<CompletableFuture<Map<String, Object>>> peerStats, boolean mayBeIntact) {
        this.out = out;
        this.handled = handled;
        this.loop = loop;
        this.stats = stats;
        this.peerStats = peerStats;
        this.mayBeIntact = mayBeIntact;
    }

    @Override
    public void announced(InferenceResult result) {
        FrameMetadata metadata = result.metadata();
        if (metadata == null) {
            return;
        }
        streamClock |= metadata.streamPts() != null;
        announcedAny = true;
        deliver(pairing.announced(metadata.frameId(), ticks(metadata), loop.nanoTime()));
        useIntactStart();
    }

    @Override
    public void result(InferenceResult result) {
        FrameMetadata metadata = result.metadata();
        open++;
        waiting.add(result);
        handleAhead();
        deliver(pairing.result(result, metadata == null ? Frame.NO_PTS : ticks(metadata), loop.nanoTime()));
    }

    private void handleAhead() {
        int ahead = pairing.anchored() ? AHEAD : AHEAD_WHILE_SEEKING;
        while (!waiting.isEmpty() && open - waiting.size() < ahead) {
            handled.accept(waiting.poll());
        }
    }

    private void done() {
        loop.offerControl(() -> {
            open--;
            handleAhead();
        });
    }

    /** On the clock of the returned track. */
    private long ticks(FrameMetadata metadata) {
        if (streamClock) {
            return metadata.streamPts() == null ? Frame.NO_PTS : metadata.streamPts();
        }
        return metadata.rtpTicks();
    }

    @Override
    public void frame(Frame frame, long rtpTimestamp) {
        if (firstFrame) {
            firstFrame = false;
            askWhetherIntact();
        }
        deliver(pairing.frame(frame.withPts(rtpTimestamp), rtpTimestamp, loop.nanoTime()));
    }

    /** A decoder that never asked for a key frame has begun with the very first picture that the server sent. */
    private void askWhetherIntact() {
        if (mayBeIntact && stats.mailboxDropped.sum() == 0) {
            peerStats.get().whenComplete((values, failure) -> loop.offerControl(() -> {
                if (failure != null) {
                    LOG.debug("No statistics: pictures are paired once their times are irregular enough", failure);
                } else if (!closed) {
                    intact = count(values, "pliCount") == 0 && count(values, "framesDropped") == 0;
                    LOG.debug("Received video starts {}: {}", intact ? "with the server's first picture" : "later", values);
                    useIntactStart();
                }
            }));
        }
    }

    private static long count(Map<String, Object> values, String name) {
        return values.get("received." + name) instanceof Number number ? number.longValue() : -1;
    }

    /** Not for servers with their own clock on the track: their encoder may have skipped the first pictures. */
    private void useIntactStart() {
        if (intact && announcedAny && !streamClock && mayBeIntact) {
            mayBeIntact = false;
            deliver(pairing.intactStart(loop.nanoTime()));
        }
    }

    private void deliver(List<FramePairing.Pair<InferenceResult, Frame>> pairs) {
        if (anchored != pairing.anchored()) {
            anchored = !anchored;
            LOG.debug("Which picture belongs to which result is {} after {} pairs, {} results and {} pictures alone",
                    anchored ? "known" : "unknown", pairing.pairs(), pairing.unpairedResults(), pairing.unpairedFrames());
        }
        for (FramePairing.Pair<InferenceResult, Frame> pair : pairs) {
            InferenceResult result = pair.result();
            Frame frame = pair.frame();
            if (result == null) {
                stats.unpairedFrames.increment();
                out.accept(new Delivery(null, frame, null, () -> {}));
            } else {
                (frame == null ? stats.unpairedResults : stats.pairs).increment();
                Frame timed = frame == null ? null : frame.withPts(result.metadata().rtpTicks());
                out.accept(new Delivery(result, timed, null, this::done));
            }
        }
        stats.repeatedFrames.add(pairing.repeatedFrames() - repeats);
        repeats = pairing.repeatedFrames();
        if (pairing.pending() == 0 && whenDrained != null) {
            Runnable drained = whenDrained;
            whenDrained = null;
            drained.run();
        }
        if (pairing.pending() > 0 && timer == null && !closed) {
            timer = loop.schedule(TICK, () -> {
                timer = null;
                if (!closed) {
                    deliver(pairing.expire(loop.nanoTime()));
                }
            });
        }
    }

    @Override
    public void finish(Runnable drained) {
        whenDrained = drained;
        deliver(List.of());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        whenDrained = null;
        if (timer != null) {
            timer.cancel();
        }
        deliver(pairing.drainAll());
    }
}
