package io.github.camelvision.roboflow.webrtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** A loop whose time the test moves. Tasks run in {@link #run} and {@link #advance}, on the test's own thread. */
public final class VirtualLoop implements Loop {

    private static final long START = 1_000_000_000_000L;
    /** More at one time is an endless loop. */
    private static final int BUSY = 100_000;

    private record Due(long nanos, Runnable task) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Due> timers = new ArrayList<>();
    private long now = START;
    private MemoryBudget.Account memory = MemoryBudget.heap().account("a test");
    private boolean mediaFits = true;
    private int timersAtClose;
    private boolean closed;

    /** Runs what was offered. */
    public void run() {
        Runnable task = tasks.poll();
        for (int ran = 0; task != null; ran++) {
            assertThat(ran).as("tasks that offer the next one, without an end").isLessThan(BUSY);
            task.run();
            task = tasks.poll();
        }
    }

    /** Runs what was offered, and what comes due while so much time passes, each at its time. */
    public void advance(Duration duration) {
        run();
        long end = now + duration.toNanos();
        long since = now;
        int together = 0;
        while (runNext(end)) {
            together = now == since ? together + 1 : 0;
            since = now;
            assertThat(together).as("timers that come due at one time, without an end").isLessThan(BUSY);
        }
        now = Math.max(now, end);
    }

    /**
     * Time passes until the next timer comes due, but not more than so much.
     *
     * @return whether a timer ran
     */
    public boolean advanceToNext(Duration most) {
        run();
        long end = now + most.toNanos();
        boolean ran = runNext(end);
        if (!ran) {
            now = end;
        }
        return ran;
    }

    private boolean runNext(long end) {
        Due next = next();
        if (next == null || next.nanos() > end) {
            return false;
        }
        timers.remove(next);
        now = Math.max(now, next.nanos());
        next.task().run();
        run();
        return true;
    }

    /** As {@link #advance}. */
    public void seconds(double seconds) {
        advance(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** So many times: some seconds pass, then something happens. */
    public void every(double seconds, int times, Runnable event) {
        for (int i = 0; i < times; i++) {
            seconds(seconds);
            event.run();
        }
    }

    /** So much time passes in which the loop is held up: what comes due meanwhile runs late, with the next {@link #advance}. */
    public void holdUp(Duration duration) {
        now += duration.toNanos();
    }

    private Due next() {
        return timers.stream().min(Comparator.comparingLong(Due::nanos)).orElse(null);
    }

    /** Since the loop was made. */
    public Duration elapsed() {
        return Duration.ofNanos(now - START);
    }

    /** Timers that wait. */
    public int timers() {
        return timers.size();
    }

    /** Timers that its user had not cancelled when it closed the loop. */
    public int timersAtClose() {
        return timersAtClose;
    }

    /** What it holds is taken from there. */
    public void memory(MemoryBudget budget) {
        memory = budget.account("Session virtual");
    }

    /** Whether there is room for {@link #offerMedia}. */
    public void mediaFits(boolean value) {
        mediaFits = value;
    }

    @Override
    public boolean offerControl(Runnable task) {
        return !closed && tasks.add(task);
    }

    @Override
    public boolean offerMedia(int bytes, Runnable task) {
        return mediaFits && offerControl(task);
    }

    @Override
    public boolean offerInOrder(Runnable task) {
        return offerControl(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Due due = new Due(now + delay.toNanos(), task);
        timers.add(due);
        return () -> timers.removeIf(each -> each == due);
    }

    @Override
    public boolean onLoop() {
        return true;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void close() {
        timersAtClose += closed ? 0 : timers.size();
        closed = true;
        timers.clear();
    }

    @Override
    public MemoryBudget.Account memory() {
        return memory;
    }
}
