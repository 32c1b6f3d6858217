package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.loop.SharedThreads;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceReport;
import io.github.camelvision.roboflow.webrtc.core.rtc.PortRange;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.PeerListener;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.SessionStream;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.SessionTimers;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.UploadQuota;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.WorkerCounters;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameProcessor;
import io.github.camelvision.roboflow.webrtc.core.worker.request.IceHosts;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's session on the worker, from its POST to its end. Everything but the counters belongs to the session's own loop; the
 * public methods may be called from anywhere and never block.
 */
public final class WorkerSession implements AutoCloseable {

    /**
     * <pre>
     * NEW -start-&gt; NEGOTIATING -channel open or connected-&gt; STREAMING -all sent, timeout, idle-&gt; DRAINING -&gt; CLOSED
     *                  | refused, never connected            | connection lost, client closed      ^
     *                  +-------------------------------------+-------------------------------------+
     * </pre>
     */
    public enum State {
        NEW, NEGOTIATING, STREAMING, DRAINING, CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(WorkerSession.class);
    private static final Duration GATHER = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    /** How long the client may take to close after the last message. */
    private static final Duration LINGER = Duration.ofSeconds(10);
    /** After this a client that is not connected gives its place to one that asks for a session, where all places are taken. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_REASON = 500;
    private static final String TIMEOUT_REACHED = "timeout_reached";

    private final SessionContext context;
    private final RtcPeers peers;
    private final Consumer<WorkerSession> onClosed;
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final SessionStream stream;
    private final SessionTimers timers;
    private final Instant since = Instant.now();
    private final long sinceNanos = System.nanoTime();
    private volatile State state = State.NEW;
    private RtcPeer peer;

    /**
     * @param threads that the processor runs on
     * @param uploads what the uploads of all sessions share
     * @param onClosed called on the session's loop when everything is freed
     */
    WorkerSession(String id, WorkerRequest request, WorkerOptions options, FrameProcessor processor, SharedThreads threads,
            RtcPeers peers, SessionDialect dialect, UploadQuota uploads, Consumer<WorkerSession> onClosed) {
        this.peers = peers;
        this.onClosed = onClosed;
        context = new SessionContext(id, request, options, new WorkerCounters(),
                new SerialLoop(id, this::taskFailed, options.memory().account("Session " + id)), threads, dialect, uploads);
        stream = new SessionStream(context, processor, new StreamEvents());
        timers = new SessionTimers(context, stream, new SessionTimers.Events() {
            @Override
            public void timeoutReached() {
                stream.stopAfterCurrentFrames(() -> finish(TIMEOUT_REACHED, null));
            }

            @Override
            public void idle() {
                finish("idle_timeout", null);
            }
        });
    }

    /** The failure may have come between any two steps: the session ends, and frees what it holds. On the loop. */
    private void taskFailed(Throwable failure) {
        shutDown("it was broken by " + failure);
    }

    public String id() {
        return context.id();
    }

    public WorkerRequest request() {
        return context.request();
    }

    /** Bytes that it holds for its client. */
    public long memoryHeld() {
        return memory().held();
    }

    /** What it holds of what its client sent: the request, what waits, frames in the route, results that the client has not taken. */
    MemoryBudget.Account memory() {
        return context.loop().memory();
    }

    public State state() {
        return state;
    }

    public WorkerStatistics statistics() {
        return context.counters().snapshot();
    }

    /** Whether its client was never connected, long after it should be. */
    public boolean neverCame() {
        return state == State.NEGOTIATING && System.nanoTime() - sinceNanos > PATIENCE.toNanos();
    }

    /** When the session was asked for. */
    public Instant since() {
        return since;
    }

    /** The client says that it is there: the session is not idle. From any thread. */
    public void heartbeat() {
        stream.active();
    }

    /** While true, the session takes no frames and is not idle. From any thread. */
    void suspend(boolean value) {
        context.loop().offerControl(() -> stream.suspend(value));
    }

    /** Completes when the session is closed and everything of it is freed. */
    public CompletionStage<Void> closed() {
        return closed.minimalCompletionStage();
    }

    /**
     * Answers the client's offer.
     *
     * @return the SDP of the answer; fails with a RoboflowWebrtcException, the session is closed then
     */
    CompletionStage<String> start() {
        if (!context.loop().offerControl(this::negotiate)) {
            answer.completeExceptionally(closedBeforeAnswer());
        }
        return answer;
    }

    /** Begins without a client: the worker captures, and the results go no further than the processor. */
    void startAlone() {
        context.loop().offerControl(() -> {
            if (state == State.NEW) {
                moveTo(State.NEGOTIATING);
                timers.startWithoutClient();
                moveTo(State.STREAMING);
                stream.runAlone();
            }
        });
    }

    private void negotiate() {
        if (state != State.NEW) {
            return;
        }
        moveTo(State.NEGOTIATING);
        timers.start();
        List<IceConfig.Server> servers = new ArrayList<>(context.options().iceServers().servers());
        servers.addAll(IceHosts.allowed(id(), context.request().iceServers(), context.options().allowedIceHosts()));
        try {
            peer = newPeer(context.options().iceServers().withServers(servers));
            step(peer.acceptOffer(context.request().offerSdp()), accepted -> {
                if (context.request().outputs().video()) {
                    RtcVideoSender sender = peer.answerWithVideo();
                    if (sender != null) {
                        stream.returnVideo(sender);
                    }
                }
                step(peer.createAnswer(GATHER), this::answered);
            });
        } catch (RuntimeException | LinkageError e) {
            refuse(e);
        }
    }

    private RtcPeer newPeer(IceConfig ice) {
        try {
            return peers.newPeer(ice, new PeerListener(context, stream));
        } catch (IllegalArgumentException e) {
            // the only argument that can be wrong; the message names the URL without credentials
            throw WorkerRejectedException.configuration("webrtc_config.iceServers, or the worker's own: " + e.getMessage());
        }
    }

    /** Goes on with the value on the loop, or ends the session. */
    private <T> void step(CompletableFuture<T> future, Consumer<T> next) {
        future.whenComplete((value, failure) -> context.loop().offerControl(() -> {
            if (state == State.CLOSED) {
                return;
            }
            try {
                if (failure != null) {
                    refuse(failure);
                } else {
                    next.accept(value);
                }
            } catch (RuntimeException | LinkageError e) {
                refuse(e);
            }
        }));
    }

    private void answered(String sdp) {
        IceReport gathering = peer.gathering();
        if (!gathering.silent().isEmpty() || !gathering.failed().isEmpty()) {
            LOG.warn("Session {}: answered without waiting for every ICE server; no answer yet from {}, failed {}", id(),
                    gathering.silent(), gathering.failed());
        }
        PortRange ports = context.options().iceServers().ports();
        String usedUp = ports == null || context.options().iceServers().relayOnly() ? null : ports.usedUp(sdp);
        if (usedUp != null) {
            LOG.warn("Session {} of {} may not connect: {}", id(), context.options().name(), usedUp);
        }
        answer.complete(sdp);
        stream.startCapture();
    }

    private void refuse(Throwable failure) {
        answer.completeExceptionally(failure);
        shutDown("the offer could not be answered");
    }

    /** Tells the client that the session ends, lets everything reach it, and closes. */
    private void finish(String reason, String problem) {
        if (state == State.NEGOTIATING) {
            shutDown("it was never connected");
        } else if (state == State.STREAMING && peer == null) {
            shutDown(problem == null ? "its source has ended" : problem);
        } else if (state == State.STREAMING) {
            moveTo(State.DRAINING);
            stream.finish(reason, problem, DRAIN, () -> {
                if (TIMEOUT_REACHED.equals(reason)) {
                    shutDown("its time was over");
                } else {
                    context.loop().schedule(LINGER, () -> shutDown("the client did not close after the end"));
                }
            });
        }
    }

    /** Ends the session and frees everything; idempotent, from any thread, never blocks. */
    @Override
    public void close() {
        close("the worker closed it");
    }

    void close(String why) {
        context.loop().offerControl(() -> shutDown(why));
    }

    private void shutDown(String why) {
        if (state == State.CLOSED) {
            return;
        }
        moveTo(State.CLOSED);
        free(() -> LOG.info("Session {} ended: {}; {}", id(), PeerText.line(why, MAX_REASON), statistics()));
        free(() -> answer.completeExceptionally(closedBeforeAnswer()));
        free(stream::close);
        if (peer != null) {
            free(peer::close);
        }
        free(context.loop()::close);
        free(() -> onClosed.accept(this));
        closed.complete(null);
    }

    private WorkerRejectedException closedBeforeAnswer() {
        return new WorkerRejectedException(503, "SessionClosed", "The session was closed before it was answered");
    }

    private void free(Runnable close) {
        try {
            close.run();
        } catch (Throwable e) { // one part's failure must not keep the others from being freed
            LastWords.error(LOG, "The end of session {} failed in part", id(), e);
        }
    }

    private void moveTo(State next) {
        LOG.debug("Session {}: {} -> {}", id(), state, next);
        state = next;
    }

    @Override
    public String toString() {
        return "WorkerSession[" + id() + ", " + state + ", " + request() + "]";
    }

    private final class StreamEvents implements SessionStream.Events {

        @Override
        public void streaming() {
            if (state == State.NEGOTIATING) {
                moveTo(State.STREAMING);
            }
        }

        @Override
        public void finished(String problem) {
            finish(problem == null ? null : "error: " + problem, problem);
        }

        @Override
        public void broken(String why) {
            shutDown(why);
        }
    }
}
