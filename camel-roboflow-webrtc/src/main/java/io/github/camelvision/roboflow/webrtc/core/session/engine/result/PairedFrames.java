package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.correlate.FramePairing;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every delivery is a frame of the track together with its result; halves that stay alone are delivered alone.
 * See {@link FramePairing} for how they are tied, {@link IntactStart} for when that is known at once, and {@link HandledAhead} for when
 * a result is handled.
 */
final class PairedFrames implements Emitter {

    /** Which clock the returned track follows: told by the messages. */
    private enum Clock {
        /** No message came. */
        UNKNOWN,
        /** A received frame has the pts of the one that was sent. */
        PTS,
        /** A message tells the time of its frame; once one does, all do. */
        STREAM
    }

    private enum Life {
        OPEN, FINISHING, CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(PairedFrames.class);
    private static final Duration TICK = Duration.ofMillis(50);

    private final FramePairing<InferenceResult, Frame> pairing = new FramePairing<>(this::repeated);
    private final Consumer<Delivery> out;
    private final Loop loop;
    private final MemoryBudget.Account memory;
    private final SessionStats stats;
    private final Supplier<CompletableFuture<Map<String, Object>>> peerStats;
    private final HandledAhead ahead;
    private final IntactStart start;
    private Clock clock = Clock.UNKNOWN;
    private Life life = Life.OPEN;
    private Runnable whenDrained;
    private Loop.Timer timer;
    private long repeats;

    /**
     * @param handled told the frame ids of the results that are handled, in their order; on the loop
     * @param peerStats statistics of the peer connection, see {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer#stats()}
     * @param mayBeIntact whether every frame so far was given to this emitter
     */
    PairedFrames(Consumer<Delivery> out, LongConsumer handled, Loop loop, SessionStats stats,
            Supplier<CompletableFuture<Map<String, Object>>> peerStats, boolean mayBeIntact) {
        this.out = out;
        this.loop = loop;
        this.memory = loop.memory();
        this.stats = stats;
        this.peerStats = peerStats;
        this.ahead = new HandledAhead(handled, pairing::anchored);
        this.start = new IntactStart(mayBeIntact);
    }

    @Override
    public void announced(InferenceResult result) {
        FrameMetadata metadata = result.metadata();
        if (metadata == null) {
            return;
        }
        if (metadata.streamPts() != null) {
            clock = Clock.STREAM;
            start.never();
        } else if (clock == Clock.UNKNOWN) {
            clock = Clock.PTS;
        }
        deliver(now -> pairing.announced(metadata.frameId(), ticks(metadata), now));
        useIntactStart();
    }

    @Override
    public void result(InferenceResult result) {
        FrameMetadata metadata = result.metadata();
        ahead.came(result.frameId());
        memory.takeAnyway(result.size());
        deliver(now -> pairing.result(result, metadata == null ? Frame.NO_PTS : ticks(metadata), now));
    }

    private void repeated(Frame frame) {
        memory.give(frame.i420().length);
    }

    /** On the clock of the returned track. */
    private long ticks(FrameMetadata metadata) {
        if (clock == Clock.STREAM) {
            return metadata.streamPts() == null ? Frame.NO_PTS : metadata.streamPts();
        }
        return metadata.rtpTicks();
    }

    @Override
    public void frame(Frame frame, long rtpTimestamp) {
        if (start.frame(stats.mailboxDropped.sum() == 0)) {
            peerStats.get().whenComplete((values, failure) -> loop.offerControl(() -> intact(values, failure)));
        }
        memory.takeAnyway(frame.i420().length);
        deliver(now -> pairing.frame(frame.withPts(rtpTimestamp), rtpTimestamp, now));
    }

    private void intact(Map<String, Object> values, Throwable failure) {
        if (failure != null) {
            start.never();
            LOG.debug("No statistics: frames are paired once their times are irregular enough", failure);
            return;
        }
        start.statistics(values);
        LOG.debug("Received video starts {}: {}", start.state() == IntactStart.State.INTACT ? "with the server's first frame" : "later",
                values);
        useIntactStart();
    }

    private void useIntactStart() {
        if (start.use(clock != Clock.UNKNOWN)) {
            deliver(pairing::intactStart);
        }
    }

    private void deliver(Function<Long, List<FramePairing.Pair<InferenceResult, Frame>>> step) {
        boolean known = pairing.anchored();
        List<FramePairing.Pair<InferenceResult, Frame>> pairs = step.apply(loop.nanoTime());
        if (known != pairing.anchored()) {
            LOG.debug("Which frame belongs to which result is {} after {} pairs, {} results and {} frames alone",
                    known ? "unknown" : "known", pairing.pairs(), pairing.unpairedResults(), pairing.unpairedFrames());
        }
        pairs.forEach(this::deliver);
        stats.repeatedFrames.add(pairing.repeatedFrames() - repeats);
        repeats = pairing.repeatedFrames();
        if (life == Life.FINISHING && pairing.pending() == 0) {
            life = Life.OPEN;
            whenDrained.run();
        }
        scheduleExpiry();
    }

    private void deliver(FramePairing.Pair<InferenceResult, Frame> pair) {
        InferenceResult result = pair.result();
        Frame frame = pair.frame();
        // the delivery holds it from here
        memory.give((result == null ? 0L : result.size()) + (frame == null ? 0L : frame.i420().length));
        if (result == null) {
            stats.unpairedFrames.increment();
            out.accept(new Delivery(null, frame, null, () -> {}));
        } else {
            (frame == null ? stats.unpairedResults : stats.pairs).increment();
            Frame timed = frame == null ? null : frame.withPts(result.metadata().rtpTicks());
            out.accept(new Delivery(result, timed, null, () -> loop.offerControl(ahead::done)));
        }
    }

    private void scheduleExpiry() {
        if (pairing.pending() > 0 && timer == null && life != Life.CLOSED) {
            timer = loop.schedule(TICK, () -> {
                timer = null;
                deliver(pairing::expire);
            });
        }
    }

    @Override
    public void finish(Runnable drained) {
        if (life != Life.CLOSED) {
            life = Life.FINISHING;
        }
        whenDrained = drained;
        deliver(now -> List.of());
    }

    @Override
    public void close() {
        if (life == Life.CLOSED) {
            return;
        }
        life = Life.CLOSED;
        start.never();
        if (timer != null) {
            timer.cancel();
        }
        deliver(now -> pairing.drainAll());
    }
}
