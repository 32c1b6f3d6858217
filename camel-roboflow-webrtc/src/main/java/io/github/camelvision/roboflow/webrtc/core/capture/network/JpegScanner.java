package io.github.camelvision.roboflow.webrtc.core.capture.network;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Finds the JPEG images in a stream of bytes by their own markers. Whatever stands between them, headers of parts with any boundary and
 * type, or junk, is skipped: cameras get all of that wrong in some way.
 */
final class JpegScanner {

    private static final int FIRST_BYTES = 64 * 1024;
    private static final int LONGEST_BOUNDARY = 1024;
    /** So many starts are tried among the bytes that an image which turned out to be none claimed. */
    private static final int MOST_TRIES = 8;
    /** Before a start. */
    private static final int LOOK_BACK = 2;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int END = -1;

    private final InputStream in;
    private final int mostBytes;
    private byte[] buffer = new byte[FIRST_BYTES];
    /** Where the bytes begin that are not done with; all positions count from there. */
    private int begin;
    private int end;
    private boolean ended;
    /** Up to here the bytes were claimed by an image that turned out to be none. */
    private int claimed;
    private int tries;

    private enum Kind {
        WHOLE, CUT_OFF, NONE
    }

    /** @param end the position behind the image, of what cuts it off, or of what shows that it is none */
    private record Extent(Kind kind, int end) {}

    /** @param mostBytes of one image */
    JpegScanner(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    /**
     * The next image. One without an end is given one: the camera may have left it out, or cut the image off.
     *
     * @return null when there are no more
     * @throws SourceException when an image is larger than allowed
     */
    byte[] next() throws IOException {
        while (findStart()) {
            Extent extent = extent();
            byte[] image = switch (extent.kind) {
                case WHOLE -> copy(extent.end, extent.end);
                case CUT_OFF -> isImage(extent.end) ? finished(extent.end) : null;
                case NONE -> null;
            };
            if (extent.kind == Kind.NONE) {
                claimed = Math.max(claimed, extent.end);
                tries++;
            }
            discard(extent.kind == Kind.NONE ? tries < MOST_TRIES ? 2 : claimed : Math.max(extent.end, 2));
            if (image != null) {
                return image;
            }
        }
        return null;
    }

    /** Makes the bytes begin with the next image. */
    private boolean findStart() throws IOException {
        int i = 0;
        while (at(i + 2) != END) {
            if (at(i) == 0xFF && at(i + 1) == SOI && at(i + 2) == 0xFF && (i >= claimed || beginsAnew(i))) {
                discard(i);
                return true;
            }
            i++;
            if (i == FIRST_BYTES / 2) {
                discard(i);
                i = 0;
            }
        }
        return false;
    }

    /** Whether headers or another image end before it. Otherwise it is the small image within the headers of a damaged one. */
    private boolean beginsAnew(int start) throws IOException {
        if (begin + start < LOOK_BACK) {
            return false;
        }
        int before = at(start - 1);
        return before == '\n' || before == EOI && at(start - 2) == 0xFF;
    }

    /** Of the image that begins here. */
    private Extent extent() throws IOException {
        int i = 2;
        while (true) {
            int byteAt = at(i);
            if (byteAt != 0xFF) {
                return byteAt == END ? new Extent(Kind.CUT_OFF, available()) : new Extent(Kind.NONE, i);
            }
            while (at(i + 1) == 0xFF) {
                i++;
            }
            int marker = at(i + 1);
            if (marker == EOI) {
                return new Extent(Kind.WHOLE, i + 2);
            }
            if (marker == SOI || marker == END) {
                return new Extent(Kind.CUT_OFF, i);
            }
            int size = at(i + 2) << 8 | at(i + 3);
            if (at(i + 3) == END) {
                return new Extent(Kind.CUT_OFF, available());
            }
            if (marker == 0 || size < 2) {
                return new Extent(Kind.NONE, i);
            }
            i += 2 + size;
            if (marker == SOS) {
                i = endOfScan(i);
            }
        }
    }

    /** The position of the next marker that is none of a scan's own. */
    private int endOfScan(int from) throws IOException {
        int i = from;
        while (true) {
            int byteAt = at(i);
            if (byteAt == END) {
                return i;
            }
            if (byteAt == 0xFF) {
                int next = at(i + 1);
                boolean own = next == 0 || next >= 0xD0 && next <= 0xD7;
                if (!own && next != 0xFF) {
                    return i;
                }
                i += own ? 2 : 1;
            } else {
                i++;
            }
        }
    }

    private boolean isImage(int cut) throws IOException {
        for (int i = 2; i + 1 < cut; i++) {
            if (at(i) == 0xFF && at(i + 1) == SOS) {
                return true;
            }
        }
        return false;
    }

    /** Up to the boundary that follows, if there is one. */
    private byte[] finished(int cut) throws IOException {
        int last = cut;
        for (int i = cut - 3; i > Math.max(2, cut - LONGEST_BOUNDARY); i--) {
            if (at(i) == '\n' && at(i + 1) == '-' && at(i + 2) == '-') {
                last = at(i - 1) == '\r' ? i - 1 : i;
            }
        }
        byte[] image = copy(last, last + 2);
        image[last] = (byte) 0xFF;
        image[last + 1] = (byte) EOI;
        return image;
    }

    private byte[] copy(int bytes, int size) {
        byte[] image = new byte[size];
        System.arraycopy(buffer, begin, image, 0, bytes);
        return image;
    }

    private int available() {
        return end - begin;
    }

    private int at(int index) throws IOException {
        if (index >= mostBytes) {
            throw new SourceException("an image has more than " + mostBytes / (1024 * 1024) + " MiB", true);
        }
        while (index >= available()) {
            if (ended) {
                return END;
            }
            if (end == buffer.length) {
                makeRoom();
            }
            int read = in.read(buffer, end, buffer.length - end);
            ended = read < 0;
            end += Math.max(0, read);
        }
        return buffer[begin + index] & 0xFF;
    }

    /** Moves what is left only where that frees half of the buffer: otherwise many small steps would each move all of it. */
    private void makeRoom() {
        byte[] target = begin >= buffer.length / 2 ? buffer : new byte[(int) Math.min(2L * mostBytes + LOOK_BACK, 2L * buffer.length)];
        int from = Math.max(0, begin - LOOK_BACK);
        System.arraycopy(buffer, from, target, 0, end - from);
        buffer = target;
        begin -= from;
        end -= from;
    }

    private void discard(int bytes) {
        begin += bytes;
        claimed = Math.max(0, claimed - bytes);
        if (claimed == 0) {
            tries = 0;
        }
    }
}
