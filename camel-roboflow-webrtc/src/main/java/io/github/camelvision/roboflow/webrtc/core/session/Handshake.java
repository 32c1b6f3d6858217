package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a connection up: source, workflow and ICE servers, offer, signalling, answer. On the loop. */
final class Handshake {

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    private final Connection connection;
    private final SessionOptions options;
    private final SerialLoop loop;
    private RtcPeer peer;
    private CompletableFuture<InitAnswer> signalling;
    private SerialLoop.Timer deadline;
    private String offered = "none yet";
    private String answered = "none yet";

    Handshake(Connection connection, SessionOptions options, SerialLoop loop) {
        this.connection = connection;
        this.options = options;
        this.loop = loop;
    }

    /** Begins. A failure loses the connection, now or later. */
    void begin(RtcPeers peers) {
        // an empty step first: a source or supplier that throws must lose the connection like one that fails later
        then(CompletableFuture.completedFuture(null), begun -> then(options.source().prepare(), ready -> then(options.workflow().get(),
                workflow -> then(options.iceServers().get(), ice -> offer(peers, workflow, ice)))));
    }

    private void offer(RtcPeers peers, WorkflowReference workflow, IceConfig ice) {
        peer = connection.attach(peers, ice);
        then(peer.createOffer(), sdp -> signal(sdp, workflow, ice));
    }

    private void signal(String offerSdp, WorkflowReference workflow, IceConfig ice) {
        OutputRequest outputs = connection.outputs();
        InitRequest request = InitRequest.builder()
                .offerSdp(offerSdp)
                .workflow(workflow)
                .iceConfig(ice)
                .realtimeProcessing(outputs.realtime())
                .streamOutput(outputs.streamOutput())
                .dataOutput(outputs.dataOutput())
                .workflowSettings(options.workflowSettings())
                .declaredFps(options.declaredFps())
                .requestedPlan(options.requestedPlan())
                .requestedRegion(options.requestedRegion())
                .processingTimeout(options.processingTimeout())
                .sourceParameters(connection.run().requestParameters())
                .build();
        LOG.debug("Session {} connection {}: {}", options.name(), connection.number(), request);
        offered = IcePath.types(offerSdp);
        if (LOG.isDebugEnabled()) {
            LOG.debug("Session {} connection {}: local candidates {}", options.name(), connection.number(),
                    IcePath.candidates(offerSdp));
        }
        signalling = options.signalling().initialise(request);
        then(signalling, this::accept);
    }

    private void accept(InitAnswer answer) {
        answered = IcePath.types(answer.sdp());
        if (LOG.isDebugEnabled()) {
            LOG.debug("Session {} connection {}: remote candidates {}", options.name(), connection.number(),
                    IcePath.candidates(answer.sdp()));
        }
        deadline = loop.schedule(options.connectTimeout(), () -> connection.lost(new TransportException(
                "No connection to the server within connectTimeout=" + options.connectTimeout().toSeconds() + "s of its answer" + tried()
                        + ": UDP may be blocked on the way; set turnUrls, turnUsername and turnPassword to relay the traffic")));
        then(peer.acceptAnswer(answer.sdp()),
                done -> LOG.debug("Session {} connection {}: answer applied", options.name(), connection.number()));
    }

    /** Goes on with the value on the loop, unless the connection is over; a failure loses it. */
    private <T> void then(CompletableFuture<T> future, Consumer<T> next) {
        future.whenComplete((value, failure) -> loop.offerControl(() -> {
            if (connection.isOver()) {
                return;
            }
            if (failure != null) {
                connection.lost(asOurs(failure));
                return;
            }
            try {
                next.accept(value);
            } catch (RuntimeException e) {
                connection.lost(asOurs(e));
            }
        }));
    }

    private static RoboflowWebrtcException asOurs(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RoboflowWebrtcException ours ? ours
                : new RoboflowWebrtcException("The session could not be set up: " + cause, cause);
    }

    /** The connection is open, or over. Idempotent. */
    void end() {
        if (deadline != null) {
            deadline.cancel();
        }
        if (signalling != null) {
            signalling.cancel(false);
        }
    }

    /** What was tried. Types only: whoever may read an exception need not know addresses. */
    String tried() {
        return " (candidates here: " + offered + "; at the server: " + answered + ")";
    }
}
