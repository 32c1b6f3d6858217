package io.github.camelvision.roboflow.webrtc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class ComponentThreadsTest {

    @Test
    void allSessionsShareThemAndNoneOutlivesTheComponent() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            ComponentThreads threads = new ComponentThreads(this, context.getExecutorServiceManager());
            ScheduledExecutorService ticks = threads.ticks();
            ExecutorService clips = (ExecutorService) threads.clips();
            assertThat(threads.ticks()).isSameAs(ticks);
            assertThat(threads.clips()).isSameAs(clips);

            threads.close();

            assertThat(ticks.isShutdown()).isTrue();
            assertThat(clips.isShutdown()).isTrue();
        }
    }

    @Test
    void theRestOfARouteRunsAfterTheEnd() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            ComponentThreads threads = new ComponentThreads(this, context.getExecutorServiceManager());
            threads.close();
            CompletableFuture<Boolean> ran = new CompletableFuture<>();
            threads.continuations().execute(() -> ran.complete(true));
            assertThat(ran.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }
}
