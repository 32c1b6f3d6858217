package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Notices a server that is connected and owes results, or pictures, but sends none. Without a limit of the user it is patient with slow
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
    /** Results without a picture after which pictures are owed: encoders leave some out. */
    private static final int WITHOUT_PICTURE = 30;
    private static final int CHECKS = 10;
    private static final Duration CHECK_AT_MOST = Duration.ofSeconds(2);

    private final Duration configured;
    private final boolean live;
    private final Loop loop;
    private BooleanSupplier owed;
    private boolean picturesWanted;
    private Consumer<TransportException> stalled;
    private Loop.Timer timer;
    private long owedNanos;
    private long pictureNanos;
    /** Since the last picture; -1 before the first one of a connection. */
    private int withoutPicture;
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
     * @param pictures whether pictures come by track that the user gets
     * @param onStall told once, unless {@link #stop} comes before
     */
    public void start(BooleanSupplier whileOwed, boolean pictures, Consumer<TransportException> onStall) {
        stop();
        owed = whileOwed;
        picturesWanted = pictures;
        stalled = onStall;
        owedNanos = loop.nanoTime();
        withoutPicture = -1;
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
        if (withoutPicture >= 0) {
            withoutPicture++;
        }
    }

    /** A picture is no result: a server that has sent results owes one with every picture. */
    void picture() {
        if (!anyResult) {
            active();
        }
        withoutPicture = 0;
        pictureNanos = loop.nanoTime();
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
            boolean pictures = withoutPicture >= 0 && now - pictureNanos < limit.toNanos() / 2;
            stalled.accept(new TransportException((pictures ? "The server sends pictures but no result any more since "
                    : "The server is connected but sent nothing for ") + time(limit) + ", though a result is owed: see the server's log"));
        } else if (picturesWanted && withoutPicture >= WITHOUT_PICTURE && now - pictureNanos >= limit.toNanos()) {
            stalls++;
            stalled.accept(new TransportException("The server sends results but no picture any more since " + time(limit)
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
