package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.testing.FakePeers;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.FakeSignalling;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One session over fakes, with delays of milliseconds. {@link #close} ends it and asserts what every session must leave behind:
 * a final state, no thread, every peer closed exactly once, the source and the signalling closed.
 */
public final class SessionFixture implements AutoCloseable {

    static final Duration NEVER = Duration.ofMinutes(5);
    private static final AtomicInteger NAMES = new AtomicInteger();

    public final FakePeers peers = new FakePeers();
    public final FakeSignalling signalling = new FakeSignalling();
    public final FakeSource source = new FakeSource();
    public final RecordingListener listener = new RecordingListener();
    final AtomicInteger atEnd = new AtomicInteger();
    public final SessionOptions.Builder options;
    private final String name = "fixture-" + NAMES.incrementAndGet();
    private Session session;

    public SessionFixture() {
        options = SessionOptions.builder(name)
                .source(source)
                .signalling(signalling)
                .workflow(WorkflowReference.byId("acme", "count", null))
                .atEnd(atEnd::incrementAndGet)
                .reconnect(quickly(-1));
    }

    /** Millisecond delays, so many attempts. */
    public static ReconnectPolicy quickly(int attempts) {
        return new ReconnectPolicy(true, Duration.ofMillis(2), Duration.ofMillis(8), attempts);
    }

    /** A delay that does not end during the test. */
    public static ReconnectPolicy slowly() {
        return new ReconnectPolicy(true, NEVER, NEVER, -1);
    }

    public Session make() {
        session = new Session(options.build(), peers, listener);
        return session;
    }

    public Session start() {
        make().start();
        return session;
    }

    public Session session() {
        return session;
    }

    /** Starts, and waits for the first connection to stream. */
    public FakeRtcPeer stream() {
        start();
        return streaming(1);
    }

    /** Starts, and waits for the second connection to stream. */
    FakeRtcPeer stream2() {
        start();
        return streaming(2);
    }

    /** Runs the task while the loop is busy, so that all it sends waits in the mailbox together. */
    void blockLoop(Runnable task) {
        CountDownLatch release = new CountDownLatch(1);
        source.host.loop().offerControl(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        task.run();
        release.countDown();
    }

    /** Waits until the n-th connection streams and its source knows. */
    public FakeRtcPeer streaming(int connection) {
        Waiting.await("connection " + connection + " streams").until(() -> session.status().connection() == connection
                && session.state() == SessionState.STREAMING);
        settle();
        return peers.peer(connection);
    }

    public void awaitState(SessionState state) {
        Waiting.await(state.name()).until(() -> session.state() == state);
    }

    public SessionEnd awaitEnd() {
        Waiting.await("end").until(() -> session.ended().isDone());
        return session.ended().join();
    }

    /** Waits until the loop did what was offered before. */
    public void settle() {
        AtomicInteger ran = new AtomicInteger();
        source.host.loop().offerInOrder(ran::incrementAndGet);
        Waiting.await("loop to be idle").until(() -> ran.get() == 1 || !threadAlive());
    }

    @Override
    public void close() {
        session.close();
        awaitEnd();
        assertThat(session.state().isFinal()).isTrue();
        Waiting.await("no thread left").until(() -> !threadAlive());
        assertThat(peers.made()).allSatisfy(peer -> assertThat(peer.closes()).isEqualTo(1));
        assertThat(source.closed).hasValue(1);
        assertThat(signalling.closes()).isEqualTo(1);
        assertThat(atEnd).hasValue(1);
        assertThat(listener.ends).hasSize(1);
    }

    boolean threadAlive() {
        return SerialLoop.open().contains(name);
    }
}
