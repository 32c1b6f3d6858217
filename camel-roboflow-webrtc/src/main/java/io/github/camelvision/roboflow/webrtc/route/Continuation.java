package io.github.camelvision.roboflow.webrtc.route;

import io.github.camelvision.roboflow.webrtc.core.error.Causes;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Goes on with an exchange when an answer is there, or has failed: whatever that throws, the exchange goes on. */
public final class Continuation {

    private static final Logger LOG = LoggerFactory.getLogger(Continuation.class);

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Executor executor;
    private final String session;

    /**
     * @param executor runs the rest of the route
     * @param session its name, for the logging context
     */
    public Continuation(Exchange exchange, AsyncCallback callback, Executor executor, String session) {
        this.session = session;
        this.exchange = exchange;
        this.callback = callback;
        this.executor = executor;
    }

    /**
     * @param onAnswer puts the answer into the exchange
     * @param onFailure puts the failure into the exchange, without the wrapping of futures
     */
    public <T> void after(CompletableFuture<T> answer, Consumer<T> onAnswer, Consumer<Throwable> onFailure) {
        answer.whenComplete((value, failure) -> execute(() -> {
            try {
                if (failure == null) {
                    onAnswer.accept(value);
                } else {
                    onFailure.accept(Causes.of(failure));
                }
            } catch (Throwable e) { // an answer that does not fit into the heap, for instance: who waits for it must hear of that
                exchange.setException(e);
            }
            goOn();
        }));
    }

    private void goOn() {
        try (MDC.MDCCloseable context = LogContext.of(session)) {
            callback.done(false);
        } catch (Throwable e) { // of an error handler: nobody but the log can be told
            LastWords.error(LOG, "What follows an answer in route {} failed", exchange.getFromRouteId(), e);
        }
    }

    private void execute(Runnable rest) {
        try {
            executor.execute(rest);
        } catch (RejectedExecutionException e) {
            LOG.debug("The pool is shut down: the rest of the route runs on the thread of the answer");
            rest.run();
        }
    }
}
