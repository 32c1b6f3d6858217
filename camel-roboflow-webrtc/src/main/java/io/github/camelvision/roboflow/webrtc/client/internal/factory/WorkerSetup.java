package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.FrameDelivery;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.ServerDialect;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.StreamManagerClient;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@code protocol=worker} makes of the options. */
final class WorkerSetup implements ServerSetup {

    private final RoboflowWebrtcConfiguration options;

    WorkerSetup(RoboflowWebrtcConfiguration options) {
        this.options = options;
    }

    @Override
    public void check(List<String> streamOutput, List<String> dataOutput) {
        // it can do all that there are options for
    }

    /** Images of a file come as named data outputs, and the server takes * only alone (docs/protocol.adoc#outputs). */
    @Override
    public List<String> dataOutput(List<String> names, boolean wantsVideo) {
        boolean imagesInData = options.getSource() == SourceType.file && options.getFrameDelivery() == FrameDelivery.dataChannel
                && wantsVideo;
        if (!imagesInData || !names.contains("*")) {
            return names;
        }
        if (options.effectiveEmit() == Emit.frames) {
            return List.of();
        }
        if (options.getModelId() != null) {
            return List.of("predictions");
        }
        throw new IllegalArgumentException("dataOutput=* cannot be combined with images of a file on the data channel: name the outputs "
                + "in dataOutput, or use frameDelivery=track");
    }

    @Override
    public Signalling signalling(SignallingOptions server, CameraOwner owner) {
        return new WorkerHttpSignalling(server, owner);
    }

    @Override
    public Optional<StreamManagerClient> manager(SignallingOptions server) {
        return Optional.empty();
    }

    @Override
    public Source manual(int queue, VideoBitrate bitrate, double fps) {
        return options.isLossless() ? ManualSource.lossless(queue, bitrate, fps, Duration.ofMillis(options.getReplyTimeout()))
                : new ManualSource(queue, bitrate, fps);
    }

    @Override
    public ServerDialect dialect() {
        return ServerDialect.WORKER;
    }
}
