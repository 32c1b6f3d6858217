package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.session.engine.GuardedListener;
import io.github.camelvision.roboflow.webrtc.core.session.engine.Outcome;
import io.github.camelvision.roboflow.webrtc.core.session.engine.SessionDriver;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStatus;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.testing.FakePeers;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.FakeSignalling;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One session over fakes whose time the test moves, on the test's thread. {@link #close} ends it and asserts what every session must leave
 * behind: a final state, no timer, every peer closed exactly once, the source and the signalling closed.
 */
public final class VirtualSession implements AutoCloseable {

    /** Nothing is waited for longer, in virtual time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public final VirtualLoop loop = new VirtualLoop();
    public final FakePeers peers = new FakePeers();
    public final FakeSignalling signalling = new FakeSignalling();
    public final FakeSource source = new FakeSource();
    public final RecordingListener listener = new RecordingListener();
    private final AtomicInteger atEnd = new AtomicInteger();
    public final SessionOptions.Builder options = SessionOptions.builder("virtual")
            .source(source)
            .signalling(signalling)
            .workflow(WorkflowReference.byId("acme", "count", null))
            .atEnd(atEnd::incrementAndGet)
            .reconnect(SessionFixture.quickly(-1));
    private final Outcome outcome = new Outcome();
    private SessionDriver driver;

    public void make() {
        driver = new SessionDriver(options.build(), peers, loop, new GuardedListener(listener), outcome);
    }

    public void start() {
        make();
        begin();
    }

    /** Starts what {@link #make} made. */
    public void begin() {
        loop.offerControl(driver::start);
        loop.run();
    }

    /** Starts, and the first connection streams at once. */
    public FakeRtcPeer stream() {
        start();
        return streaming(1);
    }

    /** Starts, and the second connection streams after a while. */
    FakeRtcPeer stream2() {
        start();
        return streaming(2);
    }

    /** Time passes until the n-th connection streams. */
    public FakeRtcPeer streaming(int connection) {
        until(() -> status().connection() == connection && state() == SessionState.STREAMING);
        return peers.peer(connection);
    }

    /** Time passes until the n-th peer is made. */
    public FakeRtcPeer peer(int number) {
        until(() -> peers.made().size() >= number);
        return peers.peer(number);
    }

    /** Time passes until the condition holds. */
    public void until(BooleanSupplier condition) {
        Duration end = loop.elapsed().plus(PATIENCE);
        loop.run();
        while (!condition.getAsBoolean()) {
            assertThat(loop.elapsed()).as("time that passed, in state %s", state()).isLessThan(end);
            loop.advanceToNext(end.minus(loop.elapsed()));
        }
    }

    /** So much time passes, and the condition holds all the while. */
    public void during(Duration duration, BooleanSupplier condition) {
        Duration end = loop.elapsed().plus(duration);
        loop.run();
        while (loop.elapsed().compareTo(end) < 0) {
            assertThat(condition.getAsBoolean()).as("at %s, in state %s", loop.elapsed(), state()).isTrue();
            loop.advanceToNext(end.minus(loop.elapsed()));
        }
    }

    public void awaitState(SessionState state) {
        until(() -> state() == state);
    }

    public SessionEnd awaitEnd() {
        until(outcome.end()::isDone);
        return outcome.end().join();
    }

    /** Does what was offered; no time passes. */
    public void settle() {
        loop.run();
    }

    public SessionStatus status() {
        return driver.status();
    }

    public SessionState state() {
        return driver.status().state();
    }

    public SessionStats stats() {
        return driver.stats();
    }

    public Duration inState() {
        return driver.inState();
    }

    public RoboflowWebrtcException failure() {
        return driver.failure();
    }

    /** What {@link Session#awaitFirstOutcome} says, without waiting. */
    boolean firstOutcome() throws InterruptedException {
        return outcome.awaitFirst(Duration.ZERO);
    }

    public void retryNow() {
        loop.offerControl(driver::retryNow);
        loop.run();
    }

    /** The user ends the session. */
    public void end() {
        loop.offerControl(driver::close);
        loop.run();
    }

    /** The user's side cannot go on. */
    public void giveUp(RoboflowWebrtcException cause) {
        loop.offerControl(() -> driver.giveUp(cause));
        loop.run();
    }

    /** A task of the loop ended with this error. */
    public void broken(Throwable error) {
        loop.offerControl(() -> driver.broken(error));
        loop.run();
    }

    public CompletableFuture<Boolean> reconfigure(List<String> streamOutput, List<String> dataOutput) {
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        driver.reconfigure(streamOutput, dataOutput, sent);
        loop.run();
        return sent;
    }

    /** Statistics of the current connection. */
    public Map<String, Object> peerStats() {
        return driver.peerStats().join();
    }

    @Override
    public void close() {
        if (driver == null) {
            return;
        }
        end();
        awaitEnd();
        loop.run();
        assertThat(state().isFinal()).isTrue();
        assertThat(loop.timersAtClose()).as("timers that the session left").isZero();
        assertThat(peers.made()).allSatisfy(peer -> assertThat(peer.closes()).isEqualTo(1));
        assertThat(source.closed).hasValue(1);
        assertThat(signalling.closes()).isEqualTo(1);
        assertThat(atEnd).hasValue(1);
        assertThat(listener.ends).hasSize(1);
    }
}
