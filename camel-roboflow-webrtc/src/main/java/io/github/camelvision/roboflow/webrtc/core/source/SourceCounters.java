package io.github.camelvision.roboflow.webrtc.core.source;

/**
 * What a source that captures here did so far.
 *
 * @param captured frames read from the device or stream
 * @param sent frames handed to the encoder
 * @param dropped frames replaced by a newer one before they were sent, or captured while no server was connected
 * @param spared frames left out on purpose, so that fewer are sent
 * @param interruptions times the device or stream was lost
 */
public record SourceCounters(long captured, long sent, long dropped, long spared, long interruptions) {

    public static final SourceCounters NONE = new SourceCounters(0, 0, 0, 0, 0);
}
