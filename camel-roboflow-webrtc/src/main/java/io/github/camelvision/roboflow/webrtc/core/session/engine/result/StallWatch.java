package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Notices a server that is connected and owes results, or frames, but sends none. Without a limit of the user it is patient with slow
 * workflows: it learns how long this one takes, and waits twice as long after each stall that a new connection did not mend. On the loop.
 */
public final class StallWatch {

    /** Roboflow's cloud ends a session itself when nothing happens in it for so long. */
    private static final Duration USUAL = Duration.ofSeconds(60);
    /** Before the first result of a session the server may be loading a model. */
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    /** So many times the longest time that a result took. */
    private static final int SLOWER = 3;
    /** Results without a frame after which frames are owed: encoders leave some out. */
    private static final int WITHOUT_FRAME = 30;
    private static final int CHECKS = 10;
    private static final Duration CHECK_AT_MOST = Duration.ofSeconds(2);

    private final Duration configured;
    private final boolean live;
    private final Loop loop;
    private BooleanSupplier owed;
    private boolean framesWanted;
    private Consumer<TransportException> stalled;
    private Loop.Timer timer;
    private long owedNanos;
    private long frameNanos;
    /** Since the last frame; -1 before the first one of a connection. */
    private int withoutFrame;
    private long longestNanos;
    private boolean anyResult;
    private int stalls;

    /**
     * @param configured how long a server that owes something may be silent; zero: for ever; null: as is usual for live sources, and
     *         for ever for others
     */
    public StallWatch(Duration configured, boolean live, Loop loop) {
        this.configured = configured;
        this.live = live;
        this.loop = loop;
    }

    /**
     * Watches from now on.
     *
     * @param whileOwed whether the server has something to send
     * @param frames whether frames come by track that the user gets
     * @param onStall told once, unless {@link #stop} comes before
     */
    public void start(BooleanSupplier whileOwed, boolean frames, Consumer<TransportException> onStall) {
        stop();
        owed = whileOwed;
        framesWanted = frames;
        stalled = onStall;
        owedNanos = loop.nanoTime();
        withoutFrame = -1;
        schedule();
    }

    /** Something goes to the server, or there is nothing to wait for. */
    void active() {
        owedNanos = loop.nanoTime();
    }

    void result() {
        anyResult = true;
        stalls = 0;
        longestNanos = Math.max(longestNanos, loop.nanoTime() - owedNanos);
        active();
        if (withoutFrame >= 0) {
            withoutFrame++;
        }
    }

    /** A frame of the track is no result: a server that has sent results owes one with every frame. */
    void frame() {
        if (!anyResult) {
            active();
        }
        withoutFrame = 0;
        frameNanos = loop.nanoTime();
    }

    private Duration limit() {
        if (configured != null || !live) {
            return configured == null ? Duration.ZERO : configured;
        }
        return usual(anyResult, Duration.ofNanos(longestNanos), stalls);
    }

    /**
     * @param slowest how long a result took at most
     * @param inVain stalls since the last result
     */
    static Duration usual(boolean anyResult, Duration slowest, int inVain) {
        long learned = Math.max((anyResult ? USUAL : FIRST).toNanos(), slowest.toNanos() * SLOWER) << Math.min(inVain, 4);
        return Duration.ofNanos(Math.min(learned, LONGEST.toNanos()));
    }

    private void schedule() {
        Duration limit = limit();
        if (!limit.isZero()) {
            Duration part = limit.dividedBy(CHECKS).plusMillis(1);
            timer = loop.schedule(part.compareTo(CHECK_AT_MOST) < 0 ? part : CHECK_AT_MOST, this::check);
        }
    }

    private void check() {
        timer = null;
        Duration limit = limit();
        long now = loop.nanoTime();
        if (!owed.getAsBoolean()) {
            active();
        }
        if (now - owedNanos >= limit.toNanos()) {
            stalls++;
            boolean frames = withoutFrame >= 0 && now - frameNanos < limit.toNanos() / 2;
            stalled.accept(new TransportException((frames ? "The server sends frames but no result any more since "
                    : "The server is connected but sent nothing for ") + time(limit) + ", though a result is owed: see the server's log"));
        } else if (framesWanted && withoutFrame >= WITHOUT_FRAME && now - frameNanos >= limit.toNanos()) {
            stalls++;
            stalled.accept(new TransportException("The server sends results but no frame any more since " + time(limit)
                    + ": its video ended, see the server's log"));
        } else {
            schedule();
        }
    }

    private String time(Duration limit) {
        return configured == null ? limit.toSeconds() + " s (change it with stallTimeout)" : "stallTimeout=" + limit.toSeconds() + "s";
    }

    public void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
