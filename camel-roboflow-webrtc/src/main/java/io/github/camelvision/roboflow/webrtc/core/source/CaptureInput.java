package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.util.Map;

/**
 * What to open with FFmpeg.
 *
 * @param url URL, device or filter graph; may hold credentials
 * @param format FFmpeg's input format; null: FFmpeg finds out
 * @param options FFmpeg's options for it
 * @param kind how it behaves
 */
record CaptureInput(String url, String format, Map<String, String> options, Kind kind) {

    enum Kind {
        /** A device of this machine: real time, tells its size and rate at once. */
        DEVICE,
        /** A device that computes its pictures as fast as they are read. */
        GENERATOR,
        /** A stream from the network. */
        STREAM
    }

    boolean isStream() {
        return kind == Kind.STREAM;
    }

    /** For messages and logs: without credentials. */
    String shown() {
        return Redaction.url(url);
    }

    @Override
    public String toString() {
        return (format == null ? "" : format + " ") + shown();
    }
}
