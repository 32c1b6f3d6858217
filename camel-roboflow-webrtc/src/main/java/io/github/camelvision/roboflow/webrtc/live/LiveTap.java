package io.github.camelvision.roboflow.webrtc.live;

import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Where the pictures of one session come out for the live view. Holds the newest one, and only while somebody watches: a viewer's
 * request opens the tap for some seconds. Encodes each picture once for all viewers, so often that it stays cheap. Thread-safe.
 */
public final class LiveTap {

    /** How long a request keeps the tap open. */
    static final Duration LEASE = Duration.ofSeconds(5);
    static final int MAX_FPS = 10;
    private static final int JPEG_QUALITY = 75;
    /** At most a quarter of one core, however large the pictures are. */
    private static final int REST_FACTOR = 3;

    /** A picture, ready to send. */
    record Jpeg(long number, byte[] bytes) {}

    private record Numbered(long number, LivePicture picture) {}

    private final Duration lease;
    private volatile boolean watched;
    private long watchedUntil;
    private volatile Numbered newest;
    private long numbers;
    private volatile Frame sent;
    private final Jpeg[] encoded = new Jpeg[2];
    private long nextEncoding = System.nanoTime();

    public LiveTap() {
        this(LEASE);
    }

    LiveTap(Duration lease) {
        this.lease = lease;
    }

    /** Whether pictures are wanted: ask before making one. */
    public boolean watched() {
        return watched;
    }

    /** Replaces the picture that is shown; does nothing when nobody watches. Never blocks for long. */
    public void show(LivePicture picture) {
        if (!watched) {
            return;
        }
        synchronized (this) {
            if (watched) {
                newest = new Numbered(++numbers, picture);
            }
        }
    }

    /** Keeps the picture that was sent last, for results that do not tell theirs. Only while somebody watches. */
    public void sent(Frame frame) {
        if (!watched) {
            return;
        }
        synchronized (this) {
            if (watched) {
                sent = frame;
            }
        }
    }

    /** The picture that was sent last; null when there is none, or nobody watched then. */
    public Frame lastSent() {
        return sent;
    }

    /** Opens the tap for a while. */
    synchronized void watch() {
        watchedUntil = System.nanoTime() + lease.toNanos();
        if (!watched) {
            watched = true;
            releaseLater(lease.toNanos());
        }
    }

    private void releaseLater(long nanos) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::release);
    }

    private synchronized void release() {
        long left = watchedUntil - System.nanoTime();
        if (left > 0) {
            releaseLater(left);
            return;
        }
        watched = false;
        newest = null;
        sent = null;
        encoded[0] = null;
        encoded[1] = null;
    }

    /** The newest picture; null when there is none. */
    LivePicture newest() {
        Numbered current = newest;
        return current == null ? null : current.picture();
    }

    /** Whether it holds anything on to the heap. For tests. */
    synchronized boolean isEmpty() {
        return newest == null && sent == null && encoded[0] == null && encoded[1] == null;
    }

    /**
     * The newest picture as JPEG. Takes as long as encoding does.
     *
     * @param after the number of the one that the viewer has
     * @param boxes whether to draw the detections
     * @return null when there is no newer one, or not yet
     * @throws io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException when it cannot be decoded or encoded
     */
    Jpeg jpeg(long after, boolean boxes) {
        synchronized (encoded) {
            Numbered current = newest;
            if (current == null || current.picture().frame() == null) {
                return null;
            }
            int kind = boxes ? 1 : 0;
            Jpeg last = encoded[kind];
            long begin = System.nanoTime();
            if ((last == null || last.number() < current.number()) && begin - nextEncoding >= 0) {
                last = encode(current, boxes);
                long end = System.nanoTime();
                nextEncoding = Math.max(begin + TimeUnit.SECONDS.toNanos(1) / MAX_FPS, end + REST_FACTOR * (end - begin));
                keep(kind, last);
            }
            return last != null && last.number() > after ? last : null;
        }
    }

    private synchronized void keep(int kind, Jpeg jpeg) {
        if (watched) {
            encoded[kind] = jpeg;
        }
    }

    private static Jpeg encode(Numbered current, boolean boxes) {
        LivePicture picture = current.picture();
        Frame frame = picture.frame().get();
        if (frame == null) {
            return null;
        }
        if (boxes && picture.draw()) {
            frame = Annotator.annotate(frame, picture.detections().get());
        }
        return new Jpeg(current.number(), ImageCodec.encodeJpeg(frame, JPEG_QUALITY));
    }
}
