package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two contexts in a JVM, each with a worker and a client of it: one stops while the other streams, which loses nothing. */
@Timeout(180)
class TwoContextsIT {

    private static final int FRAMES = 60;
    private static final int BEFORE = 10;

    @Test
    void theOtherContextLosesNothing() throws Exception {
        try (RouteFixture staying = fixture(); RouteFixture going = fixture()) {
            CountDownLatch streaming = new CountDownLatch(BEFORE);
            CountDownLatch stopped = new CountDownLatch(1);
            CompletableFuture<Void> stayed = CompletableFuture.runAsync(() -> stream(staying, 1, FRAMES, streaming))
                    .thenRunAsync(() -> await(stopped)).thenRunAsync(() -> stream(staying, FRAMES + 1, FRAMES + BEFORE, streaming));
            stream(going, 1, BEFORE, new CountDownLatch(0));
            await(streaming);
            going.context().stop();
            stopped.countDown();
            stayed.get(120, TimeUnit.SECONDS);
            assertThat(staying.context().isStarted()).isTrue();
            // both before one is closed, which waits for the end of all sessions of the JVM
            staying.context().stop();
        }
    }

    private static RouteFixture fixture() throws Exception {
        return new RouteFixture().routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:camera?source=manual&" + RouteFixture.client()).to("log:results?level=DEBUG");
                from("direct:frames").to("roboflow-webrtc:camera?source=manual&" + RouteFixture.client());
            }
        }).start();
    }

    /** Each frame gets its own answer, or this throws. */
    private static void stream(RouteFixture fixture, int first, int last, CountDownLatch answered) {
        ProducerTemplate frames = fixture.context().createProducerTemplate();
        for (int number = first; number <= last; number++) {
            InferenceResult result = frames.requestBody("direct:frames", PaintedFrames.paint(number, 320, 240), InferenceResult.class);
            assertThat(result.field("number").asInt()).isEqualTo(number);
            answered.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
