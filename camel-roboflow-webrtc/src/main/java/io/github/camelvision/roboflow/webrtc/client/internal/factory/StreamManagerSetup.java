package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.ServerDialect;
import io.github.camelvision.roboflow.webrtc.core.signalling.ApiKeyTransport;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.StreamManagerClient;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.StreamManagerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.StreamManagerOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.StreamManagerTcpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.util.List;
import java.util.Optional;

/**
 * What {@code protocol=streamManager} makes of the options (docs/protocol.adoc#stream-manager). The older API has no acknowledgements, no
 * uploads, no capture on the server over WebRTC, and its results do not tell their frame: what needs one of these is refused by name.
 */
final class StreamManagerSetup implements ServerSetup {

    private static final String TCP = "tcp:";

    private final RoboflowWebrtcConfiguration options;

    StreamManagerSetup(RoboflowWebrtcConfiguration options) {
        this.options = options;
    }

    @Override
    public void check(List<String> streamOutput, List<String> dataOutput) {
        switch (options.getSource()) {
            case rtsp, mjpeg -> throw refused("source=" + options.getSource(), "its server reads no cameras for a session",
                    "use source=stream, which reads the camera here");
            case file -> throw refused("source=file", "it takes no uploads", "send the file's frames with source=manual");
            default -> {
                // manual, webcam and stream send a track
            }
        }
        refuseIf(options.isLossless(), "lossless=true", "it does not tell which frames were processed", "leave lossless out");
        refuseIf(options.isAnnotate() && options.effectiveEmit() == Emit.paired, "annotate=true", "its results do not tell their frame",
                "leave annotate out and take the frames of an output that draws");
        refuseIf(options.effectiveEmit() == Emit.paired, "emit=paired", "its results do not tell their frame",
                "use emit=predictions or emit=frames");
        refuseIf(options.getProcessingTimeout() != RoboflowWebrtcConfiguration.UNSET, "processingTimeout",
                "its sessions have no time limit", "leave it out");
        refuseIf(options.getRequestedPlan() != null, "requestedPlan", "it has no plans", "leave it out");
        refuseIf(options.getRequestedRegion() != null, "requestedRegion", "it has no regions", "leave it out");
        refuseIf(options.getMaxSessionAge() > 0, "maxSessionAge", "results of two connections cannot be told apart", "leave it out");
        if (options.effectiveEmit() == Emit.frames) {
            refuseIf(streamOutput == null || streamOutput.size() != 1, "emit=frames", "it returns the video of one named output",
                    "set streamOutput=<name of the workflow's image output>");
        } else {
            refuseIf(dataOutput.size() != 1 || dataOutput.contains("*"), "dataOutput=" + options.getDataOutput(),
                    "it sends one output per frame", "set dataOutput=<name of one output>");
        }
        refuseIf(streamOutput != null && streamOutput.size() > 1, "streamOutput=" + options.getStreamOutput(),
                "it returns the video of one output", "name one");
        if (overTcp()) {
            refuseIf(options.getSslContextParameters() != null, "sslContextParameters", "its TCP port is not encrypted",
                    "use an https:// URL in apiUrl");
            refuseIf(options.getProxyHost() != null, "proxyHost", "its TCP port cannot be reached through an HTTP proxy",
                    "use an http:// or https:// URL in apiUrl");
            refuseIf(options.getApiKeyTransport() != ApiKeyTransport.body, "apiKeyTransport=" + options.getApiKeyTransport(),
                    "its TCP port knows no headers", "leave it out: the key goes with the command");
        }
    }

    /** No output is asked for as data by whoever takes only the frames. */
    @Override
    public List<String> dataOutput(List<String> names, boolean wantsVideo) {
        if (options.effectiveEmit() == Emit.frames && names.contains("*")) {
            return List.of();
        }
        return options.getModelId() != null && names.contains("*") ? List.of("predictions") : names;
    }

    @Override
    public Signalling signalling(SignallingOptions server, CameraOwner owner) {
        return new PipelineSignalling(client(server));
    }

    @Override
    public Optional<StreamManagerClient> manager(SignallingOptions server) {
        return Optional.of(client(server));
    }

    private StreamManagerClient client(SignallingOptions server) {
        return overTcp() ? new StreamManagerTcpSignalling(server, StreamManagerOptions.DEFAULTS)
                : new StreamManagerHttpSignalling(server, StreamManagerOptions.DEFAULTS);
    }

    private boolean overTcp() {
        return options.getApiUrl().startsWith(TCP);
    }

    @Override
    public Source manual(int queue, VideoBitrate bitrate, double fps) {
        return ManualSource.unanswered(queue, bitrate, fps);
    }

    @Override
    public ServerDialect dialect() {
        return ServerDialect.STREAM_MANAGER;
    }

    private static void refuseIf(boolean wrong, String option, String why, String cure) {
        if (wrong) {
            throw refused(option, why, cure);
        }
    }

    private static IllegalArgumentException refused(String option, String why, String cure) {
        return new IllegalArgumentException("The option " + option + " does not go with protocol=streamManager, since " + why + ": "
                + cure + ", or use protocol=worker");
    }
}
