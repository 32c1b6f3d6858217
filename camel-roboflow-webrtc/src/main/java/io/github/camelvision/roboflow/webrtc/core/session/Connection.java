package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import io.github.camelvision.roboflow.webrtc.core.wire.StreamManagerOutputs;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a session: peer, data channel, attached source. Tells its {@link Owner} once that it opened and once that it is
 * lost, and nothing after {@link #close}. Runs on the session loop; native callbacks only hand over.
 */
final class Connection implements RtcPeer.Listener, SourceHost {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** What becomes of a connection. On the loop. */
    interface Owner {

        void opened(Connection connection);

        void message(Connection connection, InferenceResult result);

        void frame(Connection connection, Frame frame, long rtpTimestamp);

        void lost(Connection connection, RoboflowWebrtcException cause);

        void badMessage(Connection connection, ProtocolException error);

        void sent(Frame frame);

        void uploaded(long chunks, long totalChunks);

        void sourceInterrupted(Connection connection, SourceException cause);
    }

    private final long number;
    private final long createdNanos = System.nanoTime();
    private final String id = UUID.randomUUID().toString();
    private final SessionOptions options;
    private final OutputRequest wanted;
    private final SerialLoop loop;
    private final SessionStats stats;
    private final Owner owner;
    private final MessageReader inbox;
    private RtcPeer peer;
    private RtcChannel channel;
    private SourceRun run;
    private OutputRequest outputs;
    private CompletableFuture<InitAnswer> signalling;
    private SerialLoop.Timer connectTimer;
    private SerialLoop.Timer graceTimer;
    private String offered = "none yet";
    private String answered = "none yet";
    private String path;
    private boolean opened;
    private boolean over;

    Connection(long number, SessionOptions options, OutputRequest wanted, SerialLoop loop, SessionStats stats, Owner owner) {
        this.number = number;
        this.options = options;
        this.wanted = wanted;
        this.loop = loop;
        this.stats = stats;
        this.owner = owner;
        this.inbox = options.plainResults()
                ? new PlainInbox(plainOutput(wanted), result -> owner.message(this, result), this::badMessage)
                : new Inbox(result -> owner.message(this, result), this::badMessage, this::lost);
    }

    private static String plainOutput(OutputRequest request) {
        return request.dataOutput() == null || request.dataOutput().isEmpty() ? "" : request.dataOutput().get(0);
    }

    long number() {
        return number;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - createdNanos);
    }

    /** Whether the native library wants this connection's peer to be replaced. */
    boolean rotationDue(RtcPeers peers) {
        return peer != null && peers.rotationDue(peer);
    }

    /** Tells this connection's frame ids from those of others. */
    String id() {
        return id;
    }

    /** What was asked of the server; known once {@link #open} has the workflow. */
    OutputRequest outputs() {
        return outputs;
    }

    SourceRun run() {
        return run;
    }

    /** Begins: source, workflow and ICE servers, offer, signalling, answer, channel. */
    void open(RtcPeers peers) {
        // an empty step first: a source or supplier that throws must lose the connection like one that fails later
        then(CompletableFuture.completedFuture(null), begun -> then(options.source().prepare(), ready -> then(options.workflow().get(),
                workflow -> then(options.iceServers().get(), ice -> offer(peers, workflow, ice)))));
    }

    private void offer(RtcPeers peers, WorkflowReference workflow, IceConfig ice) {
        peer = peers.newPeer(ice, this);
        channel = peer.createChannel("inference", new ChannelEvents());
        run = options.source().attach(peer, this);
        outputs = run.outputs(wanted);
        then(peer.createOffer(), sdp -> signal(sdp, workflow, ice));
    }

    private void signal(String offerSdp, WorkflowReference workflow, IceConfig ice) {
        InitRequest request = InitRequest.builder()
                .offerSdp(offerSdp)
                .workflow(workflow)
                .iceConfig(ice)
                .realtimeProcessing(outputs.realtime())
                .streamOutput(outputs.streamOutput())
                .dataOutput(outputs.dataOutput())
                .declaredFps(options.declaredFps())
                .requestedPlan(options.requestedPlan())
                .requestedRegion(options.requestedRegion())
                .processingTimeout(options.processingTimeout())
                .sourceParameters(run.requestParameters())
                .build();
        LOG.debug("Session {} connection {}: {}", options.name(), number, request);
        offered = IcePath.types(offerSdp);
        if (LOG.isDebugEnabled()) {
            LOG.debug("Session {} connection {}: local candidates {}", options.name(), number, IcePath.candidates(offerSdp));
        }
        signalling = options.signalling().initialise(request);
        then(signalling, this::accept);
    }

    private void accept(InitAnswer answer) {
        answered = IcePath.types(answer.sdp());
        if (LOG.isDebugEnabled()) {
            LOG.debug("Session {} connection {}: remote candidates {}", options.name(), number, IcePath.candidates(answer.sdp()));
        }
        connectTimer = loop.schedule(options.connectTimeout(), () -> lost(new TransportException(
                "No connection to the server within connectTimeout=" + options.connectTimeout().toSeconds() + "s of its answer" + tried()
                        + ": UDP may be blocked on the way; set turnUrls, turnUsername and turnPassword to relay the traffic")));
        then(peer.acceptAnswer(answer.sdp()), done -> LOG.debug("Session {} connection {}: answer applied", options.name(), number));
    }

    /** Goes on with the value on the loop, unless the connection is over; a failure loses it. */
    private <T> void then(CompletableFuture<T> future, Consumer<T> next) {
        future.whenComplete((value, failure) -> loop.offerControl(() -> {
            if (over) {
                return;
            }
            if (failure != null) {
                lost(asOurs(failure));
                return;
            }
            try {
                next.accept(value);
            } catch (RuntimeException e) {
                lost(asOurs(e));
            }
        }));
    }

    private static RoboflowWebrtcException asOurs(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RoboflowWebrtcException ours ? ours
                : new RoboflowWebrtcException("The session could not be set up: " + cause, cause);
    }

    /** Types only: whoever may read an exception need not know addresses. */
    private String tried() {
        return " (candidates here: " + offered + "; at the server: " + answered + ")";
    }

    private void channelOpened() {
        if (over || opened) {
            return;
        }
        opened = true;
        connectTimer.cancel();
        owner.opened(this);
        if (!over) {
            run.connected();
            learnPath();
        }
    }

    private void learnPath() {
        peer.stats().whenComplete((values, failure) -> loop.offerControl(() -> {
            if (over) {
                return;
            }
            path = failure == null ? IcePath.chosenPair(values) : null;
            stats.candidatePair = path;
            LOG.debug("Session {} connection {}: runs over {}", options.name(), number, path == null ? "an unknown path" : path);
        }));
    }

    /** Closed or lost: nothing can be sent any more. */
    boolean isOver() {
        return over;
    }

    /** Sends one text message. False when there is no room now: try again later. */
    boolean trySend(String text) {
        return !over && channel != null && channel.trySend(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), false);
    }

    /** Asks for other outputs. False as of {@link #trySend}. */
    boolean trySendOutputs(ClientMessage.Outputs change) {
        if (!(inbox instanceof PlainInbox plain)) {
            return trySend(change.encode());
        }
        boolean sent = trySend(StreamManagerOutputs.encode(change));
        if (sent && change.dataOutput() != null && !change.dataOutput().isEmpty()) {
            plain.output(change.dataOutput().get(0));
        }
        return sent;
    }

    /** Whether the server waits for acknowledgements. */
    boolean acknowledged() {
        return !outputs.realtime() && !options.plainResults();
    }

    /** Statistics of the peer connection; completes on a native thread. */
    CompletableFuture<Map<String, Object>> peerStats() {
        return peer == null ? CompletableFuture.completedFuture(Map.of()) : peer.stats();
    }

    private void badMessage(ProtocolException error) {
        stats.protocolErrors.increment();
        owner.badMessage(this, error);
    }

    private void lost(RoboflowWebrtcException cause) {
        if (!over) {
            close();
            owner.lost(this, cause);
        }
    }

    /** Frees everything. Idempotent; the owner hears nothing more. */
    void close() {
        if (over) {
            return;
        }
        over = true;
        if (path != null && path.equals(stats.candidatePair)) {
            stats.candidatePair = null;
        }
        cancel(connectTimer);
        cancel(graceTimer);
        if (signalling != null) {
            signalling.cancel(false);
        }
        if (run != null) {
            SessionDriver.quietly("source's run", run::close);
        }
        if (peer != null) {
            SessionDriver.quietly("peer", peer::close);
        }
    }

    private static void cancel(SerialLoop.Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    // ---- what the source asks of the session

    @Override
    public SerialLoop loop() {
        return loop;
    }

    @Override
    public void failed(SourceException cause) {
        loop.offerControl(() -> lost(cause));
    }

    @Override
    public void interrupted(SourceException cause) {
        loop.offerControl(() -> {
            if (!over) {
                owner.sourceInterrupted(this, cause);
            }
        });
    }

    @Override
    public void sent(Frame frame) {
        if (!over) {
            stats.framesSent.increment();
            owner.sent(frame);
        }
    }

    @Override
    public void uploaded(long chunks, long totalChunks) {
        if (!over) {
            owner.uploaded(chunks, totalChunks);
        }
    }

    // ---- native threads: hand over and return

    @Override
    public void onConnectionState(RtcPeer.ConnectionState state) {
        if (state == RtcPeer.ConnectionState.FAILED) {
            // as the channel's end: the last messages before it still count
            loop.offerInOrder(() -> connectionState(state));
        } else {
            loop.offerControl(() -> connectionState(state));
        }
    }

    @Override
    public void onRemoteChannel(RtcChannel remote) {
        LOG.debug("Session {}: the server's own data channel {} is not part of the protocol", options.name(), remote.label());
    }

    @Override
    public void onVideoFrame(Frame frame, long rtpTimestamp) {
        boolean taken = loop.offerMedia(frame.i420().length, () -> {
            if (!over) {
                stats.frames.increment();
                owner.frame(this, frame, rtpTimestamp);
            }
        });
        if (!taken) {
            stats.mailboxDropped.increment();
        }
    }

    private void connectionState(RtcPeer.ConnectionState state) {
        if (over) {
            return;
        }
        LOG.debug("Session {} connection {}: peer is {}", options.name(), number, state);
        switch (state) {
            case DISCONNECTED -> {
                cancel(graceTimer);
                graceTimer = loop.schedule(options.disconnectedGrace(), () -> lost(new TransportException(
                        "The server was not reachable for " + options.disconnectedGrace().toSeconds() + " s")));
            }
            case CONNECTED -> cancel(graceTimer);
            case FAILED -> lost(new TransportException(opened ? "The connection to the server failed"
                    : "No network path to the server was found" + tried()
                            + ": UDP may be blocked on the way; set turnUrls, turnUsername and "
                            + "turnPassword to relay the traffic"));
            default -> {
                // NEW, CONNECTING and our own CLOSED need nothing
            }
        }
    }

    private final class ChannelEvents implements RtcChannel.Listener {

        @Override
        public void onOpen() {
            loop.offerControl(Connection.this::channelOpened);
        }

        /** In order: the last messages before it still count. */
        @Override
        public void onClosed() {
            loop.offerInOrder(() -> lost(new TransportException("The server closed the session")));
        }

        @Override
        public void onMessage(byte[] data, boolean binary) {
            boolean taken = loop.offerMedia(data.length, () -> {
                if (!over) {
                    inbox.add(data, binary);
                }
            });
            if (!taken) {
                stats.mailboxDropped.increment();
            }
        }
    }
}
