package io.github.camelvision.roboflow.webrtc.testkit;

import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.function.UnaryOperator;

/** Reads a {@link Recording}, an item at a time. For one thread at a time. */
public final class RecordingReader implements AutoCloseable {

    /** Opens the lines from their beginning. */
    interface Opener {
        InputStream open() throws IOException;
    }

    private final String name;
    private final InputStream lines;
    private final Iterator<RecordedItem> made;
    private final UnaryOperator<RecordedItem> change;
    private int line;

    RecordingReader(String name, Iterator<RecordedItem> made, UnaryOperator<RecordedItem> change) {
        this.name = name;
        this.lines = InputStream.nullInputStream();
        this.made = made;
        this.change = change;
    }

    RecordingReader(String name, Opener opener, UnaryOperator<RecordedItem> change) {
        this.name = name;
        this.made = null;
        this.change = change;
        try {
            this.lines = new BufferedInputStream(opener.open());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The next item; null at the end.
     *
     * @throws RoboflowWebrtcException when the recording cannot be read, with the line in the message
     */
    public RecordedItem next() {
        if (made != null) {
            return made.hasNext() ? change.apply(made.next()) : null;
        }
        for (byte[] text = nextLine(); text != null; text = nextLine()) {
            RecordedItem item = text.length == 0 ? null : RecordingFormat.read(text, name + ", line " + line);
            if (item != null) {
                return change.apply(item);
            }
        }
        return null;
    }

    private byte[] nextLine() {
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            int each = lines.read();
            if (each < 0) {
                return null;
            }
            for (; each >= 0 && each != '\n'; each = lines.read()) {
                if (bytes.size() == RecordingFormat.MOST_BYTES) {
                    throw new IOException("line " + line + " is longer than " + RecordingFormat.MOST_BYTES + " bytes");
                }
                bytes.write(each);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private RoboflowWebrtcException unreadable(IOException cause) {
        return new RoboflowWebrtcException("The recording " + name + " cannot be read: " + FileTrouble.of(cause), cause);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
