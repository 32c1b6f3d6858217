package io.github.camelvision.roboflow.webrtc.live;

import java.util.List;

/** A component whose sessions the live view of its context shows. */
public interface LiveComponent {

    /** The sessions of this moment. From any thread. */
    List<LiveSession> liveSessions();
}
