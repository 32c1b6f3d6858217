package io.github.camelvision.roboflow.webrtc.core.capture;

import java.util.Map;

/**
 * What FFmpeg is to open.
 *
 * @param kind how it behaves
 * @param url URL, device, filter graph or path; may hold credentials
 * @param format FFmpeg's input format; null: FFmpeg finds out
 * @param options FFmpeg's options for it; one that FFmpeg does not know is an error
 * @param name what messages and logs call it: without credentials
 * @param setBy what the user named it with, for cures in messages: an option or a field of a request
 */
public record CaptureInput(Kind kind, String url, String format, Map<String, String> options, String name, String setBy) {

    /** How sources differ. */
    public enum Kind {
        /** A device of this machine: real time, tells its size and rate at once. */
        DEVICE,
        /** A device that computes its frames as fast as they are read. */
        GENERATOR,
        /** A stream from the network: real time, may be silent, may come back. */
        STREAM,
        /** A file that somebody else made: has an end, may be damaged, and may be an attack. */
        FILE
    }

    public boolean isDevice() {
        return kind == Kind.DEVICE || kind == Kind.GENERATOR;
    }

    public boolean isRtsp() {
        return kind == Kind.STREAM && url.regionMatches(true, 0, "rtsp", 0, "rtsp".length());
    }

    public CaptureInput at(String otherUrl) {
        return new CaptureInput(kind, otherUrl, format, options, name, setBy);
    }

    public CaptureInput of(String knownFormat) {
        return new CaptureInput(kind, url, knownFormat, options, name, setBy);
    }

    @Override
    public String toString() {
        return name;
    }
}
