package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Writes a body into a file up to a cap, and then stops the server. */
final class FileBody implements HttpResponse.BodySubscriber<Long> {

    private final Path file;
    private final long maxBytes;
    private final CompletableFuture<Long> result = new CompletableFuture<>();
    private volatile FileChannel channel;
    private Flow.Subscription subscription;
    private volatile long written;
    private volatile long lastNanos = System.nanoTime();

    /** @param file null: nothing is read */
    FileBody(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /** Bytes so far. From any thread. */
    long written() {
        return written;
    }

    /** When the last bytes came. From any thread. */
    long lastNanos() {
        return lastNanos;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription body) {
        subscription = body;
        if (file == null) {
            body.cancel();
            result.complete(0L);
            return;
        }
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            body.request(1);
        } catch (IOException e) {
            fail(unwritable(e));
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (result.isDone()) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                if (written + buffer.remaining() > maxBytes) {
                    fail(tooLarge(maxBytes));
                    return;
                }
                while (buffer.hasRemaining()) {
                    written += channel.write(buffer);
                }
            }
            lastNanos = System.nanoTime();
            subscription.request(1);
        } catch (IOException e) {
            fail(unwritable(e));
        }
    }

    static SourceException tooLarge(long maxBytes) {
        return new SourceException("sourceUri: the video has more than the " + maxBytes + " bytes that videoMaxSize allows", false);
    }

    private SourceException unwritable(IOException e) {
        return new SourceException("The video cannot be stored in " + file.getParent() + " (option videoCacheDir): " + e.getMessage(),
                false, e);
    }

    /** Lets go of the file; what comes afterwards is not written. From any thread, any number of times. */
    void abort() {
        result.cancel(false);
        closeFile();
    }

    private void fail(SourceException cause) {
        subscription.cancel();
        closeFile();
        result.completeExceptionally(cause);
    }

    @Override
    public void onError(Throwable failure) {
        closeFile();
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        closeFile();
        result.complete(written);
    }

    private void closeFile() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            result.completeExceptionally(unwritable(e));
        }
    }
}
