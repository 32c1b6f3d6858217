package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.source.ProgressLog;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The decisions of one session, all on its loop: connects, delivers, acknowledges, retries, ends. The only place that assigns the
 * state. Events of a connection that is no longer the current one do nothing.
 */
final class SessionDriver implements Connection.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(SessionDriver.class);
    private static final String TIMEOUT_REACHED = "timeout_reached";
    /** A connection that lived this long, or brought a result, was a success: the next outage starts from the shortest delay. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private final SessionOptions options;
    private final RtcPeers peers;
    private final SessionListener listener;
    private final SessionStats stats = new SessionStats();
    private final SerialLoop loop;
    private final CompletableFuture<Void> firstOutcome = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private volatile SessionStatus status = new SessionStatus(SessionState.NEW, null, 0, 0, null, null, Instant.now());
    private SessionState state = SessionState.NEW;
    private final OutputChanges outputs;
    private final OutageWatch outage = new OutageWatch();
    private final Renewal renewal;
    private Connection connection;
    private Acknowledger acknowledger;
    private Emitter emitter;
    private SerialLoop.Timer retryTimer;
    private SerialLoop.Timer stallTimer;
    private SerialLoop.Timer stableTimer;
    private long connections;
    private int attempt;
    private boolean everStreamed;
    private boolean lastMessageWasBad;
    /** Pictures came before the channel was open. */
    private boolean earlyFrames;
    /** The server's last message, while the emitter still delivers what came before it. */
    private InferenceResult lastMessage;
    /** The newest result of the current connection. */
    private InferenceResult lastResult;
    private String lastError;
    private ProgressLog uploadLog = new ProgressLog();
    private long lastActivityNanos;

    SessionDriver(SessionOptions options, RtcPeers peers, SessionListener listener) {
        this.options = options;
        this.peers = peers;
        this.listener = new GuardedListener(listener);
        this.loop = new SerialLoop("roboflow-webrtc-" + options.name());
        loop.offerControl(() -> MDC.put("roboflow.session", options.name()));
        this.outputs = new OutputChanges(options.outputs(), loop);
        this.renewal = new Renewal(options, loop, peers, this::newConnection);
    }

    SessionStats stats() {
        return stats;
    }

    SessionStatus status() {
        return status;
    }

    /** Completes when the first connection is up, or its first attempt failed: exceptionally if it will not be tried again. */
    CompletableFuture<Void> firstOutcome() {
        return firstOutcome;
    }

    /** Completes when the session is over. */
    CompletableFuture<SessionEnd> ended() {
        return ended;
    }

    void start() {
        loop.offerControl(() -> {
            if (state == SessionState.NEW) {
                connect();
            }
        });
    }

    void close() {
        loop.offerControl(() -> {
            if (state != SessionState.CLOSING && !state.isFinal()) {
                end(new SessionEnd(SessionEnd.Reason.CLOSED, null, null));
            }
        });
    }

    /** The user's side cannot go on. */
    void giveUp(RoboflowWebrtcException cause) {
        loop.offerControl(() -> {
            if (state.next().contains(SessionState.FAILED)) {
                fail(cause);
            } else if (state.next().contains(SessionState.CLOSING)) {
                end(new SessionEnd(SessionEnd.Reason.CLOSED, null, null));
            }
        });
    }

    boolean onLoop() {
        return loop.onLoop();
    }

    /** Sends a text message to the server; false when there is no connection or no room. Completes on the loop. */
    CompletableFuture<Boolean> send(String text) {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        if (!loop.offerControl(() -> sent.complete(state == SessionState.STREAMING && connection.trySend(text)))) {
            sent.complete(false);
        }
        return sent;
    }

    CompletableFuture<Map<String, Object>> peerStats() {
        CompletableFuture<Map<String, Object>> statistics = new CompletableFuture<>();
        boolean taken = loop.offerControl(() -> {
            CompletableFuture<Map<String, Object>> asked = connection == null || connection.isOver()
                    ? CompletableFuture.completedFuture(Map.of()) : connection.peerStats();
            asked.whenComplete((values, failure) -> statistics.complete(failure == null ? values : Map.of()));
        });
        if (!taken) {
            statistics.complete(Map.of());
        }
        return statistics;
    }

    CompletableFuture<Boolean> reconfigure(List<String> streamOutput, List<String> dataOutput) {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        boolean taken = loop.offerControl(() -> {
            if (state.isFinal() || state == SessionState.CLOSING) {
                sent.completeExceptionally(over());
            } else {
                outputs.change(streamOutput, dataOutput, state == SessionState.NEW || state == SessionState.CONNECTING, sent);
            }
        });
        if (!taken) {
            sent.completeExceptionally(over());
        }
        return sent;
    }

    private IllegalStateException over() {
        return new IllegalStateException("The session " + options.name() + " is over: its outputs cannot be changed");
    }

    private Connection newConnection() {
        connections++;
        return new Connection(connections, options, outputs.wanted(), loop, stats, this);
    }

    private void connect() {
        if (connections > 0) {
            stats.reconnects.increment();
        }
        earlyFrames = false;
        connection = newConnection();
        moveTo(SessionState.CONNECTING, null, null);
        connection.open(peers);
    }

    @Override
    public void opened(Connection from) {
        if (renewal.isNext(from)) {
            renewal.opened();
        }
        if (from != connection) {
            return;
        }
        everStreamed = true;
        stableTimer = loop.schedule(STABLE, () -> {
            if (from == connection) {
                attempt = 0;
            }
        });
        acknowledger = from.acknowledged() ? new Acknowledger(from, loop) : null;
        emitter = newEmitter(from);
        lastActivityNanos = System.nanoTime();
        watchForStall();
        moveTo(SessionState.STREAMING, null, null);
        Gap gap = outage.streams(from.id());
        if (gap != null) {
            listener.onGap(gap);
        }
        outputs.opened(from);
        renewal.watch(from);
        firstOutcome.complete(null);
    }

    private Emitter newEmitter(Connection from) {
        Acknowledger acks = acknowledger;
        Consumer<InferenceResult> handled = result -> handled(acks, result.frameId());
        return options.emit() == Emit.paired && from.outputs().wantsVideo()
                ? new PairedFrames(this::deliver, handled, loop, stats, from::peerStats, !earlyFrames)
                : Emitter.of(options.emit(), outputs.wanted(), from.outputs(), this::deliver, handled, loop::offerControl);
    }

    /** The renewed connection is the session's from now on: no outage, and no other state. */
    private void takeOver() {
        cancel(stallTimer);
        closeEmitter();
        Connection old = connection;
        connection = renewal.take();
        acknowledger = renewal.acknowledger();
        earlyFrames = renewal.earlyFrames();
        emitter = newEmitter(connection);
        lastResult = null;
        stats.renewals.increment();
        status = new SessionStatus(state, connection.id(), connection.number(), 0, lastError, null, status.since());
        LOG.info("Session {}: connection {} takes over from {}", options.name(), connection.number(), old.number());
        old.close();
        outage.streams(connection.id());
        outputs.opened(connection);
        lastActivityNanos = System.nanoTime();
        watchForStall();
        renewal.watch(connection);
    }

    private void renewed(InferenceResult result) {
        List<SourceResult> ready = result.processingComplete() ? List.of() : renewal.message(result, lastResult);
        if (!ready.isEmpty()) {
            takeOver();
            received(result);
            emit(result, ready);
        }
    }

    private void handled(Acknowledger acks, long frameId) {
        if (acks != null) {
            if (loop.onLoop()) {
                acks.done(frameId);
            } else {
                loop.offerControl(() -> acks.done(frameId));
            }
        }
    }

    private void deliver(Delivery delivery) {
        listener.onDelivery(delivery);
    }

    @Override
    public void message(Connection from, InferenceResult result) {
        if (renewal.isNext(from) && renewal.ready()) {
            renewed(result);
            return;
        }
        if (from != connection || state != SessionState.STREAMING) {
            return;
        }
        lastActivityNanos = System.nanoTime();
        lastMessageWasBad = false;
        if (result.processingComplete()) {
            lastMessage = result;
            emitter.finish(() -> complete(from));
            return;
        }
        attempt = 0;
        received(result);
        if (acknowledger != null) {
            acknowledger.received(result.frameId());
        }
        emit(result, from.run().onResult(result));
    }

    private void received(InferenceResult result) {
        stats.received.increment();
        stats.lastFrameId.set(result.frameId());
        outage.received(result.frameId());
        lastResult = result;
        emitter.announced(result);
    }

    private void emit(InferenceResult result, List<SourceResult> ready) {
        boolean delivered = false;
        for (SourceResult each : ready) {
            delivered |= each.result() == result;
            stats.results.increment();
            watched(each);
            emitter.result(each.result());
        }
        if (!delivered) {
            handled(acknowledger, result.frameId());
        }
    }

    private void watched(SourceResult each) {
        SentFrame sent = each.sent();
        Duration latency = sent == null ? null : sent.age();
        if (sent != null) {
            stats.answered(latency);
        }
        listener.onResult(each.result(), sent == null ? null : sent.frame(), latency);
    }

    private void complete(Connection from) {
        if (from != connection || state != SessionState.STREAMING || lastMessage == null) {
            return;
        }
        String reason = lastMessage.terminationReason();
        List<String> errors = lastMessage.errors();
        lastMessage = null;
        if (!errors.isEmpty()) {
            Connection finished = connection;
            finished.close();
            lost(finished, new SourceException("The server gave up: " + String.join("; ", errors), options.source().live()));
            return;
        }
        LOG.info("Session {}: the server has processed everything{}", options.name(), reason == null ? "" : " (" + reason + ")");
        if (TIMEOUT_REACHED.equals(reason) && options.source().live() && options.reconnect().enabled()) {
            Connection finished = connection;
            finished.close();
            lost(finished, new TransportException("The server ended the session after its processing timeout"));
            return;
        }
        end(new SessionEnd(SessionEnd.Reason.COMPLETED, reason, null));
    }

    @Override
    public void frame(Connection from, Frame frame, long rtpTimestamp) {
        if (from == connection && state == SessionState.STREAMING) {
            lastActivityNanos = System.nanoTime();
            outage.received();
            emitter.frame(frame, rtpTimestamp);
        } else if (renewal.isNext(from)) {
            renewal.frame();
        } else if (from == connection) {
            earlyFrames = true;
        }
    }

    @Override
    public void badMessage(Connection from, ProtocolException error) {
        if (from == connection && !lastMessageWasBad) {
            lastMessageWasBad = true;
            listener.onError(error);
        }
    }

    @Override
    public void sourceInterrupted(Connection from, SourceException cause) {
        if (from == connection) {
            lastError = cause.getMessage();
            listener.onError(cause);
        }
    }

    @Override
    public void sent(Frame frame) {
        listener.onSent(frame);
    }

    @Override
    public void uploaded(long chunks, long totalChunks) {
        lastActivityNanos = System.nanoTime();
        stats.uploadedChunks.set(chunks);
        stats.totalChunks.set(totalChunks);
        if (chunks == 1) {
            uploadLog = new ProgressLog();
        }
        if (uploadLog.due(chunks, totalChunks, System.nanoTime())) {
            LOG.info("Session {}: {} of {} chunks uploaded ({} %)", options.name(), chunks, totalChunks, 100 * chunks / totalChunks);
        }
        listener.onUpload(chunks, totalChunks);
    }

    @Override
    public void lost(Connection from, RoboflowWebrtcException cause) {
        if (renewal.isNext(from)) {
            renewal.failed(cause);
            return;
        }
        if (from != connection || state != SessionState.CONNECTING && state != SessionState.STREAMING) {
            return;
        }
        if (lastMessage != null) {
            complete(from);
            return;
        }
        if (renewal.ready()) {
            takeOver();
            return;
        }
        renewal.cancel();
        cancel(stallTimer);
        cancel(stableTimer);
        closeEmitter();
        connection = null;
        boolean again = cause.retryable() && (options.source().live() || !everStreamed || options.restartFiles());
        Optional<Duration> delay = again ? options.reconnect().next(attempt + 1, ThreadLocalRandom.current().nextDouble(),
                cause instanceof SignallingException s ? s.retryAfter() : Optional.empty()) : Optional.empty();
        if (delay.isEmpty()) {
            fail(cause);
            return;
        }
        outage.lost(cause);
        outputs.lost();
        boolean firstOfOutage = attempt == 0;
        attempt++;
        LOG.warn("Session {}: {}; attempt {} in {} ms", options.name(), cause.getMessage(), attempt, delay.get().toMillis());
        retryTimer = loop.schedule(delay.get(), this::connect);
        moveTo(SessionState.WAITING, cause, Instant.now().plus(delay.get()));
        if (firstOfOutage) {
            listener.onError(cause);
        }
        firstOutcome.complete(null);
    }

    private void watchForStall() {
        if (options.stallTimeout().isZero()) {
            return;
        }
        if (acknowledger != null && acknowledger.owes()) {
            // the server is silent because this side has not acknowledged
            lastActivityNanos = System.nanoTime();
        }
        Connection watched = connection;
        long silent = System.nanoTime() - lastActivityNanos;
        long left = options.stallTimeout().toNanos() - silent;
        if (left <= 0) {
            watched.close();
            lost(watched, new TransportException("The server is connected but sent nothing for stallTimeout="
                    + options.stallTimeout().toSeconds() + "s"));
            return;
        }
        stallTimer = loop.schedule(Duration.ofNanos(left), () -> {
            if (watched == connection && state == SessionState.STREAMING) {
                watchForStall();
            }
        });
    }

    private void fail(RoboflowWebrtcException cause) {
        LOG.error("Session {} failed: {}", options.name(), cause.getMessage());
        release();
        moveTo(SessionState.FAILED, cause, null);
        finish(new SessionEnd(SessionEnd.Reason.FAILED, null, cause));
    }

    private void end(SessionEnd end) {
        moveTo(SessionState.CLOSING, null, null);
        release();
        moveTo(SessionState.CLOSED, null, null);
        finish(end);
    }

    private void release() {
        cancel(retryTimer);
        cancel(stallTimer);
        renewal.cancel();
        outputs.lost();
        if (connection != null) {
            connection.close();
            connection = null;
        }
        closeEmitter();
        quietly("source", options.source()::close);
        quietly("signalling", options.signalling()::close);
        options.atEnd().forEach(task -> quietly("end task", task));
    }

    /** One part's failure to close must not keep the others open. */
    static void quietly(String part, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            LOG.warn("Closing the {} of a session failed", part, e);
        }
    }

    private void closeEmitter() {
        if (emitter != null) {
            emitter.close();
        }
    }

    private void finish(SessionEnd end) {
        listener.onEnd(end);
        if (end.cause() == null) {
            firstOutcome.complete(null);
        } else {
            firstOutcome.completeExceptionally(end.cause());
        }
        ended.complete(end);
        loop.close();
    }

    private static void cancel(SerialLoop.Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void moveTo(SessionState next, RoboflowWebrtcException cause, Instant nextAttempt) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException("A session does not go from " + state + " to " + next);
        }
        state = next;
        if (cause != null) {
            lastError = cause.getMessage();
        }
        status = new SessionStatus(next, connection == null ? status.sessionId() : connection.id(),
                connection == null ? connections : connection.number(), next == SessionState.STREAMING ? 0 : attempt, lastError,
                nextAttempt, Instant.now());
        LOG.debug("Session {} is {}", options.name(), next);
        listener.onState(next, cause);
    }
}
