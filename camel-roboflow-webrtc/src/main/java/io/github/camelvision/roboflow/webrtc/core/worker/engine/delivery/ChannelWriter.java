package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import io.github.camelvision.roboflow.webrtc.core.flow.SendGate;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.WorkerCounters;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Sends messages on one channel with back-pressure (docs/protocol.adoc#back-pressure): stops when the channel takes no more, goes on when a
 * quarter is left, gives up when nothing was taken for too long. Belongs to the session's loop.
 */
public final class ChannelWriter {

    /** Half of what the channel itself refuses above, so that the gate closes first. */
    static final long LIMIT = RtcChannel.HIGH_WATER / 2;
    private static final Duration POLL = Duration.ofMillis(5);

    private final Loop loop;
    private final WorkerCounters counters;
    private final Duration giveUpAfter;
    private final Runnable onResumed;
    private final Runnable onGaveUp;
    private final boolean binary;
    private final SendGate gate = new SendGate(LIMIT, LIMIT / 4);
    private final ArrayDeque<byte[]> pending = new ArrayDeque<>();
    private RtcChannel channel;
    private long pendingBytes;
    private long countedBytes;
    private long bufferedAtMost;
    private boolean stalled;
    private long stalledAtNanos;

    /**
     * @param binary false: messages are text, in UTF-8
     * @param onResumed everything that waited was taken by the channel
     * @param onGaveUp the channel took nothing for {@code giveUpAfter}
     */
    public ChannelWriter(Loop loop, WorkerCounters counters, boolean binary, Duration giveUpAfter, Runnable onResumed, Runnable onGaveUp) {
        this.loop = loop;
        this.counters = counters;
        this.binary = binary;
        this.giveUpAfter = giveUpAfter;
        this.onResumed = onResumed;
        this.onGaveUp = onGaveUp;
    }

    public void attach(RtcChannel target) {
        channel = target;
    }

    public boolean attached() {
        return channel != null;
    }

    public boolean isAttachedTo(RtcChannel other) {
        return channel == other;
    }

    public boolean isOpen() {
        return channel != null && channel.isOpen();
    }

    /** Payload bytes that fit one message next to a header. */
    int maxPayload(int wanted, int header) {
        return channel == null ? wanted : Math.max(1, Math.min(wanted, channel.maxMessageSize() - header));
    }

    /** Whether messages wait: nothing more should be produced then. */
    boolean blocked() {
        return !pending.isEmpty();
    }

    /** Queues messages, in order. Without an open channel they are dropped: nobody is there to read them. */
    void send(List<byte[]> messages) {
        if (isOpen()) {
            for (byte[] message : messages) {
                pending.add(message);
                pendingBytes += message.length;
            }
            if (!stalled) {
                flush();
            }
            count();
        }
    }

    /** What waits counts as the session's. It is there already, so it is not refused; the session's next outputs are. */
    private void count() {
        loop.memory().takeAnyway(pendingBytes - countedBytes);
        countedBytes = pendingBytes;
    }

    private void flush() {
        while (!pending.isEmpty()) {
            if (!isOpen()) {
                forget();
            } else if (gate.open(buffered()) && channel.trySend(pending.peek(), binary)) {
                int sent = pending.poll().length;
                pendingBytes -= sent;
                bufferedAtMost += sent;
                counters.bytesOut.add(sent);
                stalled = false;
            } else {
                awaitRoom();
                return;
            }
        }
    }

    /** Asking the channel costs a switch to a native thread, so only when it may matter. */
    private long buffered() {
        if (bufferedAtMost > LIMIT) {
            bufferedAtMost = channel.bufferedAmount();
        }
        return bufferedAtMost;
    }

    private void forget() {
        pending.clear();
        pendingBytes = 0;
        count();
        stalled = false;
    }

    private void awaitRoom() {
        if (!stalled) {
            stalled = true;
            stalledAtNanos = loop.nanoTime();
        }
        loop.schedule(POLL, this::poll);
    }

    private void poll() {
        if (!isOpen()) {
            forget();
            return;
        }
        bufferedAtMost = channel.bufferedAmount();
        if (loop.nanoTime() - stalledAtNanos > giveUpAfter.toNanos() && !gate.open(bufferedAtMost)) {
            forget();
            onGaveUp.run();
            return;
        }
        flush();
        count();
        if (pending.isEmpty()) {
            onResumed.run();
        }
    }

    /** Runs the task when everything is on the wire, or the channel is closed, or the time is over. */
    public void whenDrained(Duration timeout, Runnable task) {
        long deadline = loop.nanoTime() + timeout.toNanos();
        awaitDrained(deadline, task);
    }

    private void awaitDrained(long deadlineNanos, Runnable task) {
        if (!isOpen() || pending.isEmpty() && channel.bufferedAmount() == 0 || loop.nanoTime() - deadlineNanos >= 0) {
            task.run();
        } else {
            loop.schedule(POLL, () -> awaitDrained(deadlineNanos, task));
        }
    }
}
