package io.github.camelvision.roboflow.webrtc.core.session.engine;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.engine.connection.Closing;
import io.github.camelvision.roboflow.webrtc.core.session.engine.connection.Connection;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.Acknowledger;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.DeliveryOrder;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.OutageWatch;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.OutputChanges;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.ResultStream;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.StallWatch;
import io.github.camelvision.roboflow.webrtc.core.session.engine.result.UploadReport;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions of one session, all on its loop: when to connect, when to retry, when it is over. The only place that moves the state.
 * What the current connection brings goes through its {@link ResultStream}; {@link Renewal} brings up the connection that replaces it.
 * Events of a connection that is no longer the current one do nothing.
 */
public final class SessionDriver implements Connection.Owner, ResultStream.Owner, Renewal.Session, Gating.Session {

    private static final Logger LOG = LoggerFactory.getLogger(SessionDriver.class);

    private final SessionOptions options;
    private final RtcPeers peers;
    private final Loop loop;
    private final SessionListener listener;
    private final Outcome outcome;
    private final SessionStats stats;
    private final StatusBoard board = new StatusBoard();
    private final OutputChanges outputs;
    private final OutageWatch outage;
    private final Attempts attempts;
    private final StallWatch stall;
    private final DropWatch drops;
    private final ResultStream.Parts parts;
    private final Renewal renewal;
    private final Gating gating;
    private Connection connection;
    /** Of the current connection, while it streams. */
    private ResultStream stream;
    private Loop.Timer retryTimer;
    private long connections;
    /** How it ends, from the first step of its end on. */
    private SessionEnd ending;
    private volatile RoboflowWebrtcException failure;

    public SessionDriver(SessionOptions options, RtcPeers peers, Loop loop, SessionListener listener, Outcome outcome) {
        this.options = options;
        this.peers = peers;
        this.loop = loop;
        this.listener = listener;
        this.outcome = outcome;
        this.stats = new SessionStats(options.source());
        this.outputs = new OutputChanges(options.outputs(), loop, this::reconnectForOutputs);
        this.outage = new OutageWatch(InstantSource.system(), loop::nanoTime);
        this.attempts = new Attempts(options, loop);
        this.stall = new StallWatch(options.stallTimeout(), options.source().live() && options.dialect().tellsFrames(), loop);
        this.drops = new DropWatch(loop, stats, options.source(), listener);
        this.parts = new ResultStream.Parts(options, loop, stats, outage, stall, new UploadReport(options.name(), stats, listener),
                listener, new DeliveryOrder(options.source(), loop, listener));
        this.renewal = new Renewal(options, loop, peers, this::newConnection, this);
        this.gating = new Gating(options.source(), loop, this);
    }

    // ---- from any thread

    public SessionStats stats() {
        return stats;
    }

    public SessionStatus status() {
        return board.status();
    }

    /** From any thread. */
    public Duration inState() {
        return board.inState();
    }

    /** From any thread. */
    public Duration connected() {
        return board.connected();
    }

    /** Why it failed for good, known a little before it has freed everything and is FAILED; null: it did not. */
    public RoboflowWebrtcException failure() {
        return failure;
    }

    // ---- what the user asks for, on the loop

    public CompletableFuture<Map<String, Object>> peerStats() {
        return connection == null || connection.isOver() ? CompletableFuture.completedFuture(Map.of()) : connection.peerStats();
    }

    public void start() {
        if (state() == SessionState.NEW) {
            drops.start();
            if (gating.closed()) {
                rest();
                outcome.begun();
            } else {
                connect();
            }
        }
    }

    public void close() {
        if (state() != SessionState.CLOSING && !state().isFinal()) {
            end(new SessionEnd(SessionEnd.Reason.CLOSED, null, null));
        }
    }

    /** The user's side, or the source, cannot go on. */
    @Override
    public void giveUp(RoboflowWebrtcException cause) {
        if (state().next().contains(SessionState.FAILED)) {
            fail(cause);
        } else {
            close();
        }
    }

    /**
     * An error of this process has broken off what the session was at: the next connection starts afresh, if that can help. Can be called
     * again when it was broken off itself.
     */
    public void broken(Throwable error) {
        if (error instanceof LinkageError missing) {
            giveUp(NativeException.of(missing));
            return;
        }
        if (ending != null) {
            endAgain();
            return;
        }
        TransportException cause = new TransportException("The session was broken by " + error + "; it begins again in a new connection",
                error);
        if (connection != null) {
            connection.lost(cause);
        }
        if (comesToNothing()) {
            disconnected(cause);
        }
    }

    /** Whether there is neither a connection nor one to come, because an error came between two steps. */
    private boolean comesToNothing() {
        return switch (state()) {
            case CONNECTING, STREAMING -> connection == null || connection.isOver();
            case WAITING -> retryTimer == null;
            case NEW, GATED, CLOSING, CLOSED, FAILED -> false;
        };
    }

    /** The attempt that is waited for comes now; a session that rests connects. */
    public void retryNow() {
        if (state() == SessionState.WAITING) {
            cancelRetry();
            connect();
        } else if (state() == SessionState.GATED) {
            gating.open();
        }
    }

    /** @param sent see {@link Session#reconfigure} */
    public void reconfigure(List<String> streamOutput, List<String> dataOutput, CompletableFuture<Boolean> sent) {
        if (state().isFinal() || state() == SessionState.CLOSING) {
            sent.completeExceptionally(Session.over(options.name()));
        } else {
            outputs.change(streamOutput, dataOutput, state() == SessionState.NEW || state() == SessionState.CONNECTING, sent);
        }
    }

    // ---- connecting

    private SessionState state() {
        return board.state();
    }

    private Connection newConnection(Connection.Owner owner) {
        connections++;
        return new Connection(connections, options, outputs.wanted(), loop, stats, owner);
    }

    private void connect() {
        retryTimer = null;
        if (connections > 0 && state() != SessionState.GATED) {
            stats.reconnects.increment();
        }
        connection = newConnection(this);
        moveTo(SessionState.CONNECTING, null, null);
        connection.open(peers);
    }

    @Override
    public void opened(Connection from) {
        if (from != connection) {
            return;
        }
        attempts.streams();
        streamFrom(from, from.acknowledged() ? new Acknowledger(from, loop) : null);
        outputs.opened(from);
        renewal.watch(from, stream::lastResult);
        gating.streams(this::owes);
        if (!outage.open() || options.source().readByServer() == null) {
            goesOn();
        }
        outcome.begun();
    }

    /** The stream begins, or the outage is over: not before a result, where a camera that only the server sees may still be away. */
    private void goesOn() {
        options.failures().connected(options.name());
        moveTo(SessionState.STREAMING, null, null);
        outage.streams(connection.id());
        tellGap();
    }

    private boolean owes() {
        return stream != null && stream.owed();
    }

    private void tellGap() {
        Gap gap = outage.over();
        if (gap != null) {
            listener.onGap(gap);
        }
    }

    private void streamFrom(Connection from, Acknowledger acknowledger) {
        stream = new ResultStream(parts, from, acknowledger, outputs.wanted(), this);
        from.deliverTo(stream);
        stall.start(stream::owed, stream.wantsFrames(), silence -> {
            from.close();
            lost(from, silence);
        });
    }

    @Override
    public void lost(Connection from, RoboflowWebrtcException cause) {
        if (from != connection) {
            return;
        }
        if (stream != null && stream.lastMessage() != null) {
            completed(stream);
        } else if (!renewal.takeOverNow()) {
            disconnected(cause);
        }
    }

    private void disconnected(RoboflowWebrtcException cause) {
        cancelRetry();
        gating.stop();
        renewal.cancel();
        stall.stop();
        closeStream();
        connection = null;
        boolean firstOfOutage = attempts.count() == 0 && !outage.open();
        Optional<Duration> delay = attempts.next(cause);
        if (delay.isEmpty()) {
            fail(cause);
            return;
        }
        outage.lost(cause);
        outputs.lost();
        LOG.warn("Session {}: {}; attempt {} in {} ms", options.name(), cause.getMessage(), attempts.count(), delay.get().toMillis());
        retryTimer = loop.schedule(delay.get(), this::connect);
        if (state() != SessionState.WAITING) {
            moveTo(SessionState.WAITING, cause, Instant.now().plus(delay.get()));
        }
        if (firstOfOutage) {
            listener.onError(cause);
        }
        outcome.begun();
    }

    private void reconnectForOutputs() {
        TransportException cause = new TransportException("Other outputs were asked for, which this server takes only in a new connection");
        LOG.info("Session {}: {}", options.name(), cause.getMessage());
        gating.stop();
        renewal.cancel();
        stall.stop();
        connection.close();
        closeStream();
        connection = null;
        outage.lost(cause);
        moveTo(SessionState.WAITING, cause, Instant.now());
        // not an attempt after a failure: it comes at once, and is not counted
        retryTimer = loop.schedule(Duration.ZERO, this::connect);
    }

    @Override
    public void makeRoom(SignallingException refusal) {
        connection.close();
        disconnected(new TransportException("The server allows no second session, so this one had to end before it could be renewed ("
                + refusal.getMessage() + ")"));
    }

    @Override
    public ResultStream takeOver(Connection renewed, Acknowledger acknowledger) {
        Connection old = connection;
        closeStream();
        connection = renewed;
        renewed.handTo(this);
        streamFrom(renewed, acknowledger);
        stats.renewals.increment();
        board.replaced(renewed);
        LOG.info("Session {}: connection {} takes over from {}", options.name(), renewed.number(), old.number());
        old.close();
        outage.streams(renewed.id());
        outputs.opened(renewed);
        renewal.watch(renewed, stream::lastResult);
        return stream;
    }

    // ---- resting

    @Override
    public void gateOpened() {
        if (state() == SessionState.GATED) {
            LOG.info("Session {} connects: its gate opened", options.name());
            connect();
        }
    }

    @Override
    public void rest() {
        if (connection != null) {
            LOG.info("Session {} rests until its gate opens: nothing has happened for a while", options.name());
        }
        disconnect();
        moveTo(SessionState.GATED, null, null);
        gating.watch();
    }

    @Override
    public void cameraAway(SourceException cause) {
        board.sourceAway(cause);
        if (cause != null && state() == SessionState.GATED) {
            listener.onError(cause);
        }
    }

    // ---- what the stream and the source tell

    @Override
    public void resultCame() {
        attempts.succeeded();
        gating.answered();
        if (state() == SessionState.CONNECTING) {
            goesOn();
        }
    }

    @Override
    public void sent(Frame frame) {
        if (outage.sourceSends()) {
            board.sourceAway(null);
            tellGap();
        }
        listener.onSent(frame);
    }

    @Override
    public void sourceInterrupted(Connection from, SourceException cause) {
        if (from == connection) {
            outage.sourceLost(cause);
            board.sourceAway(cause);
            listener.onError(cause);
        }
    }

    @Override
    public void completed(ResultStream from) {
        if (from != stream) {
            return;
        }
        RoboflowWebrtcException broken = from.brokenOff();
        if (broken != null) {
            if (from.timeWasUp()) {
                renewal.servedOnly(connection.age());
            }
            connection.close();
            if (!renewal.takeOverNow()) {
                disconnected(broken);
            }
            return;
        }
        String reason = from.lastMessage().terminationReason();
        LOG.info("Session {}: the server has processed everything{}", options.name(),
                reason == null ? "" : " (" + PeerText.line(reason) + ")");
        end(new SessionEnd(SessionEnd.Reason.COMPLETED, reason, null));
    }

    // ---- ending

    private void fail(RoboflowWebrtcException cause) {
        if (options.failures().isNew(options.name(), String.valueOf(cause.getMessage()))) {
            LOG.error("Session {} failed: {}", options.name(), cause.getMessage());
        } else {
            LOG.debug("Session {} failed as before: {}", options.name(), cause.getMessage());
        }
        failure = cause;
        ending = new SessionEnd(SessionEnd.Reason.FAILED, null, cause);
        release();
        moveTo(SessionState.FAILED, cause, null);
        finish(ending);
    }

    private void end(SessionEnd end) {
        ending = end;
        if (state() != SessionState.CLOSING) {
            moveTo(SessionState.CLOSING, null, null);
        }
        release();
        moveTo(SessionState.CLOSED, null, null);
        finish(end);
    }

    /** An error came between two steps of the end. */
    private void endAgain() {
        if (state().isFinal()) {
            finish(ending);
        } else if (ending.cause() != null) {
            fail(ending.cause());
        } else {
            end(ending);
        }
    }

    private void release() {
        disconnect();
        Closing.free(options);
        drops.stop();
    }

    private void disconnect() {
        cancelRetry();
        gating.stop();
        attempts.stop();
        stall.stop();
        renewal.cancel();
        outputs.lost();
        if (connection != null) {
            connection.close();
            connection = null;
        }
        closeStream();
        parts.order().flush();
    }

    private void cancelRetry() {
        if (retryTimer != null) {
            retryTimer.cancel();
            retryTimer = null;
        }
    }

    private void closeStream() {
        ResultStream closed = stream;
        stream = null;
        if (closed != null) {
            closed.close();
        }
    }

    private void finish(SessionEnd end) {
        try {
            listener.onEnd(end);
            outcome.ended(end);
        } finally {
            loop.close();
        }
    }

    private void moveTo(SessionState next, RoboflowWebrtcException cause, Instant nextAttempt) {
        board.moveTo(next, connection, connections, attempts.count(), cause, nextAttempt);
        LOG.debug("Session {} is {}", options.name(), next);
        listener.onState(next, cause);
    }
}
