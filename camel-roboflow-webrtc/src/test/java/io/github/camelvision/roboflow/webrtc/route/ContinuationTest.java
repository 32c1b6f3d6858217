package io.github.camelvision.roboflow.webrtc.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ContinuationTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private final List<Boolean> told = new ArrayList<>();

    private Continuation on(Executor executor) {
        return new Continuation(exchange, told::add, executor, "cam");
    }

    @Test
    void anErrorOfTheAnswerFailsTheExchangeWhichGoesOn() {
        on(Runnable::run).after(CompletableFuture.completedFuture("answer"), answer -> {
            throw new OutOfMemoryError("as if");
        }, exchange::setException);
        assertThat(told).containsExactly(false);
        assertThat(exchange.getException()).hasRootCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aFailureComesWithoutTheWrappingOfFutures() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        on(Runnable::run).after(answer.thenApply(String::length), length -> {}, exchange::setException);
        answer.completeExceptionally(new IllegalStateException("not there"));
        assertThat(told).containsExactly(false);
        assertThat(exchange.getException()).isInstanceOf(IllegalStateException.class).hasMessage("not there");
    }

    @Test
    void anErrorBehindTheAnswerDoesNotReachThePool() {
        new Continuation(exchange, sync -> {
            told.add(sync);
            throw new AssertionError("an error handler's");
        }, Runnable::run, "cam").after(CompletableFuture.completedFuture("answer"), exchange.getMessage()::setBody, exchange::setException);
        assertThat(told).containsExactly(false);
        assertThat(exchange.getMessage().getBody()).isEqualTo("answer");
    }

    @Test
    void theRestOfTheRouteHasTheSessionInItsLoggingContext() {
        List<String> sessions = new ArrayList<>();
        new Continuation(exchange, sync -> sessions.add(MDC.get(LogContext.SESSION)), Runnable::run, "cam")
                .after(CompletableFuture.completedFuture("answer"), exchange.getMessage()::setBody, exchange::setException);
        assertThat(sessions).containsExactly("cam");
        assertThat(MDC.get(LogContext.SESSION)).isNull();
    }

    @Test
    void theExchangeGoesOnWhenThePoolIsShutDown() {
        on(task -> {
            throw new RejectedExecutionException("shut down");
        }).after(CompletableFuture.completedFuture("answer"), exchange.getMessage()::setBody, exchange::setException);
        assertThat(told).containsExactly(false);
        assertThat(exchange.getMessage().getBody()).isEqualTo("answer");
    }
}
