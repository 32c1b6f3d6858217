package io.github.camelvision.roboflow.webrtc.core.rtc;

/**
 * One reliable, ordered data channel. Methods are called by the owner's loop only, except {@link #setListener}, which belongs into
 * {@link RtcPeer.Listener#onRemoteChannel}.
 */
public interface RtcChannel {

    /** Called on a native thread: hand over and return. */
    interface Listener {

        void onOpen();

        /** The channel is closed, by either side. Called once at most. */
        void onClosed();

        /** @param data a copy that the listener owns; {@code binary} is false for text (UTF-8) */
        void onMessage(byte[] data, boolean binary);
    }

    String label();

    void setListener(Listener listener);

    boolean isOpen();

    /**
     * Sends one message if there is room.
     *
     * @return false when it was not taken: the channel is not open, or more than {@link #HIGH_WATER} bytes wait to be sent.
     *         The answer must be used; nothing was sent then
     * @throws IllegalArgumentException when the message is larger than {@link #maxMessageSize()}
     */
    boolean trySend(byte[] data, boolean binary);

    /** Bytes queued in the sender and not yet on the wire. */
    long bufferedAmount();

    /** Largest message the remote side takes, in bytes (RFC 8841; 65,536 when the SDP does not tell; never above 262,144). */
    int maxMessageSize();

    void close();

    /** Nothing more is taken above this many queued bytes: the native queue closes the channel when it overflows. */
    long HIGH_WATER = 1024 * 1024;

    /** After {@link #HIGH_WATER} was hit, wait until this few bytes are queued. */
    long LOW_WATER = HIGH_WATER / 4;
}
