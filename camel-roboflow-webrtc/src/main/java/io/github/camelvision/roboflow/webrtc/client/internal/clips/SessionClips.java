package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.DataField;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipCounts;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipFrame;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipListener;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipReason;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipRecorder;
import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clips of one session name, over all of its sessions until everybody has left. Any thread may call; nothing blocks but the end. */
public final class SessionClips implements FrameWatch, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionClips.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final long TICK = 1_000;

    private final String name;
    private final FramesHere here;
    private final boolean realtime;
    private final boolean objects;
    private final ClipTriggers triggers;
    private final FrameTimes times;
    private final ClipRecorder recorder;
    private final AnsweredFrames answered;
    private final Future<?> ticks;
    private final Repeats failures = new Repeats();
    /** On the session loop: for frames that are sent, whose own result is not there yet. */
    private InferenceResult newest;
    /** Of the result whose events were told last. */
    private volatile Instant told;

    /** Hears of clips, on their thread. */
    public interface Hears {

        /** One is complete. @param drops of frames since the one before; null when there were none */
        void clip(Clip clip, Drops drops);

        /** Something failed, which was logged. */
        void failed(RoboflowWebrtcException cause);
    }

    /**
     * @param options that {@link ClipSetup#check} found right
     * @param realtime whether the server drops frames to keep up; else it waits until frames are kept
     * @param threads encode and write
     * @param clock calls each second, and nothing on it waits
     */
    public SessionClips(String name, RoboflowWebrtcConfiguration options, boolean realtime, MemoryBudget budget,
            Executor threads, ScheduledExecutorService clock, Hears hears) {
        this.name = name;
        this.realtime = realtime;
        this.here = FramesHere.of(options);
        this.objects = options.makesObjects();
        this.triggers = ClipTriggers.of(options.getClipOn());
        this.times = new FrameTimes(options.getSource() == SourceType.file);
        DataField drawn = new DataField(options.getDataField(), "session " + name);
        this.recorder = new ClipRecorder(name, ClipSetup.rules(options, budget), ClipSetup.files(options, name), budget, threads,
                result -> drawn.of(result).detections(), triggers::wants, new Teller(hears));
        this.answered = new AnsweredFrames(budget.account("Frames of session " + name + " that wait for clips in their order"));
        Runnable tick = SteadyLoop.repeated("the clips of session " + name, () -> recorder.tick(times.now()));
        this.ticks = times.passes() ? clock.scheduleAtFixedRate(tick, TICK, TICK, TimeUnit.MILLISECONDS) : null;
    }

    @Override
    public void sent(Frame frame) {
        if (here == FramesHere.sent) {
            recorder.offer(new ClipFrame(0, times.sent(times.now()), bytes(frame), () -> frame, newest, null));
        }
    }

    @Override
    public void result(InferenceResult result, Frame sent, Duration latency) {
        if (here == FramesHere.answered && sent != null) {
            Instant at = times.now().minus(latency == null ? Duration.ZERO : latency);
            if (!answered.came(new AnsweredFrames.Answered(result, sent, at))) {
                recorder.missed();
            }
        } else if (here == FramesHere.sent) {
            newest = result;
            times.remember(result, times.now());
        }
    }

    private void offer(List<AnsweredFrames.Answered> frames) {
        for (AnsweredFrames.Answered frame : frames) {
            InferenceResult result = frame.result();
            Instant at = times.sent(frame.at());
            times.remember(result, at);
            recorder.offer(new ClipFrame(result.frameId(), at, frame.bytes(), frame::frame, result, realtime ? null : () -> {}));
        }
    }

    @Override
    public void came(Delivery delivery) {
        if (here == FramesHere.answered && delivery.result() != null) {
            offer(answered.upTo(delivery.result()));
        }
        if (here != FramesHere.returned) {
            return;
        }
        InferenceResult result = delivery.result();
        Instant at = times.returned(delivery.sessionId(), result);
        if (result != null) {
            times.remember(result, at);
        }
        if (delivery.hasFrame()) {
            recorder.offer(new ClipFrame(result == null ? 0 : result.frameId(), at, delivery.bytes(), delivery::frame, result,
                    realtime ? null : delivery.keep()));
        }
    }

    private static long bytes(Frame frame) {
        return MemoryBudget.OVERHEAD + frame.i420().length;
    }

    /**
     * Events of objects.
     *
     * @param frameId of the result that told them; null: time has passed since the one before
     * @param seen what the events count as the time of that result; null: unknown
     */
    public void told(List<ObjectEvent> events, Long frameId, Instant seen) {
        Instant known = frameId == null ? told : times.of(frameId);
        Instant base = known != null ? known : times.passes() ? times.now() : times.last();
        told = base;
        for (ObjectEvent event : events) {
            if (triggers.wants(event)) {
                recorder.happened(seen == null ? base : base.plus(Duration.between(seen, event.time().at())), ClipReason.of(event));
            }
        }
    }

    /** Somebody wants a clip around now. @return completes with it on the clips' thread, when it is written */
    public CompletableFuture<Clip> wanted() {
        return recorder.wanted(times.passes() ? times.now() : times.last(), ClipReason.of(ClipReason.COMMAND));
    }

    /** Where events are made, what the last results tell is still to come. */
    @Override
    public void over() {
        offer(answered.rest());
        if (!objects) {
            recorder.over();
        }
    }

    /** The last results of a session have told all they tell. */
    public void allTold() {
        recorder.over();
    }

    public ClipCounts counts() {
        return recorder.counts();
    }

    /** Logs, and counts what is missing from clip to clip. On the clips' thread. */
    private final class Teller implements ClipListener {

        private final Hears hears;
        private long lost;

        private Teller(Hears hears) {
            this.hears = hears;
        }

        @Override
        public void written(Clip clip) {
            LOG.info("Session {}: clip {} of {} frames, {} s, for {}", name, clip.video(), clip.frames(),
                    Duration.between(clip.from(), clip.to()).toMillis() / 1000.0, clip.reasons().get(0));
            long total = recorder.counts().lost();
            Drops drops = total == lost ? null : new Drops(Drops.Kind.clips, total - lost, total);
            lost = total;
            hears.clip(clip, drops);
        }

        @Override
        public void failed(RoboflowWebrtcException cause) {
            long before = failures.told(System.nanoTime());
            if (before >= 0) {
                LOG.warn("Session {}: {}{}", name, cause.getMessage(),
                        before == 0 ? "" : " (and " + before + " more since the last that was told)");
                LOG.debug("Session {}: the cause", name, cause);
                hears.failed(cause);
            }
        }
    }

    /** Finishes the clip that is open, and waits for its file. */
    @Override
    public void close() {
        if (ticks != null) {
            ticks.cancel(false);
        }
        answered.close();
        recorder.close();
        try {
            if (!recorder.awaitEnd(CLOSE_TIMEOUT)) {
                LOG.warn("Session {}: the last clip was not finished within {} s; what is written plays", name,
                        CLOSE_TIMEOUT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
