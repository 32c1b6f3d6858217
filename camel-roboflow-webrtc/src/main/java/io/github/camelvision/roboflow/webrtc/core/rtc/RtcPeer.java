package io.github.camelvision.roboflow.webrtc.core.rtc;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One peer connection. Made by {@link RtcRuntime#newPeer}.
 *
 * <p>Threads: every method is called by the owner's loop, one at a time, never from inside a {@link Listener} call. The futures
 * complete on native threads: hand over to the loop before doing anything.
 */
public interface RtcPeer extends AutoCloseable {

    /** State of the connection, as in the W3C's RTCPeerConnectionState. */
    enum ConnectionState {
        NEW, CONNECTING, CONNECTED, DISCONNECTED, FAILED, CLOSED
    }

    /** What the remote side offers for one video section of an offer, seen from here. */
    enum OfferedDirection {
        SENDS, RECEIVES, BOTH, NONE
    }

    /**
     * Called on native threads, which serve other peers too, and on one for each received track: copy, hand over, return. A call of
     * the peer, or of anything of it, from in here throws an IllegalStateException. What a listener throws is logged.
     */
    interface Listener {

        void onConnectionState(ConnectionState state);

        /** The remote side made this channel. Its {@link RtcChannel.Listener} must be set before this call returns. */
        void onRemoteChannel(RtcChannel channel);

        /**
         * Asked before a frame is copied to the heap.
         *
         * @return false: there is no memory for so many bytes, the frame is dropped
         */
        default boolean takesVideoFrame(int bytes) {
            return true;
        }

        /**
         * A frame of the remote video track was decoded. If the listener is slow, older frames are dropped.
         *
         * @param frame GC-owned copy, upright, without pts
         * @param rtpTimestamp unwrapped RTP timestamp in 90 kHz ticks, as the sender stamped it; {@link Frame#NO_PTS} in the rare
         *         case that libwebrtc does not tell it
         */
        void onVideoFrame(Frame frame, long rtpTimestamp);
    }

    /** Makes a reliable, ordered data channel: before {@link #createOffer}, or on a connection that has one already. */
    RtcChannel createChannel(String label, RtcChannel.Listener listener);

    /** Adds a video section that only receives. Before {@link #createOffer} only. */
    void receiveVideo();

    /** Adds a video section that sends and receives. Before {@link #createOffer} only. */
    RtcVideoSender sendAndReceiveVideo();

    /**
     * Makes the offer and gathers ICE candidates.
     *
     * @param gatherTimeout how long to wait for more once the first candidate is there; without any it waits on
     * @return the SDP with the candidates that are there then, none if there cannot be one; fails with a TransportException
     */
    CompletableFuture<String> createOffer(Duration gatherTimeout);

    /** Applies the remote side's answer; fails with a TransportException when the SDP does not fit. */
    CompletableFuture<Void> acceptAnswer(String sdp);

    /** Applies a remote offer. Afterwards {@link #offeredVideo()} tells what it holds; then call {@link #createAnswer}. */
    CompletableFuture<Void> acceptOffer(String sdp);

    /** The video sections of the accepted offer, in order. */
    List<OfferedDirection> offeredVideo();

    /** Sends video in the first offered section that can receive it; null when no section can. After {@link #acceptOffer} only. */
    RtcVideoSender answerWithVideo();

    /** Makes the answer as {@link #createOffer}, except that it does not wait for the first candidate for ever. */
    CompletableFuture<String> createAnswer(Duration gatherTimeout);

    /** How far gathering has come; also while it goes on after the offer or answer. From any thread. */
    IceReport gathering();

    /** Statistics as flat {@code name → number or text}: chosen candidate pair, bytes, RTT, frames encoded and dropped. */
    CompletableFuture<java.util.Map<String, Object>> stats();

    /** Idempotent. No listener is called after it returned. Collects the failures of its parts and logs them. */
    @Override
    void close();
}
