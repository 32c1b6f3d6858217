package io.github.camelvision.roboflow.webrtc.core.error;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What futures failed with, without the exceptions that futures wrap it in. */
public final class Causes {

    private Causes() {}

    /** The failure itself, or what the wrappers around it hold. */
    public static Throwable of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
