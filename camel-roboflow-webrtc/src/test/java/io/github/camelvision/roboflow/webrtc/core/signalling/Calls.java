package io.github.camelvision.roboflow.webrtc.core.signalling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the futures of this package. */
public final class Calls {

    public static final String KEY = "rf_Geheim-0123456789";

    private Calls() {}

    public static <T> T get(CompletableFuture<T> call) {
        try {
            return call.get(Waiting.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("The call did not succeed", e);
        }
    }

    /** The failure, which never holds the key: neither in its message nor in a cause's. */
    public static SignallingException failure(CompletableFuture<?> call) {
        Throwable failure = null;
        try {
            call.handle((value, thrown) -> thrown).thenAccept(thrown -> assertThat(thrown).isInstanceOf(SignallingException.class))
                    .get(Waiting.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            call.get(0, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            failure = e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("The call did not end", e);
        }
        assertThat(failure).isInstanceOf(SignallingException.class);
        for (Throwable link = failure; link != null; link = link.getCause()) {
            assertThat(String.valueOf(link.getMessage())).doesNotContain(KEY);
        }
        return (SignallingException) failure;
    }
}
