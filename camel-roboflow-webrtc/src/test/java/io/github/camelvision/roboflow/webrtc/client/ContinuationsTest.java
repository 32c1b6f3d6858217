package io.github.camelvision.roboflow.webrtc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Nobody's exchange is left open because a pool is gone. */
class ContinuationsTest {

    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void whatComesAfterTheEndOfCamelsPoolRunsAllTheSame() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ExecutorService pool = context.getExecutorServiceManager().newDefaultThreadPool(this, "test");
            Continuations continuations = new Continuations(pool);
            context.getExecutorServiceManager().shutdownNow(pool);
            continuations.execute(ran::incrementAndGet);
        }
        assertThat(ran).hasValue(1);
    }

    @Test
    void whatComesAfterTheEndOfAPoolThatThrowsRunsToo() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ExecutorService wrapped = Executors.unconfigurableExecutorService(pool);
        Continuations continuations = new Continuations(wrapped);
        pool.shutdownNow();
        continuations.execute(ran::incrementAndGet);
        assertThat(ran).hasValue(1);
    }
}
