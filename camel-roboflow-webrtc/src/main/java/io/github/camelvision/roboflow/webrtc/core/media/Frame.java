package io.github.camelvision.roboflow.webrtc.core.media;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * One image of a video, or a still, uncompressed in I420 and in plain memory of the Java heap. It may be kept, shared between threads
 * and multicast. The array is not copied; whoever makes a frame gives it away, and nobody writes into it afterwards.
 *
 * <p>On its way out it is a JPEG; among data, and wherever Jackson writes it, Roboflow's {@code {"type":"base64","value":…}}.
 */
@JsonSerialize(using = FrameSerializer.class)
public final class Frame implements FrameProperties {

    /** {@link #pts()} of a frame that has none. */
    public static final long NO_PTS = Long.MIN_VALUE;

    private final int width;
    private final int height;
    private final byte[] i420;
    private final long pts;

    private Frame(int width, int height, byte[] i420, long pts) {
        this.width = width;
        this.height = height;
        this.i420 = i420;
        this.pts = pts;
    }

    /**
     * @param i420 planes Y (width*height), U and V (each ceil(width/2)*ceil(height/2)), without padding, in this order
     * @param pts presentation time in 90 kHz ticks, or {@link #NO_PTS}
     * @throws IllegalArgumentException when the array's length does not fit the size
     */
    public static Frame ofI420(int width, int height, byte[] i420, long pts) {
        if (width <= 0 || height <= 0 || i420.length != sizeOf(width, height)) {
            throw new IllegalArgumentException("A " + width + "x" + height + " I420 frame has " + sizeOf(width, height)
                    + " bytes, not " + i420.length);
        }
        return new Frame(width, height, i420, pts);
    }

    /** Bytes of an I420 frame of this size. */
    public static int sizeOf(int width, int height) {
        return width * height + 2 * chromaSize(width, height);
    }

    private static int chromaSize(int width, int height) {
        return ((width + 1) / 2) * ((height + 1) / 2);
    }

    /** Pixels of a row of the plane Y. */
    public int width() {
        return width;
    }

    /** Rows of the plane Y. */
    public int height() {
        return height;
    }

    /** Planes Y, U, V without padding: see {@link #ofI420}. Shared, not copied: do not write into it. */
    public byte[] i420() {
        return i420;
    }

    /** Offset of the U plane in {@link #i420()}. */
    public int offsetU() {
        return width * height;
    }

    /** Offset of the V plane in {@link #i420()}. */
    public int offsetV() {
        return width * height + chromaSize(width, height);
    }

    /** Bytes per row of the U and V planes. */
    public int chromaWidth() {
        return (width + 1) / 2;
    }

    /** Rows of the U and V planes. */
    public int chromaHeight() {
        return (height + 1) / 2;
    }

    /** Presentation time in 90 kHz ticks, or {@link #NO_PTS}. */
    public long pts() {
        return pts;
    }

    /** The same frame (the same array) with another time. */
    public Frame withPts(long newPts) {
        return new Frame(width, height, i420, newPts);
    }

    @Override
    public String toString() {
        return "Frame[" + width + "x" + height + (pts == NO_PTS ? "" : ", pts=" + pts) + "]";
    }
}
