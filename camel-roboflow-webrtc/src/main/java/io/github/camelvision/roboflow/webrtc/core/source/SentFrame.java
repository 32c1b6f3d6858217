package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A frame given to a {@link ManualSource}, and the answer to it. */
public final class SentFrame {

    private final Frame frame;
    private final long number;
    private final CompletableFuture<InferenceResult> answer = new CompletableFuture<>();
    private final long takenNanos = System.nanoTime();
    private int pushesInFlight;
    private long firstPushNanos;
    private long pushedMs;

    public SentFrame(Frame frame) {
        this(frame, 0);
    }

    public SentFrame(Frame frame, long number) {
        this.frame = frame;
        this.number = number;
    }

    /** Place in the order in which the frames of a lossless source were sent, from 1; 0: of another source. */
    public long number() {
        return number;
    }

    /** System.nanoTime() when it was given to the source. */
    public long takenNanos() {
        return takenNanos;
    }

    public Frame frame() {
        return frame;
    }

    /**
     * Completes on the session loop with the result of this very frame. Fails with a SourceException when the frame was dropped
     * before it was sent, or skipped by encoder, network or server; with the session's failure when that ended first.
     */
    public CompletableFuture<InferenceResult> answer() {
        return answer;
    }

    /** The frame was handed to the encoder, for the first time or again. On the loop. */
    public void pushed(long nowMs) {
        if (pushesInFlight == 0) {
            pushedMs = nowMs;
        }
        pushesInFlight++;
        if (firstPushNanos == 0) {
            firstPushNanos = System.nanoTime();
        }
    }

    /** Time since the frame was first handed to the encoder; zero before. On the loop. */
    public Duration age() {
        return firstPushNanos == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - firstPushNanos);
    }

    /** When it was pushed; of a frame that was lost and sent again, when that was. On the loop. */
    public long pushedMs() {
        return pushedMs;
    }

    /** One push turned out to be skipped. On the loop. */
    public void skippedOnce() {
        pushesInFlight--;
    }

    /** Whether a push is left that may still be answered. On the loop. */
    public boolean inFlight() {
        return pushesInFlight > 0;
    }

    /** It will be pushed over another connection: what was pushed before does not count. On the loop. */
    public void startAgain() {
        pushesInFlight = 0;
    }
}
