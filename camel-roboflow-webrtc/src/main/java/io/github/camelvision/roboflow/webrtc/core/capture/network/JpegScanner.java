package io.github.camelvision.roboflow.webrtc.core.capture.network;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Finds the JPEG pictures in a stream of bytes by their own markers. Whatever stands between them, headers of parts with any boundary and
 * type, or junk, is skipped: cameras get all of that wrong in some way.
 */
final class JpegScanner {

    private static final int FIRST_BYTES = 64 * 1024;
    private static final int LONGEST_BOUNDARY = 1024;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int END = -1;

    private final InputStream in;
    private final int mostBytes;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int length;
    private boolean ended;

    /** @param mostBytes of one picture */
    JpegScanner(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    /**
     * The next picture. One without an end is given one: the camera may have left it out, or cut the picture off.
     *
     * @return null when there are no more
     * @throws SourceException when a picture is larger than allowed
     */
    byte[] next() throws IOException {
        while (findStart()) {
            int end = endOfPicture();
            if (end > 0) {
                byte[] picture = Arrays.copyOf(buffer, end);
                discard(end);
                return picture;
            }
            int cut = -end;
            byte[] unfinished = cut > 2 && isPicture(cut) ? finished(cut) : null;
            discard(Math.max(cut, 2));
            if (unfinished != null) {
                return unfinished;
            }
        }
        return null;
    }

    /** Makes the buffer begin with the next picture. */
    private boolean findStart() throws IOException {
        int i = 0;
        while (at(i + 2) != END) {
            if (at(i) == 0xFF && at(i + 1) == SOI && at(i + 2) == 0xFF) {
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

    /** @return the position behind the picture; negative: that of what cuts it off, 0: it is no picture */
    private int endOfPicture() throws IOException {
        int i = 2;
        while (true) {
            int byteAt = at(i);
            if (byteAt != 0xFF) {
                return byteAt == END ? -length : 0;
            }
            while (at(i + 1) == 0xFF) {
                i++;
            }
            int marker = at(i + 1);
            if (marker == EOI) {
                return i + 2;
            }
            if (marker == SOI || marker == END) {
                return -i;
            }
            int size = at(i + 2) << 8 | at(i + 3);
            if (at(i + 3) == END) {
                return -length;
            }
            if (marker == 0 || size < 2) {
                return 0;
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

    private boolean isPicture(int end) {
        for (int i = 2; i + 1 < end; i++) {
            if ((buffer[i] & 0xFF) == 0xFF && (buffer[i + 1] & 0xFF) == SOS) {
                return true;
            }
        }
        return false;
    }

    /** Up to the boundary that follows, if there is one. */
    private byte[] finished(int cut) {
        int end = cut;
        for (int i = cut - 3; i > Math.max(2, cut - LONGEST_BOUNDARY); i--) {
            if (buffer[i] == '\n' && buffer[i + 1] == '-' && buffer[i + 2] == '-') {
                end = buffer[i - 1] == '\r' ? i - 1 : i;
            }
        }
        byte[] picture = Arrays.copyOf(buffer, end + 2);
        picture[end] = (byte) 0xFF;
        picture[end + 1] = (byte) EOI;
        return picture;
    }

    private int at(int index) throws IOException {
        while (index >= length) {
            if (ended) {
                return END;
            }
            if (length == buffer.length) {
                if (length >= mostBytes) {
                    throw new SourceException("a picture has more than " + mostBytes / (1024 * 1024) + " MiB", true);
                }
                buffer = Arrays.copyOf(buffer, Math.min(mostBytes, 2 * length));
            }
            int read = in.read(buffer, length, buffer.length - length);
            ended = read < 0;
            length += Math.max(0, read);
        }
        return buffer[index] & 0xFF;
    }

    private void discard(int bytes) {
        System.arraycopy(buffer, bytes, buffer, 0, length - bytes);
        length -= bytes;
    }
}
