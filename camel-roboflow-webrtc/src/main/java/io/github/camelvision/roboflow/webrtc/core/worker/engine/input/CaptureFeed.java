package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.capture.Backoff;
import io.github.camelvision.roboflow.webrtc.core.capture.CaptureErrors;
import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a camera that the client named, and opens it again whenever it is lost, until the session ends. A camera that could not be
 * opened at the beginning is given up instead: its URL may be wrong, and the client must learn that.
 */
final class CaptureFeed extends FeedThread {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureFeed.class);

    private final FrameOpener camera;
    private final Backoff backoff;
    private long lastFrameNanos;
    private DecodedFrame last;
    private long ptsShift;

    /** @param backoff between the attempts to open it again */
    CaptureFeed(String sessionId, FrameOpener camera, Backoff backoff) {
        super(sessionId, "capture");
        this.camera = camera;
        this.backoff = backoff;
    }

    @Override
    void cleanUp() {
        last = null;
    }

    @Override
    String read(Sink sink) throws InterruptedException {
        String problem = capture(sink);
        if (last == null) {
            return problem;
        }
        boolean told = false;
        while (running()) {
            if (!told) {
                LOG.warn("{}: {}; opening it again", Thread.currentThread().getName(), problem);
                sink.lost(problem + "; the worker opens it again");
            }
            if (interruption().pause(backoff.next().toNanos())) {
                return null;
            }
            DecodedFrame before = last;
            problem = capture(sink);
            told = last == before;
            if (!told) {
                backoff.reset();
            }
        }
        return null;
    }

    /** Opens and reads until the camera is lost. @return why it was */
    private String capture(Sink sink) throws InterruptedException {
        try (FrameReader reader = camera.open(interruption())) {
            boolean first = true;
            Double fps = null;
            DecodedFrame frame = reader.read();
            while (frame != null && running()) {
                if (first || fps == null && reader.fps() != null) {
                    fps = reader.fps();
                    sink.opened(fps);
                }
                if (first) {
                    follow(frame);
                    first = false;
                }
                if (!offer(frame, sink)) {
                    return null;
                }
                frame = reader.read();
            }
            return CaptureErrors.ended(camera).getMessage();
        } catch (SourceException e) {
            LOG.debug("{}: {}", Thread.currentThread().getName(), e.getMessage());
            return e.getMessage();
        }
    }

    /** A camera that comes back counts from 0 again: its times go on behind the last one, later by as long as it was away. */
    private void follow(DecodedFrame first) {
        if (last != null && last.pts() != null && first.pts() != null) {
            long away = Math.round((System.nanoTime() - lastFrameNanos) / 1e9 / first.timeBase());
            long end = Math.round(last.pts() * last.timeBase() / first.timeBase());
            ptsShift = end + Math.max(1, away) - first.pts();
        }
    }

    private boolean offer(DecodedFrame frame, Sink sink) throws InterruptedException {
        last = frame.laterBy(ptsShift);
        lastFrameNanos = System.nanoTime();
        return sink.frame(last);
    }
}
