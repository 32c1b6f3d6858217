package io.github.camelvision.roboflow.webrtc.core.source.gate;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.motion.MotionDetector;
import io.github.camelvision.roboflow.webrtc.core.source.SessionGate;
import java.time.Duration;

/**
 * Opens when something moves in the frames of a capture, and closes when nothing has moved for a while. Thread-safe, but for
 * {@link #looksAt} and {@link #look}, which are the capture thread's.
 */
public final class MotionGate implements SessionGate {

    /** A person who walks moves by a few pixels of the small image in this time. */
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final long idleNanos;
    private final MotionDetector detector;
    private final GatedFrames frames;
    private boolean looked;
    private long lookedNanos;
    private Listener listener;
    private boolean open;
    private long lastMotionNanos;
    private long opened;
    private boolean away;

    /** @param name of the session */
    public MotionGate(String name, GateRules rules) {
        idleNanos = rules.idle().toNanos();
        detector = new MotionDetector(rules.motion());
        frames = new GatedFrames(rules.before(), rules.memory().account("Frames of session " + name + " that wait for its gate"));
    }

    /** The frames that go through this gate. */
    public GatedFrames frames() {
        return frames;
    }

    /** Whether a frame of this time is to be looked at: some of them are enough. */
    public boolean looksAt(long nowNanos) {
        boolean looks = !looked || nowNanos - lookedNanos >= LOOK_NANOS;
        if (looks) {
            looked = true;
            lookedNanos = nowNanos;
        }
        return looks;
    }

    /** Looks at a frame, before it is offered to {@link #frames}. */
    public void look(Frame frame, long nowNanos) {
        if (detector.see(frame, nowNanos)) {
            open(nowNanos);
        } else {
            needed(nowNanos);
        }
    }

    @Override
    public void open(long nowNanos) {
        Listener told = null;
        synchronized (this) {
            lastMotionNanos = nowNanos;
            if (!open) {
                open = true;
                opened++;
                frames.open();
                told = listener;
            }
        }
        if (told != null) {
            told.opens();
        }
    }

    @Override
    public synchronized boolean needed(long nowNanos) {
        if (open && nowNanos - lastMotionNanos >= idleNanos) {
            open = false;
            frames.close();
        }
        return open || frames.pending();
    }

    @Override
    public synchronized void listen(Listener next) {
        listener = next;
    }

    @Override
    public synchronized long opened() {
        return opened;
    }

    private synchronized Listener listener() {
        return listener;
    }

    /** The camera gives frames. */
    public void cameBack() {
        boolean back;
        synchronized (this) {
            back = away;
            away = false;
        }
        Listener told = listener();
        if (back && told != null) {
            told.cameraBack();
        }
    }

    /** The camera gives no frames; it is tried again. @param tell whether nobody else tells it */
    public void lost(SourceException cause, boolean tell) {
        synchronized (this) {
            away = true;
        }
        Listener told = listener();
        if (tell && told != null) {
            told.cameraLost(cause);
        }
    }

    /** The camera gives no frames any more. */
    public void ended(RoboflowWebrtcException cause) {
        Listener told = listener();
        if (told != null) {
            told.cameraEnded(cause);
        }
    }
}
