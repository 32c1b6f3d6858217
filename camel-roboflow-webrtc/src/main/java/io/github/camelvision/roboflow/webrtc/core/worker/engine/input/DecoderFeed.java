package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import java.util.concurrent.TimeUnit;

/** Reads a file from its beginning to its end, as fast as the sink takes frames or at the pace of their timestamps. */
final class DecoderFeed extends FeedThread {

    /** When timestamps jump further than this, the pace starts anew instead of waiting. */
    private static final long MAX_GAP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DEFAULT_FRAME_NANOS = TimeUnit.SECONDS.toNanos(1) / 30;

    private final FrameOpener file;
    private final boolean paced;
    private final Runnable cleanup;
    private long paceStartNanos;
    private double paceStartSeconds;
    private long nextDueNanos;

    /**
     * @param paced true: frames come at the file's own pace
     * @param cleanup runs once, when the feed has ended or was stopped
     */
    DecoderFeed(String sessionId, FrameOpener file, boolean paced, Runnable cleanup) {
        super(sessionId, "decode");
        this.file = file;
        this.paced = paced;
        this.cleanup = cleanup;
    }

    @Override
    void cleanUp() {
        cleanup.run();
    }

    @Override
    String read(Sink sink) throws InterruptedException {
        try (FrameReader reader = file.open(interruption())) {
            sink.opened(reader.fps());
            long frames = 0;
            DecodedFrame frame = reader.read();
            while (frame != null && running()) {
                if (paced && !awaitTurn(frame, reader.fps())) {
                    return null;
                }
                if (!sink.frame(frame)) {
                    return null;
                }
                frames++;
                frame = reader.read();
            }
            return frames == 0 && running() ? file + " has no frame that can be decoded" : null;
        }
    }

    /** @return false when stopped while waiting */
    private boolean awaitTurn(DecodedFrame frame, Double fps) {
        long now = System.nanoTime();
        if (paceStartNanos == 0) {
            restart(frame, now);
            return true;
        }
        long due = nextDueNanos + (fps == null ? DEFAULT_FRAME_NANOS : Math.round(1e9 / fps));
        if (frame.pts() != null) {
            due = paceStartNanos + Math.round((frame.pts() * frame.timeBase() - paceStartSeconds) * 1e9);
        }
        nextDueNanos = due;
        if (Math.abs(due - now) > MAX_GAP_NANOS) {
            restart(frame, now);
            return true;
        }
        return due <= now || !interruption().pause(due - now);
    }

    private void restart(DecodedFrame frame, long now) {
        paceStartNanos = now;
        paceStartSeconds = frame.pts() == null ? 0 : frame.pts() * frame.timeBase();
        nextDueNanos = now;
    }
}
