package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Reads a body up to a cap and then stops the server: a peer must not be able to fill the heap. */
final class CappedBody implements HttpResponse.BodySubscriber<CappedBody.Content> {

    private final int cap;
    private final CompletableFuture<Content> result = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    CappedBody(int cap) {
        this.cap = cap;
    }

    /** The bytes read, and whether more were to come. */
    record Content(byte[] bytes, boolean truncated) {}

    @Override
    public CompletionStage<Content> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (result.isDone()) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            byte[] part = new byte[Math.min(buffer.remaining(), cap - bytes.size())];
            boolean tooLong = part.length < buffer.remaining();
            buffer.get(part);
            bytes.writeBytes(part);
            if (tooLong) {
                subscription.cancel();
                result.complete(new Content(bytes.toByteArray(), true));
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(new Content(bytes.toByteArray(), false));
    }
}
