package io.github.camelvision.roboflow.webrtc.core.session.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session for programs without Camel: handlers, a loop over the video, and an end to wait for.
 *
 * <pre>{@code
 * SignallingOptions server = SignallingOptions.of("https://serverless.roboflow.com", key);
 * SessionOptions options = SessionOptions.builder("gate-3").server(server)
 *         .source(source).workflow(WorkflowReference.byId("acme", "count-people", null)).build();
 * try (VideoSession session = VideoSession.open(options)) {
 *     session.onData("predictions", (predictions, metadata) -> System.out.println(metadata.frameId() + ": " + predictions));
 *     session.run();
 * }
 * }</pre>
 *
 * <p>It connects with the first {@link #run}, {@link #video}, {@link #start} or {@link #awaitEnd}. The options' {@link Emit} says what
 * there is to handle: {@code predictions} data, {@code frames} video, {@code paired} both.
 *
 * <p>Threads: handlers are called one at a time, never on the session's loop or a native thread. They run on the thread that is in
 * {@link #run} or iterates over {@link #video}, or else on one of this object's own. What is slower than the session drops the oldest
 * when the server processes in real time, see {@link #dropped}; otherwise the server waits, since a frame is acknowledged when its
 * handlers have returned. Every method may be called from any thread, handlers included.
 */
public final class VideoSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VideoSession.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final int REALTIME_QUEUE = 8;
    /** The server's window is far smaller; this only bounds what a server can do that ignores it. */
    private static final int PACED_QUEUE = 1024;

    /** Who calls the handlers. */
    private enum Use {
        NOBODY, OWN_THREAD, RUN, VIDEO
    }

    private final SessionOptions options;
    private final Session session;
    private final HandlerQueue queue;
    private final Handlers handlers;
    private final CountDownLatch handled = new CountDownLatch(1);
    private Use use = Use.NOBODY;

    /** @param release runs when the session is over, on its loop */
    VideoSession(SessionOptions options, RtcPeers peers, Runnable release) {
        this.options = options;
        this.handlers = new Handlers(options.name());
        this.queue = new HandlerQueue(options.outputs().realtime() ? REALTIME_QUEUE : PACED_QUEUE);
        this.session = new Session(options, peers, new ToQueue(queue, release));
    }

    /** A session that does nothing yet. Close it, also if it was never started. */
    public static VideoSession open(SessionOptions options) {
        RuntimeLease lease = new RuntimeLease();
        return new VideoSession(options, lease, lease::close);
    }

    /**
     * Calls the handler with every frame and its metadata, which is null when no result belongs to the frame.
     *
     * @throws IllegalStateException when the session brings no frames
     */
    public VideoSession onFrame(BiConsumer<Frame, FrameMetadata> handler) {
        checkFrames();
        handlers.addFrame(handler);
        return this;
    }

    /**
     * Calls the handler with every result. The metadata is null when the server sent none.
     *
     * @throws IllegalStateException when the session brings no results
     */
    public VideoSession onData(BiConsumer<InferenceResult, FrameMetadata> handler) {
        checkData();
        handlers.addData(handler);
        return this;
    }

    /**
     * Calls the handler with one output of every result that has it.
     *
     * @throws IllegalStateException when the session brings no results
     */
    public VideoSession onData(String field, BiConsumer<JsonNode, FrameMetadata> handler) {
        checkData();
        handlers.addField(field, handler);
        return this;
    }

    /**
     * Calls the handler with everything that breaks: outages, unreadable messages, the failure that ends the session, and what other
     * handlers throw, which ends nothing. An {@link Error} that a handler throws comes as the cause of a {@link RoboflowWebrtcException}.
     * The session logs what breaks in it in any case; what a handler throws is logged only without such a handler.
     */
    public VideoSession onError(Consumer<RuntimeException> handler) {
        handlers.addError(handler);
        return this;
    }

    private void checkFrames() {
        if (options.emit() == Emit.predictions) {
            throw new IllegalStateException("The session brings no frames: build its options with emit(Emit.frames) or "
                    + "emit(Emit.paired)");
        }
    }

    private void checkData() {
        if (options.emit() == Emit.frames) {
            throw new IllegalStateException("The session brings no results: build its options with emit(Emit.predictions) or "
                    + "emit(Emit.paired)");
        }
    }

    private synchronized boolean claim(Use wanted) {
        if (use != Use.NOBODY) {
            return false;
        }
        use = wanted;
        session.start();
        return true;
    }

    private synchronized Use use() {
        return use;
    }

    /** Connects, and calls the handlers on a thread of its own. Further calls do nothing. */
    public VideoSession start() {
        if (claim(Use.OWN_THREAD)) {
            Thread thread = new Thread(this::handleInBackground, "roboflow-webrtc-" + options.name() + "-handlers");
            thread.setDaemon(true);
            thread.start();
        }
        return this;
    }

    private void handleInBackground() {
        LogContext.ofThread(options.name());
        try {
            handleAll();
        } catch (InterruptedException e) {
            // nobody but a handler knows this thread: it wants to stop
            session.close();
        }
    }

    private void handleAll() throws InterruptedException {
        try {
            new SteadyLoop("the handlers of session " + options.name()).run(() -> {
                HandlerQueue.Item item = queue.take();
                if (item != null) {
                    handle(item);
                }
                return item != null;
            });
        } finally {
            queue.close();
            handled.countDown();
        }
    }

    private void handle(HandlerQueue.Item item) {
        if (item.error() != null) {
            handlers.handle(item.error());
            return;
        }
        try {
            handlers.handle(item.delivery(), false);
        } finally {
            item.delivery().done();
        }
    }

    /**
     * Connects and calls the handlers on this thread until the session is over; after {@link #start} only waits for that. Closes the
     * session when this thread is interrupted.
     *
     * @return how it ended
     * @throws RoboflowWebrtcException when it failed for good
     * @throws IllegalStateException when {@link #video} is in use, or a handler calls
     */
    public SessionEnd run() throws InterruptedException {
        if (handlers.onCallingThread()) {
            throw new IllegalStateException("run() cannot be called by a handler");
        }
        boolean mine = claim(Use.RUN);
        if (!mine && use() == Use.VIDEO) {
            throw new IllegalStateException("The session is used by video(): it can have either a loop or run()");
        }
        boolean finished = false;
        try {
            if (mine) {
                handleAll();
            }
            handled.await();
            while (!session.awaitEnd(CLOSE_TIMEOUT)) {
                LOG.debug("Session {}: waiting for its end", options.name());
            }
            finished = true;
        } finally {
            if (!finished) {
                close();
            }
        }
        return endOrThrow();
    }

    private SessionEnd endOrThrow() {
        SessionEnd end = session.ended().join();
        if (end.cause() != null) {
            throw end.cause();
        }
        return end;
    }

    /**
     * Connects, and gives every frame until the session is over. Can be iterated once; asking for the next frame says that the one
     * before is handled. Handlers are called on the iterating thread, while it waits. The iteration throws a
     * {@link RoboflowWebrtcException} when the session failed for good, and ends, closing the session, when its thread is interrupted.
     *
     * @throws IllegalStateException when the session brings no frames, or is started already
     */
    public Iterable<VideoFrame> video() {
        checkFrames();
        if (!claim(Use.VIDEO)) {
            throw new IllegalStateException("The session is in use already: call video() instead of start(), awaitEnd() or run(), "
                    + "and once");
        }
        VideoIterator iterator = new VideoIterator(queue, handlers, this::endOfVideo);
        return () -> iterator;
    }

    /** @param interrupted while waiting */
    private void endOfVideo(boolean interrupted) {
        if (interrupted) {
            session.close();
        } else {
            endOrThrow();
        }
    }

    /**
     * Waits until the session is over and its last handler has returned; starts it if nobody did.
     *
     * @return false when the time was up before. In a handler at once whether the session is over
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        if (handlers.onCallingThread()) {
            return session.state().isFinal();
        }
        start();
        long end = System.nanoTime() + timeout.toNanos();
        return session.awaitEnd(timeout)
                && (use() == Use.VIDEO || handled.await(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    }

    /** See {@link Session#reconfigure}. */
    public CompletableFuture<Boolean> reconfigure(List<String> streamOutput, List<String> dataOutput) {
        return session.reconfigure(streamOutput, dataOutput);
    }

    /** Where it is now. Any thread. */
    public SessionState state() {
        return session.state();
    }

    /** State, connection, attempt and last error, all of one moment. Any thread. */
    public SessionStatus status() {
        return session.status();
    }

    /** Counters that grow until the session is over, and stay readable afterwards. Any thread. */
    public SessionStats stats() {
        return session.stats();
    }

    /** Results and frames dropped because the handlers were slower than the session. */
    public long dropped() {
        return queue.dropped();
    }

    /**
     * Ends the session; what waits for handlers is dropped. Idempotent. Waits until everything is freed, at most 10 s, unless a handler
     * calls; for a handler that is still running see {@link #awaitEnd}.
     */
    @Override
    public void close() {
        queue.close();
        session.close();
        if (handlers.onCallingThread()) {
            return;
        }
        try {
            if (!session.awaitEnd(CLOSE_TIMEOUT)) {
                LOG.warn("Session {} did not close within {} s", options.name(), CLOSE_TIMEOUT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the session loop: queue and return. */
    private record ToQueue(HandlerQueue queue, Runnable release) implements SessionListener {

        @Override
        public void onDelivery(Delivery delivery) {
            queue.offer(delivery);
        }

        @Override
        public boolean makeRoom() {
            return queue.makeRoom();
        }

        @Override
        public void onError(RoboflowWebrtcException error) {
            if (!queue.offer(error)) {
                LOG.warn("Nobody handles: {}", error.getMessage());
            }
        }

        @Override
        public void onEnd(SessionEnd end) {
            if (end.cause() != null) {
                onError(end.cause());
            }
            queue.end();
            release.run();
        }
    }
}
