package io.github.camelvision.roboflow.webrtc.file;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Iterator;

/** The results of a file as one JSON array, a result at a time while it is read. */
public final class FileResultsStream extends InputStream {

    private static final byte[] NOTHING = {};

    private final Iterator<InferenceResult> results;
    private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[] {'['});
    private boolean any;
    private boolean ended;

    public FileResultsStream(Iterator<InferenceResult> results) {
        this.results = results;
    }

    @Override
    public int read() {
        return prepare() ? piece.read() : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        return length == 0 ? 0 : prepare() ? piece.read(target, offset, length) : -1;
    }

    /** Whether there is another byte. */
    private boolean prepare() {
        while (piece.available() == 0 && !ended) {
            piece = new ByteArrayInputStream(nextPiece());
        }
        return piece.available() > 0;
    }

    private byte[] nextPiece() {
        if (!results.hasNext()) {
            ended = true;
            return new byte[] {']'};
        }
        byte[] json = results.next().json();
        byte[] joined = new byte[json.length + (any ? 1 : 0)];
        if (any) {
            joined[0] = ',';
        }
        System.arraycopy(json, 0, joined, any ? 1 : 0, json.length);
        any = true;
        return joined;
    }

    @Override
    public void close() {
        ended = true;
        piece = new ByteArrayInputStream(NOTHING);
    }
}
