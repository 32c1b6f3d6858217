package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;

/** What of a file could not be read or decoded, and after which frame that began. Not thread-safe. */
final class Damage {

    private final CaptureInput input;
    private String beforeFirst;
    private long places;
    private long firstAfter;
    private String what;
    private String end;

    Damage(CaptureInput input) {
        this.input = input;
    }

    /**
     * The decoder refused a packet, or had to make up a part of a frame.
     *
     * @param framesBefore frames before it, as far as that is known: at most so many
     * @param regularCut whether it may be what a broadcast begins with: frames whose predecessors nobody recorded
     */
    void undecodable(long framesBefore, boolean regularCut, String problem) {
        if (framesBefore == 0 && regularCut) {
            beforeFirst = beforeFirst == null ? problem : beforeFirst;
            return;
        }
        places++;
        if (what == null) {
            what = problem;
            firstAfter = framesBefore;
        }
    }

    /** The file ends here, though it should not. */
    void cut(String problem) {
        end = problem;
    }

    static String words(int error) {
        return Ffmpeg.message(error);
    }

    /** @throws SourceException that tells of it, when there is something to tell */
    void throwIfAny(long frames) {
        if (frames == 0 && what == null) {
            what = beforeFirst;
            places = 1;
        }
        if (what == null && end == null) {
            return;
        }
        long after = what == null ? frames : Math.min(frames, firstAfter);
        String begin = input + " is damaged " + (after == 0 ? "before its first frame" : "after frame " + after) + ": ";
        String middle = what == null ? "" : places + (places == 1 ? " place" : " places") + " could not be decoded (" + what + ")";
        String last = end == null ? "" : (what == null ? "" : ", and ") + "its end is missing (" + end + ")";
        String decoded = "; " + frames + (frames == 1 ? " frame was" : " frames were") + " decoded";
        throw new SourceException(begin + middle + last + decoded, false);
    }
}
