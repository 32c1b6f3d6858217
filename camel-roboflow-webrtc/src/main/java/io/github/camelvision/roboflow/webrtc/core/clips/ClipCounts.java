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
 * @param deleted clips that were deleted since they were too old or too much
 * @param waiting frames that wait to be encoded now
 * @param heldBytes memory that frames hold now which may still go into a clip
 */
public record ClipCounts(long written, long failed, long frames, long dropped, long unreadable, long cutShort, long deleted,
        int waiting, long heldBytes) {

    /** Of a session that makes no clips. */
    public static final ClipCounts NONE = new ClipCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Frames that are missing for good. */
    public long lost() {
        return dropped + unreadable;
    }
}
