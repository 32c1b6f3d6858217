package io.github.camelvision.roboflow.webrtc.core.capture.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.IOException;
import java.io.InputStream;

/** Coverage-guided fuzzing of what a camera sends over HTTP: parts, their headers and boundaries, and the images in them. */
public final class MjpegFuzz {

    /** As large as the scanner's first buffer, which a body that is sent several times fills. */
    private static final int MOST_BYTES = 64 * 1024;
    private static final int TIMES = 3;
    /** A scanner finishes an image that has no end. */
    private static final int END_MARKER = 2;

    public static final class Parts {
        public static void fuzzerTestOneInput(byte[] body) throws IOException {
            JpegScanner images = new JpegScanner(new Pieces(body), MOST_BYTES);
            try {
                long bytes = 0;
                byte[] jpeg;
                while ((jpeg = images.next()) != null) {
                    assertThat(jpeg.length).isBetween(4, MOST_BYTES + END_MARKER);
                    assertThat(jpeg).startsWith(0xFF, 0xD8, 0xFF);
                    assertThat(jpeg).endsWith(0xFF, 0xD9);
                    bytes += jpeg.length - END_MARKER;
                    assertThat(bytes).as("all images").isLessThanOrEqualTo((long) TIMES * body.length);
                }
            } catch (SourceException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private MjpegFuzz() {}

    /** As a network delivers: in pieces, which end within headers and markers. The body comes several times. */
    private static final class Pieces extends InputStream {

        private static final int LONGEST = 7;

        private final byte[] body;
        private int at;

        Pieces(byte[] body) {
            this.body = body;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("the scanner reads many bytes at once");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (at >= TIMES * body.length) {
                return -1;
            }
            int from = at % body.length;
            int size = Math.min(Math.min(length, LONGEST), body.length - from);
            System.arraycopy(body, from, buffer, offset, size);
            at += size;
            return size;
        }
    }
}
