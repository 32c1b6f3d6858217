package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.testing.FaultLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultRoute;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Stopping, suspending and closing a worker, from inside of its own route and with frames in it: nothing hangs, each frame is answered
 * once, or its sender is told.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class WorkerLifecycleIT {

    enum Inside {
        stopConsumer, suspendAndResumeConsumer, closeSession, stopRouteElsewhere, stopContextElsewhere
    }

    private static final int ENOUGH = 5;
    private static final int REPLY_SECONDS = 5;

    private final FaultLog log = new FaultLog();

    private interface Task {
        void run() throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void nothingHangsWhateverTheWorkersRouteCallsInAFrame(Inside act) throws Exception {
        AtomicInteger frames = new AtomicInteger();
        CompletableFuture<Void> acted = new CompletableFuture<>();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(worker(exchange -> {
                number(exchange);
                if (frames.incrementAndGet() == ENOUGH) {
                    act(act, fixture.context(), exchange, acted);
                }
            })).start();
            try (FaultRoute client = client(fixture).start()) {
                acted.get(FaultLog.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (act == Inside.suspendAndResumeConsumer || act == Inside.closeSession) {
                    log.awaitAnswers(ENOUGH);
                }
                client.stopSending();
                log.awaitAllTold();
                assertEachToldOnce();
            }
        }
    }

    /** They are answered, and nobody is asked for new ones. */
    @ParameterizedTest
    @EnumSource(value = Inside.class, names = {"stopRouteElsewhere", "stopContextElsewhere"})
    void framesThatAreUnderWayWhenTheWorkerStopsAreAnswered(Inside act) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean holding = new AtomicBoolean();
        AtomicInteger held = new AtomicInteger();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(worker(exchange -> {
                if (holding.get()) {
                    held.set(PaintedFrames.read(exchange.getMessage().getBody(Frame.class)));
                    gate.await();
                }
                number(exchange);
            })).start();
            try (FaultRoute client = client(fixture).start()) {
                log.awaitAnswers(ENOUGH);
                holding.set(true);
                await("a frame under way").atMost(FaultLog.PATIENCE).until(() -> held.get() != 0);
                CompletableFuture<Void> acted = new CompletableFuture<>();
                act(act, fixture.context(), null, acted);
                await("the stop waits").atMost(FaultLog.PATIENCE)
                        .until(() -> fixture.context().getRoute("pausing").getConsumer() instanceof WorkerConsumer consumer
                                && consumer.isSuspendingOrSuspended());
                assertThat(acted).isNotDone();
                gate.countDown();
                acted.get(FaultLog.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                client.stopSending();
                log.awaitAllTold();
                assertEachToldOnce();
                assertThat(log.has("answered", held.get())).as("frame %d, which was under way", held.get()).isTrue();
            }
        } finally {
            gate.countDown();
        }
    }

    /** Camel waits for it no longer than its shutdown timeout; its sender is told. */
    @Test
    void aFrameThatHangsHoldsUpNoShutdownForEver() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger held = new AtomicInteger();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getShutdownStrategy().setTimeout(1);
            fixture.routes(worker(exchange -> {
                held.incrementAndGet();
                gate.await();
            })).start();
            try (FaultRoute client = client(fixture).start()) {
                await("a frame under way").atMost(FaultLog.PATIENCE).until(() -> held.get() > 0);
                CompletableFuture<Void> acted = new CompletableFuture<>();
                act(Inside.stopContextElsewhere, fixture.context(), null, acted);
                acted.get(FaultLog.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                client.stopSending();
                log.awaitAllTold();
                assertEachToldOnce();
            } finally {
                gate.countDown();
            }
        }
    }

    private static RouteBuilder worker(org.apache.camel.Processor processor) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:pausing?workspace=acme&workflowId=numbers").routeId("pausing").process(processor);
            }
        };
    }

    private FaultRoute client(RouteFixture fixture) throws Exception {
        return new FaultRoute(fixture.workerUrl(), "", REPLY_SECONDS, log::add);
    }

    private static void number(Exchange exchange) {
        exchange.getMessage().setBody(Map.of("number", PaintedFrames.read(exchange.getMessage().getBody(Frame.class))));
    }

    private static void act(Inside act, CamelContext context, Exchange exchange, CompletableFuture<Void> acted) {
        WorkerConsumer consumer = (WorkerConsumer) context.getRoute("pausing").getConsumer();
        switch (act) {
            case stopConsumer -> complete(consumer::stop, acted);
            case suspendAndResumeConsumer -> complete(() -> {
                consumer.suspend();
                consumer.resume();
            }, acted);
            case closeSession -> complete(
                    () -> consumer.closeSession(exchange.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID, String.class)), acted);
            // what Camel asks of those who stop their own route
            case stopRouteElsewhere ->
                    new Thread(() -> complete(() -> context.getRouteController().stopRoute("pausing"), acted), "acting").start();
            default -> new Thread(() -> complete(context::stop, acted), "acting").start();
        }
    }

    private static void complete(Task task, CompletableFuture<Void> acted) {
        try {
            task.run();
            acted.complete(null);
        } catch (Exception e) {
            acted.completeExceptionally(e);
        }
    }

    private void assertEachToldOnce() {
        assertThat(log.count("answered")).isEqualTo(log.distinct("answered"));
        assertThat(log.count("answered") + log.count("failed")).isEqualTo(log.count("sent"));
        assertThat(log.count("wrong")).isZero();
    }
}
