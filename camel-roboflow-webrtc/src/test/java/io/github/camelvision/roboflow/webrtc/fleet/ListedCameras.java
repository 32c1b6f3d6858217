package io.github.camelvision.roboflow.webrtc.fleet;

import java.util.List;
import java.util.Map;

/** A registry whose cameras a test lists. */
public final class ListedCameras implements CameraRegistry {

    private List<FleetCamera> cameras;
    private Listener listener;

    public ListedCameras(List<FleetCamera> cameras) {
        this.cameras = cameras;
    }

    /** These are the cameras from now on. */
    public synchronized void list(List<FleetCamera> now) {
        cameras = now;
        if (listener != null) {
            listener.cameras(now, Map.of());
        }
    }

    public synchronized boolean isStarted() {
        return listener != null;
    }

    @Override
    public synchronized void start(Listener told) {
        listener = told;
        list(cameras);
    }

    @Override
    public synchronized void stop() {
        listener = null;
    }
}
