package io.github.camelvision.roboflow.webrtc.core.clips;

/**
 * What became of a session's clips, since its start.
 *
 * @param written clips that are complete
 * @param failed clips that could not be written to their end
 * @param frames that are in clips
 * @param dropped frames that came faster than they can be encoded, or for which no memory was left
 * @param unreadable frames that could not be decoded or encoded
 * @param cutShort clips that begin later than asked, since no memory was left for earlier frames
 * @param heldBytes memory that waiting frames hold now
 */
public record ClipCounts(long written, long failed, long frames, long dropped, long unreadable, long cutShort, long heldBytes) {}
