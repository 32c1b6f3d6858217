package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipCounts;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What is made of the frames of a session: clips, and what snapshots need. Opened with the session, closed with its last user. */
public final class SessionMedia implements AutoCloseable {

    private final String name;
    private volatile SessionClips clips;
    private volatile RecentFrames recentFrames;

    public SessionMedia(String name) {
        this.name = name;
    }

    /**
     * What is not open yet.
     *
     * @param endpoint whose options the session has
     * @param consumer null: there is none
     * @param realtime whether the server drops frames to keep up
     * @return who sees the session's frames
     */
    public synchronized List<FrameWatch> open(RoboflowWebrtcEndpoint endpoint, RoboflowWebrtcConsumer consumer, boolean realtime) {
        RoboflowWebrtcComponent component = endpoint.getComponent();
        RoboflowWebrtcConfiguration options = endpoint.getConfiguration();
        if (clips == null && options.getClipDirectory() != null) {
            clips = new SessionClips(name, options, realtime, component.memory(), component.clipThreads(), component.ticks(),
                    consumer == null ? ClipTelling.NOBODY : new ClipTelling(consumer));
        }
        if (recentFrames == null && options.getSnapshots() != null) {
            recentFrames = new RecentFrames(name, options, component.memory());
        }
        return Stream.<FrameWatch> of(clips, recentFrames).filter(Objects::nonNull).toList();
    }

    /** Null while no clips are made. Any thread. */
    public SessionClips clips() {
        return clips;
    }

    /** Any thread. */
    public ClipCounts clipCounts() {
        SessionClips making = clips;
        return making == null ? ClipCounts.NONE : making.counts();
    }

    /** Null while no snapshots are made. Any thread. */
    RecentFrames recentFrames() {
        return recentFrames;
    }

    /** A clip around now, when it is written. Any thread. @throws IllegalStateException when the session makes no clips */
    public CompletableFuture<Clip> clip() {
        SessionClips making = clips;
        if (making == null) {
            throw new IllegalStateException("The session " + name + " makes no clips: it is not open yet, or its options have no "
                    + "clipDirectory");
        }
        return making.wanted();
    }

    /** Finishes the clip that is open, and waits for its file. */
    @Override
    public synchronized void close() {
        if (clips != null) {
            clips.close();
            clips = null;
        }
        if (recentFrames != null) {
            recentFrames.close();
            recentFrames = null;
        }
    }
}
