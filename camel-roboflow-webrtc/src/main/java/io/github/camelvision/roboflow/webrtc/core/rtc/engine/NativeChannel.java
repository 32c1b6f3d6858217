package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelState;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeCalls;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data channel of libwebrtc. Incoming: signalling thread, outgoing: the owner's loop. */
final class NativeChannel implements RtcChannel {

    private static final Logger LOG = LoggerFactory.getLogger(NativeChannel.class);

    private final RTCDataChannel channel;
    private final String label;
    private final NativeCalls calls;
    private final IntSupplier maxMessageSize;
    private final ChannelEvents events;
    private final AtomicBoolean openTold = new AtomicBoolean();
    private final AtomicBoolean closedTold = new AtomicBoolean();
    private volatile Listener listener;
    private volatile RTCDataChannelState state = RTCDataChannelState.CONNECTING;
    /** At most this many bytes are queued: what was queued when last asked, and all that was sent since. Guarded by calls. */
    private long queuedAtMost;

    NativeChannel(RTCDataChannel channel, NativeCalls calls, NativeFactory factory, IntSupplier maxMessageSize) {
        this.channel = channel;
        this.label = channel.getLabel();
        this.calls = calls;
        this.maxMessageSize = maxMessageSize;
        this.events = new ChannelEvents(this, factory);
    }

    /**
     * Starts delivery; messages that came earlier wait inside libwebrtc until then. The one more native call that is allowed inside
     * a callback (onDataChannel): later would be too late for the listener, and libwebrtc serves it without waiting for this thread.
     */
    void observe() {
        channel.registerObserver(events);
    }

    /** A channel that is made on a connection that is up opens at once, perhaps before it is observed. On the owner's loop. */
    void tellIfOpen() {
        if (channel.getState() == RTCDataChannelState.OPEN) {
            opened();
        }
    }

    private void opened() {
        state = RTCDataChannelState.OPEN;
        Listener target = listener;
        if (target != null && openTold.compareAndSet(false, true)) {
            target.onOpen();
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void setListener(Listener newListener) {
        listener = newListener;
    }

    @Override
    public boolean isOpen() {
        return state == RTCDataChannelState.OPEN;
    }

    @Override
    public boolean trySend(byte[] data, boolean binary) {
        if (data.length > maxMessageSize()) {
            throw new IllegalArgumentException("A message of " + data.length + " bytes is too large for data channel '" + label
                    + "': the remote side takes " + maxMessageSize());
        }
        return calls.callIfOpen("RtcChannel.trySend", () -> {
            if (!isOpen() || full()) {
                return false;
            }
            send(data, binary);
            queuedAtMost += data.length;
            return true;
        }, false);
    }

    private boolean full() {
        if (queuedAtMost > HIGH_WATER) {
            // Asking costs a switch to the network thread, so only when it may matter.
            queuedAtMost = channel.getBufferedAmount();
        }
        return queuedAtMost > HIGH_WATER;
    }

    private void send(byte[] data, boolean binary) {
        try {
            // A whole array: libwebrtc ignores position and limit.
            channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(data), binary));
        } catch (Exception e) {
            throw new TransportException("Sending on data channel '" + label + "' failed: " + e.getMessage(), e);
        }
    }

    @Override
    public long bufferedAmount() {
        return calls.callIfOpen("RtcChannel.bufferedAmount", () -> queuedAtMost = channel.getBufferedAmount(), 0L);
    }

    @Override
    public int maxMessageSize() {
        return maxMessageSize.getAsInt();
    }

    @Override
    public void close() {
        calls.callIfOpen("RtcChannel.close", () -> {
            channel.close();
            return null;
        }, null);
    }

    /** On the signalling thread. */
    void stateChanged() {
        // Made for callbacks: it answers the state being reported, without a switch of threads.
        state = channel.getState();
        Listener target = listener;
        if (target == null) {
            return;
        }
        if (state == RTCDataChannelState.OPEN) {
            opened();
        } else if (state == RTCDataChannelState.CLOSED && closedTold.compareAndSet(false, true)) {
            target.onClosed();
        }
    }

    /** On the signalling thread. */
    void received(byte[] data, boolean binary) {
        Listener target = listener;
        if (target == null) {
            LOG.warn("A message on data channel '{}' is lost: it has no listener", PeerText.line(label, 100));
        } else {
            target.onMessage(data, binary);
        }
    }

    /** First half of the peer's closing: no event reaches the listener afterwards. */
    void shut() {
        state = RTCDataChannelState.CLOSED;
        events.mute();
        listener = null;
        channel.unregisterObserver();
        channel.close();
    }

    /** Second half, when the connection is closed. */
    void dispose() {
        channel.dispose();
    }
}
