package io.github.camelvision.roboflow.webrtc.live;

import io.github.camelvision.roboflow.webrtc.core.draw.AnnotationStyle;
import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where the frames of one session come out for the live view. Holds the newest one, and only while somebody watches: a viewer's
 * request opens the tap for some seconds. Encodes each frame once for all viewers, so often that it stays cheap. Thread-safe.
 */
public final class LiveTap {

    /** How long a request keeps the tap open. */
    static final Duration LEASE = Duration.ofSeconds(5);
    static final int MAX_FPS = 10;
    private static final int JPEG_QUALITY = 75;
    /** At most a quarter of one core, however large the frames are. */
    private static final int REST_FACTOR = 3;
    /** Pixels of the longer side of a small frame. */
    private static final int SMALL_SIDE = 400;
    /** Letters would be unreadable there. */
    private static final AnnotationStyle OUTLINES = new AnnotationStyle(true, false, true, true);

    /** How a frame is shown. */
    enum Look {
        /** As it is. */
        PLAIN,
        /** With its detections drawn. */
        BOXES,
        /** With its detections drawn, small, and about once a second. */
        SMALL
    }

    /** A frame, ready to send. */
    record Jpeg(long number, byte[] bytes) {}

    private record Numbered(long number, LiveFrame seen) {}

    /** What drawing and encoding take, of the frame's own size. */
    private static final int BYTES_FACTOR = 5;

    private final Duration lease;
    private final MemoryBudget.Account memory;
    private long held;
    private volatile boolean watched;
    private long watchedUntil;
    private volatile Numbered newest;
    private long numbers;
    private volatile Frame sent;
    private final Jpeg[] encoded = new Jpeg[Look.values().length];
    private long nextEncoding = System.nanoTime();
    private long nextSmall = nextEncoding;

    public LiveTap() {
        this(LEASE, MemoryBudget.heap());
    }

    LiveTap(Duration lease, MemoryBudget budget) {
        this.lease = lease;
        this.memory = budget.account("The live view of a session");
    }

    /** Whether frames are wanted: ask before making one. */
    public boolean watched() {
        return watched;
    }

    /** Replaces the frame that is shown; does nothing when nobody watches. Never blocks for long. */
    public void show(LiveFrame seen) {
        if (!watched) {
            return;
        }
        synchronized (this) {
            if (watched && hold(seen.bytes() + bytes(sent))) {
                newest = new Numbered(++numbers, seen);
            }
        }
    }

    /** Keeps the frame that was sent last, for results that do not tell theirs. Only while somebody watches. */
    public void sent(Frame frame) {
        if (!watched) {
            return;
        }
        synchronized (this) {
            if (watched && hold((newest == null ? 0 : newest.seen().bytes()) + bytes(frame))) {
                sent = frame;
            }
        }
    }

    private static long bytes(Frame frame) {
        return frame == null ? 0 : frame.i420().length;
    }

    /** Whether there is memory for so many bytes in all; else what is held stays. */
    private boolean hold(long bytes) {
        long more = bytes - held;
        if (more > 0 && !memory.take(more)) {
            return false;
        }
        if (more < 0) {
            memory.give(-more);
        }
        held = bytes;
        return true;
    }

    /** The frame that was sent last; null when there is none, or nobody watched then. */
    public Frame lastSent() {
        return sent;
    }

    /** Opens the tap for a while. */
    synchronized void watch() {
        watchedUntil = System.nanoTime() + lease.toNanos();
        if (!watched) {
            releaseLater(lease);
            watched = true;
        }
    }

    private void releaseLater(Duration wait) {
        SteadyLoop.later("a live view", wait, this::release);
    }

    private synchronized void release() {
        long left = watchedUntil - System.nanoTime();
        if (left > 0) {
            releaseLater(Duration.ofNanos(left));
            return;
        }
        watched = false;
        newest = null;
        sent = null;
        hold(0);
        Arrays.fill(encoded, null);
    }

    /** The newest frame; null when there is none. */
    LiveFrame newest() {
        Numbered current = newest;
        return current == null ? null : current.seen();
    }

    /** Whether it holds anything on to the heap. For tests. */
    synchronized boolean isEmpty() {
        return newest == null && sent == null && Stream.of(encoded).allMatch(Objects::isNull);
    }

    /**
     * The newest frame as JPEG. Takes as long as encoding does.
     *
     * @param after the number of the one that the viewer has
     * @return null when there is no newer one, or not yet
     * @throws io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException when it cannot be decoded or encoded
     */
    Jpeg jpeg(long after, Look look) {
        synchronized (encoded) {
            Numbered current = newest;
            if (current == null || current.seen().frame() == null) {
                return null;
            }
            Jpeg last = encoded[look.ordinal()];
            if ((last == null || last.number() < current.number()) && mayEncode(look)) {
                last = encode(current, look);
                keep(look, last);
            }
            return last != null && last.number() > after ? last : null;
        }
    }

    private boolean mayEncode(Look look) {
        return System.nanoTime() - (look == Look.SMALL ? nextSmall : nextEncoding) >= 0;
    }

    private synchronized void keep(Look look, Jpeg jpeg) {
        if (watched) {
            encoded[look.ordinal()] = jpeg;
        }
    }

    private Jpeg encode(Numbered current, Look look) {
        long begin = System.nanoTime();
        LiveFrame seen = current.seen();
        Frame frame = seen.frame().get();
        if (frame == null) {
            return null;
        }
        long bytes = BYTES_FACTOR * frame.i420().length;
        if (!memory.take(bytes)) {
            throw new RoboflowWebrtcException("The frame is not shown: " + memory.refusal(bytes));
        }
        try {
            return encode(current.number(), seen, frame, look, begin);
        } finally {
            memory.give(bytes);
        }
    }

    private Jpeg encode(long number, LiveFrame seen, Frame whole, Look look, long begin) {
        Frame frame = whole;
        if (look == Look.SMALL) {
            frame = small(frame);
        }
        if (look != Look.PLAIN && seen.draw()) {
            frame = Annotator.annotate(frame, seen.detections().get(), look == Look.SMALL ? OUTLINES : AnnotationStyle.ALL);
        }
        Jpeg jpeg = new Jpeg(number, ImageCodec.encodeJpeg(frame, JPEG_QUALITY));
        long end = System.nanoTime();
        if (look == Look.SMALL) {
            nextSmall = begin + TimeUnit.SECONDS.toNanos(1);
        } else {
            nextEncoding = Math.max(begin + TimeUnit.SECONDS.toNanos(1) / MAX_FPS, end + REST_FACTOR * (end - begin));
        }
        return jpeg;
    }

    private static Frame small(Frame frame) {
        double scale = SMALL_SIDE / (double) Math.max(frame.width(), frame.height());
        if (scale >= 1) {
            return frame;
        }
        BufferedImage small = new BufferedImage((int) Math.max(1, Math.round(frame.width() * scale)),
                (int) Math.max(1, Math.round(frame.height() * scale)), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(ImageCodec.toBufferedImage(frame), 0, 0, small.getWidth(), small.getHeight(), null);
        graphics.dispose();
        return ImageCodec.fromBufferedImage(small);
    }
}
