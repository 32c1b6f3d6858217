package io.github.camelvision.roboflow.webrtc.core.session;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.SessionGate;
import io.github.camelvision.roboflow.webrtc.core.source.Source;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A source that adds nothing. */
public final class FakeSource implements Source {

    final AtomicInteger attached = new AtomicInteger();
    public final AtomicInteger connected = new AtomicInteger();
    final AtomicInteger runsClosed = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    public volatile boolean live = true;
    public volatile String readByServer;
    volatile long dropped;
    public volatile SourceHost host;
    public volatile boolean dataChannelFrames;
    volatile RuntimeException attachFailure;
    /** What a result is of; null: the result itself, of no frame that is known. */
    volatile Function<InferenceResult, List<SourceResult>> answers;
    volatile SessionGate gate;
    final AtomicInteger prepared = new AtomicInteger();
    volatile CompletableFuture<Void> preparation = CompletableFuture.completedFuture(null);
    volatile boolean owed = true;
    volatile boolean selfPaced;
    final List<Integer> unhandled = new CopyOnWriteArrayList<>();
    volatile RuntimeException closeFailure;
    /** Thrown when it is asked whether it is live, one a time. */
    final Queue<Error> liveFailures = new ConcurrentLinkedQueue<>();

    /** What a result is of. */
    public void answersWith(Function<InferenceResult, List<SourceResult>> value) {
        answers = value;
    }

    @Override
    public SourceRun attach(RtcPeer peer, SourceHost newHost) {
        attached.incrementAndGet();
        host = newHost;
        if (attachFailure != null) {
            throw attachFailure;
        }
        return new SourceRun() {
            @Override
            public Map<String, Object> requestParameters() {
                return Map.of("fake", true);
            }

            @Override
            public OutputRequest outputs(OutputRequest wanted) {
                return dataChannelFrames ? new OutputRequest(List.of(), List.of("*", "image"), wanted.realtime()) : wanted;
            }

            @Override
            public List<SourceResult> onResult(InferenceResult result) {
                return answers == null ? SourceRun.super.onResult(result) : answers.apply(result);
            }

            @Override
            public boolean selfPaced() {
                return selfPaced;
            }

            @Override
            public boolean owed() {
                return owed;
            }

            @Override
            public void unhandled(int results) {
                unhandled.add(results);
            }

            @Override
            public void connected() {
                connected.incrementAndGet();
            }

            @Override
            public void close() {
                runsClosed.incrementAndGet();
                if (closeFailure != null) {
                    throw closeFailure;
                }
            }
        };
    }

    @Override
    public CompletableFuture<Void> prepare() {
        prepared.incrementAndGet();
        return preparation;
    }

    @Override
    public SessionGate gate() {
        return gate;
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public boolean live() {
        Error failure = liveFailures.poll();
        if (failure != null) {
            throw failure;
        }
        return live;
    }

    @Override
    public String readByServer() {
        return readByServer;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
        if (closeFailure != null) {
            throw closeFailure;
        }
    }
}
