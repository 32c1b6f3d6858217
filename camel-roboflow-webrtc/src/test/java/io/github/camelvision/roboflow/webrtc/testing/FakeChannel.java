package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A data channel in the test's hands: it opens, fills up, delivers and closes when the test says so, on the test's thread. */
public final class FakeChannel implements RtcChannel {

    /** One message this side sent. */
    public record Sent(byte[] data, boolean binary) {

        public String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    private final String label;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile Listener listener;
    private volatile boolean open;
    private volatile boolean room = true;
    private volatile long bufferedAmount;
    private volatile long bufferedPerMessage;
    private volatile int maxMessageSize = 65_536;
    private volatile int refused;
    private volatile Runnable onSend = () -> {};

    public FakeChannel(String label, Listener listener) {
        this.label = label;
        this.listener = listener;
    }

    /** The channel opens. */
    public void open() {
        open = true;
        listener.onOpen();
    }

    /** The other side closes. */
    public void closeByServer() {
        open = false;
        listener.onClosed();
    }

    public void deliver(byte[] data) {
        listener.onMessage(data, true);
    }

    public void deliverAll(List<byte[]> messages) {
        messages.forEach(this::deliver);
    }

    public void deliverText(byte[] data) {
        listener.onMessage(data, false);
    }

    /** Whether {@link #trySend} takes messages. */
    public void room(boolean value) {
        room = value;
    }

    /** Runs inside {@link #trySend}, before it takes a message. */
    public void onSend(Runnable task) {
        onSend = task;
    }

    /** What {@link #bufferedAmount} tells. */
    public void bufferedAmount(long value) {
        bufferedAmount = value;
    }

    /** How much each message adds to {@link #bufferedAmount}; 0: the wire is faster than the sender. */
    public void bufferedPerMessage(long value) {
        bufferedPerMessage = value;
    }

    public void maxMessageSize(int value) {
        maxMessageSize = value;
    }

    public List<Sent> sent() {
        return sent;
    }

    public List<String> sentTexts() {
        return sent.stream().map(Sent::text).toList();
    }

    /** Messages that were not taken. */
    public int refused() {
        return refused;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void setListener(Listener value) {
        listener = value;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean trySend(byte[] data, boolean binary) {
        if (data.length > maxMessageSize) {
            throw new IllegalArgumentException("A message of " + data.length + " bytes is larger than " + maxMessageSize);
        }
        if (!open || !room) {
            refused++;
            return false;
        }
        onSend.run();
        sent.add(new Sent(data, binary));
        bufferedAmount += bufferedPerMessage;
        return true;
    }

    @Override
    public long bufferedAmount() {
        return bufferedAmount;
    }

    @Override
    public int maxMessageSize() {
        return maxMessageSize;
    }

    @Override
    public void close() {
        open = false;
    }
}
