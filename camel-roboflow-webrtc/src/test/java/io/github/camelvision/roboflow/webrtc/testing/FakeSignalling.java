package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers requests as scripted, and with success once the script is over. */
public final class FakeSignalling implements Signalling {

    public static final InitAnswer ANSWER = new InitAnswer(
            "v=0 fake answer\r\na=candidate:1 1 udp 2122260223 10.0.0.6 5000 typ host\r\n", "answer", null, null);

    private final Queue<CompletableFuture<InitAnswer>> script = new ConcurrentLinkedQueue<>();
    private final List<InitRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger closes = new AtomicInteger();
    private volatile RoboflowWebrtcException always;

    /** The next unscripted request gets an answer. */
    public FakeSignalling answers() {
        script.add(CompletableFuture.completedFuture(ANSWER));
        return this;
    }

    /** The next unscripted request fails. */
    public FakeSignalling fails(RoboflowWebrtcException failure) {
        script.add(CompletableFuture.failedFuture(failure));
        return this;
    }

    /** Every request without a script fails. */
    public FakeSignalling failsAlways(RoboflowWebrtcException failure) {
        always = failure;
        return this;
    }

    /** The next unscripted request gets no answer until the test completes the future. */
    public CompletableFuture<InitAnswer> never() {
        CompletableFuture<InitAnswer> pending = new CompletableFuture<>();
        script.add(pending);
        return pending;
    }

    @Override
    public CompletableFuture<InitAnswer> initialise(InitRequest request) {
        requests.add(request);
        CompletableFuture<InitAnswer> scripted = script.poll();
        if (scripted != null) {
            return scripted;
        }
        return always == null ? CompletableFuture.completedFuture(ANSWER) : CompletableFuture.failedFuture(always);
    }

    public List<InitRequest> requests() {
        return requests;
    }

    public int closes() {
        return closes.get();
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }
}
