package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.ServerProtocol;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;

/** Where a session's frames are found on this side. */
public enum FramesHere {
    /** The server returns them, each with its result where that is known. */
    returned,
    /** Producers sent them, and their results tell which. */
    answered,
    /** They are sent from here; which result belongs to which is not known exactly. */
    sent,
    /** Nowhere: the server reads the source, and returns no frames. */
    none;

    public static FramesHere of(RoboflowWebrtcConfiguration options) {
        if (options.effectiveEmit() != Emit.predictions) {
            return returned;
        }
        if (options.getSource().readByServer()) {
            return none;
        }
        return options.getSource() == SourceType.manual && options.getProtocol() == ServerProtocol.worker ? answered : sent;
    }

    /** What is missing of them is said by name. @throws IllegalArgumentException when there are none */
    static void require(RoboflowWebrtcConfiguration options, String option) {
        if (of(options) == none) {
            SourceType source = options.getSource();
            throw new IllegalArgumentException(option + " needs frames on this side: with source=" + source
                    + " the server reads them, so add emit=paired or emit=objects, which bring them back");
        }
    }
}
