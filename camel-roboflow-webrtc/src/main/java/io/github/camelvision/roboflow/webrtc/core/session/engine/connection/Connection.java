package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.correlate.Repeats;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a session: peer, data channel, attached source. Tells its {@link Owner} once that it opened and once that it is
 * lost, and nothing after {@link #close}. Runs on the session loop.
 */
public final class Connection implements SourceHost {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** What becomes of a connection. On the loop. */
    public interface Owner {

        void opened(Connection connection);

        void lost(Connection connection, RoboflowWebrtcException cause);

        void sourceInterrupted(Connection connection, SourceException cause);

        /** A frame was handed to the encoder. */
        void sent(Frame frame);
    }

    /** What comes over a connection that is open. On the loop. */
    public interface Receiver {

        void message(InferenceResult result);

        void frame(Frame frame, long rtpTimestamp);

        /**
         * The first, and then now and then one for many.
         *
         * @param before how many more there were since the last that was told
         */
        void badMessage(ProtocolException error, long before);

        void uploaded(UploadProgress progress);
    }

    private final long number;
    private final long createdNanos;
    private final String id = UUID.randomUUID().toString();
    private final SessionOptions options;
    private final OutputRequest wanted;
    private final Loop loop;
    private final SessionStats stats;
    private final Handshake handshake;
    private final PeerCallbacks callbacks;
    private final MessageReader inbox;
    private Owner owner;
    private Receiver receiver;
    private boolean missedFrames;
    private final Repeats badMessages = new Repeats();
    private RtcPeer peer;
    private RtcChannel channel;
    private SourceRun run;
    private OutputRequest outputs;
    private String path;
    private Duration servedFor;
    private boolean opened;
    private boolean over;

    public Connection(long number, SessionOptions options, OutputRequest wanted, Loop loop, SessionStats stats, Owner owner) {
        this.number = number;
        this.options = options;
        this.wanted = wanted;
        this.loop = loop;
        this.createdNanos = loop.nanoTime();
        this.stats = stats;
        this.owner = owner;
        this.handshake = new Handshake(this, options, loop, stats);
        this.inbox = switch (options.dialect()) {
            case WORKER -> new Inbox(loop.memory(), options.outputs().realtime(), this::badMessage, this::lost);
            case STREAM_MANAGER -> new ValueInbox(wanted, this::badMessage);
        };
        this.callbacks = new PeerCallbacks(this, inbox, options, loop, stats);
    }

    /** From now on this one decides. */
    public void handTo(Owner newOwner) {
        owner = newOwner;
    }

    /** From now on this one gets what comes; before, nobody does. */
    public void deliverTo(Receiver newReceiver) {
        receiver = newReceiver;
        inbox.deliverTo(newReceiver::message);
    }

    /** A frame came that was not given to the user's stream. */
    public void missedFrame() {
        missedFrames = true;
    }

    public boolean missedFrames() {
        return missedFrames;
    }

    public long number() {
        return number;
    }

    public Duration age() {
        return Duration.ofNanos(loop.nanoTime() - createdNanos);
    }

    /** How long the server says that it serves it; null: it does not say. */
    public Duration servedFor() {
        return servedFor;
    }

    public void servedFor(Duration age) {
        servedFor = age;
    }

    /** Whether the native library wants this connection's peer to be replaced. */
    public boolean rotationDue(RtcPeers peers) {
        return peer != null && peers.rotationDue(peer);
    }

    /** Tells this connection's frame ids from those of others. */
    public String id() {
        return id;
    }

    /** What was asked of the server; known once {@link #open} has the workflow. */
    public OutputRequest outputs() {
        return outputs;
    }

    public SourceRun run() {
        return run;
    }

    /** Begins: source, workflow and ICE servers, offer, signalling, answer, channel. */
    public void open(RtcPeers peers) {
        handshake.begin(peers);
    }

    /** Makes the peer, with the channel and what the source adds to it. */
    RtcPeer attach(RtcPeers peers, IceConfig ice) {
        peer = peers.newPeer(ice, callbacks);
        channel = peer.createChannel("inference", callbacks.ofChannel());
        run = options.source().attach(peer, this);
        outputs = run.outputs(wanted);
        return peer;
    }

    /** The data channel can be used. */
    void channelOpened() {
        if (over || opened) {
            return;
        }
        opened = true;
        handshake.end();
        callbacks.opened(peer);
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
            if (failure == null) {
                callbacks.runsTo(values.get("connection.remote.address"));
            }
            LOG.debug("Session {} connection {}: runs over {}", options.name(), number, path == null ? "an unknown path" : path);
        }));
    }

    /** The peers reach each other. */
    void pathFound() {
        handshake.pathFound();
    }

    /** The native library could not reach the server, or not any more. */
    void unreachable() {
        lost(new TransportException(opened ? "The connection to the server failed"
                : "No network path to the server was found" + handshake.noPath()));
    }

    /** Closed or lost: nothing can be sent any more. */
    public boolean isOver() {
        return over;
    }

    /** Sends one text message. False when there is no room now: try again later. */
    public boolean trySend(String text) {
        return !over && channel != null && channel.trySend(text.getBytes(StandardCharsets.UTF_8), false);
    }

    /** Whether the server takes other outputs from a connection that streams. */
    public boolean canChangeOutputs() {
        return options.dialect().takesOutputs();
    }

    /** Asks for other outputs. False as of {@link #trySend}. */
    public boolean trySendOutputs(ClientMessage.Outputs change) {
        return trySend(change.encode());
    }

    /** Whether the server waits for acknowledgements. */
    public boolean acknowledged() {
        return !outputs.realtime() && options.dialect().takesAcknowledgements();
    }

    /** Statistics of the peer connection; completes on a native thread. */
    public CompletableFuture<Map<String, Object>> peerStats() {
        return peer == null ? CompletableFuture.completedFuture(Map.of()) : peer.stats();
    }

    private void badMessage(ProtocolException error) {
        stats.protocolErrors.increment();
        long before = receiver == null ? -1 : badMessages.told(loop.nanoTime());
        if (before >= 0) {
            receiver.badMessage(error, before);
        }
    }

    /** A frame came. */
    void frame(Frame frame, long rtpTimestamp) {
        if (over) {
            return;
        }
        stats.frames.increment();
        if (receiver == null) {
            missedFrame();
        } else {
            receiver.frame(frame, rtpTimestamp);
        }
    }

    /** Ends it because of a failure, which the owner is told. */
    public void lost(RoboflowWebrtcException cause) {
        if (!over) {
            close();
            owner.lost(this, cause);
        }
    }

    /** Frees everything. Idempotent; the owner hears nothing more. */
    public void close() {
        if (over) {
            return;
        }
        over = true;
        if (path != null && path.equals(stats.candidatePair)) {
            stats.candidatePair = null;
        }
        handshake.end();
        callbacks.end();
        inbox.close();
        if (run != null) {
            Closing.quietly("source's run", run::close);
        }
        if (peer != null) {
            Closing.quietly("peer", peer::close);
        }
    }

    // ---- what the source asks of the session

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void failed(RoboflowWebrtcException cause) {
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
    public void uploaded(UploadProgress progress) {
        if (!over && receiver != null) {
            receiver.uploaded(progress);
        }
    }
}
