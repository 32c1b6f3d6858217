package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Where a session's frames come from (docs/protocol.adoc#sources). A source outlives connections: each connection attaches it anew.
 */
public interface Source extends AutoCloseable {

    /**
     * Finds what is wrong with the options and can be seen at once, such as a file that is not there. Must not block.
     *
     * @throws io.github.camelvision.roboflow.webrtc.core.error.SourceException which names the option
     */
    default void check() {}

    /**
     * What takes its time and must be done before a connection is set up: opening a device, downloading a video. Asked before each
     * {@link #attach}, which follows on the session loop once it completed. Must not block. A failure, a RoboflowWebrtcException, is the
     * connection's.
     */
    default CompletableFuture<Void> prepare() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Adds this source's tracks, sections and channels to a peer connection that has no offer yet. On the session loop.
     *
     * @throws io.github.camelvision.roboflow.webrtc.core.error.SourceException when the source cannot be read
     */
    SourceRun attach(RtcPeer peer, SourceHost host);

    /** Live sources go on after an outage; others (files) would have to start again. */
    boolean live();

    /** What the server reads itself, in words without secrets: {@code the camera rtsp://cam/1}; null: this side sends the frames. */
    default String readByServer() {
        return null;
    }

    /** Whether the server should process in real time, dropping what it cannot keep up with, if the user does not say. */
    default boolean realtimeByDefault() {
        return live();
    }

    /** How long an answer may wait for those of frames that were sent before its own; zero: answers are not put in order. */
    default Duration orderWait() {
        return Duration.ZERO;
    }

    /** {@link SentFrame#number} of the first frame that may still be answered; the largest number when there is none. From any thread. */
    default long firstUnanswered() {
        return Long.MAX_VALUE;
    }

    /** What says when a connection is needed; null: always. From any thread. */
    default SessionGate gate() {
        return null;
    }

    /** What was captured here so far; nothing for sources that do not capture. From any thread. */
    default SourceCounters counters() {
        return SourceCounters.NONE;
    }

    /** Frames that were handed to this source and dropped before they were sent, because too many waited. From any thread. */
    default long dropped() {
        return 0;
    }

    /** Frames that were sent and that encoder, network or server skipped. From any thread. */
    default long skipped() {
        return 0;
    }

    /** Frees what outlives connections. Idempotent, from any thread. */
    @Override
    default void close() {}
}
