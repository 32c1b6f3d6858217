package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.core.session.ServerDialect;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.StreamManagerClient;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.util.List;
import java.util.Optional;

/** What the server's API makes of the options; the option {@code protocol} names it. The only place that asks for it. */
interface ServerSetup {

    static ServerSetup of(RoboflowWebrtcConfiguration options) {
        return switch (options.getProtocol()) {
            case worker -> new WorkerSetup(options);
            case streamManager -> new StreamManagerSetup(options);
        };
    }

    /** @throws IllegalArgumentException when an option asks for what the API cannot do; the message names the cure */
    void check(List<String> streamOutput, List<String> dataOutput);

    /**
     * The outputs to ask for as data.
     *
     * @param names as the option has them
     * @param wantsVideo whether frames are to come back
     */
    List<String> dataOutput(List<String> names, boolean wantsVideo);

    /** @param owner of the session's camera; null: none, or nobody is to be told */
    Signalling signalling(SignallingOptions server, CameraOwner owner);

    /** The API's management calls, if it has them. */
    Optional<StreamManagerClient> manager(SignallingOptions server);

    /** A source that producers fill. */
    Source manual(int queue, VideoBitrate bitrate, double fps);

    ServerDialect dialect();
}
