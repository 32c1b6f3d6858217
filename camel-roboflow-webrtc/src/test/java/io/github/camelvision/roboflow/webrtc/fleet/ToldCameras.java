package io.github.camelvision.roboflow.webrtc.fleet;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What a registry told last. */
public final class ToldCameras implements CameraRegistry.Listener {

    private final Map<String, FleetCamera> cameras = new TreeMap<>();
    private Map<String, String> mistakes = Map.of();
    private String unreadable;
    private int failures;

    /** Fails as often when it is told of cameras. */
    public synchronized void fail(int times) {
        failures = times;
    }

    @Override
    public synchronized void cameras(Collection<FleetCamera> all, Map<String, String> wrong) {
        if (failures-- > 0) {
            throw new AssertionError("expected by the test");
        }
        cameras.clear();
        all.forEach(camera -> cameras.put(camera.name(), camera));
        mistakes = wrong;
        unreadable = null;
    }

    @Override
    public synchronized void unreadable(String why) {
        unreadable = why;
    }

    public synchronized FleetCamera camera(String name) {
        return cameras.get(name);
    }

    public synchronized Map<String, String> mistakes() {
        return mistakes;
    }

    /** Names of cameras, names of mistakes, why it cannot be read. */
    public synchronized String state() {
        return cameras.keySet() + " " + mistakes.keySet() + " " + unreadable;
    }
}
