package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a camera that the client named, and opens it again whenever it is lost, until the session ends. A camera that could not be
 * opened at the beginning is given up instead: its URL may be wrong, and the client must learn that.
 */
final class CaptureFeed extends FeedThread {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureFeed.class);

    private final String name;
    private final Supplier<VideoDecoder> decoders;
    private final Duration firstDelay;
    private final Duration maxDelay;
    private long lastFrameNanos;
    private DecodedFrame last;
    private long ptsShift;

    /**
     * @param name what messages call the camera; without its URL
     * @param decoders makes a decoder, not yet open, on the feed's thread
     * @param firstDelay before the first attempt to open it again; it doubles with each that fails, up to {@code maxDelay}
     */
    CaptureFeed(String threadName, String name, Supplier<VideoDecoder> decoders, Duration firstDelay, Duration maxDelay) {
        super(threadName);
        this.name = name;
        this.decoders = decoders;
        this.firstDelay = firstDelay;
        this.maxDelay = maxDelay;
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
        Duration delay = firstDelay;
        boolean told = false;
        while (running()) {
            if (!told) {
                LOG.warn("{}: {}; opening it again", Thread.currentThread().getName(), problem);
                sink.lost(problem + "; the worker opens it again");
            }
            if (!pause(delay.toNanos())) {
                return null;
            }
            DecodedFrame before = last;
            problem = capture(sink);
            told = last == before;
            delay = told ? longer(delay) : firstDelay;
        }
        return null;
    }

    private Duration longer(Duration delay) {
        Duration doubled = delay.multipliedBy(2);
        return doubled.compareTo(maxDelay) > 0 ? maxDelay : doubled;
    }

    /** Opens and reads until the camera is lost. @return why it was */
    private String capture(Sink sink) throws InterruptedException {
        try (VideoDecoder decoder = decoders.get()) {
            decoder.open();
            boolean first = true;
            DecodedFrame frame = decoder.next();
            while (frame != null && running()) {
                if (first) {
                    sink.opened(decoder.fps());
                    follow(frame);
                    first = false;
                }
                if (!offer(frame, sink)) {
                    return null;
                }
                frame = decoder.next();
            }
            return name + " ended";
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
