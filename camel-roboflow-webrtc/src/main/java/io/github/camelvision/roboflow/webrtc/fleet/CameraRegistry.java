package io.github.camelvision.roboflow.webrtc.fleet;

import java.util.Collection;
import java.util.Map;

/** Where a fleet's cameras are listed. A bean of this type is named by the option {@code registry=#name}. */
public interface CameraRegistry {

    /** Hears which cameras there are. Any thread may call. */
    interface Listener {

        /**
         * All cameras, now: those that are not among them are removed.
         *
         * @param cameras at most one of a name
         * @param mistakes what is wrong with further entries, by their names; a camera that ran under such a name runs on
         */
        void cameras(Collection<FleetCamera> cameras, Map<String, String> mistakes);

        /** The registry cannot be read now: all cameras stay as they are. */
        void unreadable(String why);
    }

    /**
     * Begins to tell: all cameras at once if they are known, and again with each change.
     *
     * @throws Exception when there is no such registry: the route does not start
     */
    void start(Listener listener) throws Exception;

    /** Tells nothing any more. */
    void stop();
}
