package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A feed that decodes with FFmpeg on its own thread, as fast as the sink takes frames or at the pace of their timestamps. */
final class DecoderFeed implements FrameFeed {

    private static final Logger LOG = LoggerFactory.getLogger(DecoderFeed.class);
    /** When timestamps jump further than this, the pace starts anew instead of waiting. */
    private static final long MAX_GAP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DEFAULT_FRAME_NANOS = TimeUnit.SECONDS.toNanos(1) / 30;

    private final String threadName;
    private final Supplier<VideoDecoder> decoders;
    private final boolean paced;
    private final Runnable cleanup;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Thread thread;
    private long paceStartNanos;
    private double paceStartSeconds;
    private long nextDueNanos;

    /**
     * @param decoders makes the decoder, not yet open, on the feed's thread
     * @param paced true: frames come at the file's own pace
     * @param cleanup runs once, when the feed has ended or was stopped
     */
    DecoderFeed(String threadName, Supplier<VideoDecoder> decoders, boolean paced, Runnable cleanup) {
        this.threadName = threadName;
        this.decoders = decoders;
        this.paced = paced;
        this.cleanup = cleanup;
    }

    @Override
    public void start(Sink sink) {
        if (started.compareAndSet(false, true)) {
            thread = new Thread(() -> run(sink), threadName);
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        if (started.compareAndSet(false, true)) {
            cleanup.run();
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run(Sink sink) {
        String problem = null;
        try (VideoDecoder decoder = decoders.get()) {
            problem = decode(decoder, sink);
        } catch (RoboflowWebrtcException e) {
            problem = e.getMessage();
        } catch (InterruptedException e) {
            // stop() interrupts: the thread ends here, nobody is left to tell
            LOG.debug("{} was stopped", threadName);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} failed", threadName, e);
            problem = "The video cannot be decoded: " + OutputSelector.text(e);
        } finally {
            cleanup.run();
        }
        if (stopped.getCount() > 0) {
            sink.ended(problem);
        }
    }

    private String decode(VideoDecoder decoder, Sink sink) throws InterruptedException {
        decoder.open();
        sink.opened(decoder.fps());
        long frames = 0;
        DecodedFrame frame = decoder.next();
        while (frame != null && stopped.getCount() > 0) {
            if (paced && !awaitTurn(frame, decoder.fps())) {
                return null;
            }
            if (!sink.frame(frame)) {
                return null;
            }
            frames++;
            frame = decoder.next();
        }
        return frames == 0 && stopped.getCount() > 0 ? "The video has no frame that can be decoded" : null;
    }

    /** @return false when stopped while waiting */
    private boolean awaitTurn(DecodedFrame frame, Double fps) throws InterruptedException {
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
        return due <= now || !stopped.await(due - now, TimeUnit.NANOSECONDS);
    }

    private void restart(DecodedFrame frame, long now) {
        paceStartNanos = now;
        paceStartSeconds = frame.pts() == null ? 0 : frame.pts() * frame.timeBase();
        nextDueNanos = now;
    }
}
