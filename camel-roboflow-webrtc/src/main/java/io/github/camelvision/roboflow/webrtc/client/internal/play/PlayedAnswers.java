package io.github.camelvision.roboflow.webrtc.client.internal.play;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.RecordedItem;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import java.util.List;
import java.util.Objects;

/** The results of a recording as answers to a session's producers, one after the other. Any thread may ask. */
public final class PlayedAnswers {

    private final Recording recording;
    private final List<InferenceResult> results;
    private final boolean repeat;
    private int next;

    /** @throws IllegalArgumentException when the playback has no recording for the session */
    public PlayedAnswers(Playback playback, String session) {
        recording = playback.recording(session);
        repeat = playback.repeatsAnswers();
        results = recording.items().stream().map(RecordedItem::result).filter(Objects::nonNull).toList();
    }

    public synchronized InferenceResult next() {
        if (next == results.size() && repeat) {
            next = 0;
        }
        if (next == results.size()) {
            throw new RoboflowWebrtcException("The recording " + recording.name() + " has no answer to frame " + (next + 1) + ": it has "
                    + results.size() + " results; add more, or take them again with repeatingAnswers()");
        }
        return results.get(next++);
    }

    public List<InferenceResult> all() {
        return results;
    }
}
