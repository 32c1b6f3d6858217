package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import java.util.concurrent.CompletableFuture;

/** Signalling that remembers the pipeline which the server made for the newest connection. */
public final class PipelineSignalling implements Signalling {

    private final Signalling target;
    private volatile String pipelineId;

    public PipelineSignalling(Signalling target) {
        this.target = target;
    }

    /** Null before the first answer. */
    public String pipelineId() {
        return pipelineId;
    }

    @Override
    public CompletableFuture<InitAnswer> initialise(InitRequest request) {
        CompletableFuture<InitAnswer> answer = target.initialise(request);
        // a branch of its own: the caller cancels the very future that the transport made
        answer.thenAccept(known -> pipelineId = known.pipelineId());
        return answer;
    }

    @Override
    public boolean onThisHost() {
        return target.onThisHost();
    }

    @Override
    public void close() {
        target.close();
    }
}
