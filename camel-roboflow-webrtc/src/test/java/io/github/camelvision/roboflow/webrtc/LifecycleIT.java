package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.FaultLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultRoute;
import io.github.camelvision.roboflow.webrtc.testing.FaultyFront;
import io.github.camelvision.roboflow.webrtc.testing.HttpWorker;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TurnServer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stopping, suspending and closing, at every step of a session and from inside everything that it calls: nothing hangs, and every frame is
 * answered or its sender is told.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LifecycleIT {

    enum Step {
        connecting, gathering, streaming, waiting, renewing, completing
    }

    enum Act {
        stopRoute, suspendAndResume, closeSession, stopContext
    }

    enum Inside {
        stopRouteElsewhere, stopConsumer, suspendConsumer, closeSession, stopContextElsewhere
    }

    private static final int ENOUGH = 5;
    /** A frame whose server hangs is told after this. */
    private static final int REPLY_SECONDS = 5;

    private final FaultLog log = new FaultLog();
    private final HttpWorker worker = new HttpWorker();
    private final FaultyFront front = new FaultyFront(worker.url());

    @AfterEach
    void end() {
        front.close();
        worker.close();
        await("no session is left").atMost(FaultLog.PATIENCE).until(() -> RouteFixture.sessionThreads().isEmpty());
    }

    /** Each step, each act, and the pairs of them that differ in what has to be undone. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"connecting, stopRoute", "connecting, suspendAndResume", "gathering, closeSession", "streaming, stopContext",
            "streaming, suspendAndResume", "waiting, stopRoute", "renewing, closeSession", "completing, stopRoute"})
    void nothingHangsAtAnyStep(Step step, Act act) throws Exception {
        CountDownLatch inCompleted = new CountDownLatch(1);
        try (DatagramSocket silent = new DatagramSocket();
                FaultRoute route = new FaultRoute(front.url(), options(step, silent), REPLY_SECONDS, line -> {
                    log.add(line);
                    if (line.startsWith("event completed")) {
                        inCompleted.countDown();
                        pause();
                    }
                })) {
            CamelContext context = route.context();
            context.getShutdownStrategy().setTimeout(20);
            reach(step, route, silent, inCompleted);
            if (act == Act.stopContext) {
                // as a route that is stopped before the one it sends to: what is sent all the time is waited for
                route.stopSending();
            }
            inTime(() -> act(act, context));
            route.stopSending();
            log.awaitAllTold();
            assertEachToldOnce();
            inTime(context::stop);
            assertThat(context.getStatus()).isEqualTo(ServiceStatus.Stopped);
        }
    }

    private static String options(Step step, DatagramSocket silent) throws Exception {
        return switch (step) {
            case gathering -> "&gatherTimeout=60s&stunUrls=stun:" + TurnServer.ownAddress() + ":" + silent.getLocalPort();
            case renewing -> "&maxSessionAge=1s";
            default -> "";
        };
    }

    private void reach(Step step, FaultRoute route, DatagramSocket silent, CountDownLatch inCompleted) throws Exception {
        long begin = System.nanoTime();
        switch (step) {
            case connecting -> {
                front.hangs();
                route.start();
                await("request").atMost(FaultLog.PATIENCE).until(() -> front.asked() > 0);
            }
            case gathering -> {
                route.start();
                silent.setSoTimeout((int) FaultLog.PATIENCE.toMillis());
                silent.receive(new DatagramPacket(new byte[1500], 1500));
            }
            case waiting -> {
                front.says(503, null, null, "");
                route.start();
                log.awaitEvent("disconnected", begin);
            }
            case renewing -> {
                route.start();
                log.awaitAnswers(1);
                front.hangs();
                int asked = front.asked();
                await("request of a renewal").atMost(FaultLog.PATIENCE).until(() -> front.asked() > asked);
            }
            case completing -> {
                route.start();
                log.awaitAnswers(ENOUGH);
                close(route.context());
                assertThat(inCompleted.await(FaultLog.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            default -> {
                route.start();
                log.awaitAnswers(ENOUGH);
            }
        }
    }

    /** Frames that a server owes would be waited for; where that takes too long, Camel goes on without them. */
    @Test
    void aShutdownThatIsForcedTellsEverySender() throws Exception {
        front.hangs();
        try (FaultRoute route = new FaultRoute(front.url(), "", log::add)) {
            route.start();
            await("request").atMost(FaultLog.PATIENCE).until(() -> front.asked() > 0);
            await("frames").atMost(FaultLog.PATIENCE).until(() -> log.count("sent") >= ENOUGH);
            route.stopSending();
            route.context().getShutdownStrategy().setTimeout(1);
            inTime(route.context()::stop);
            log.awaitAllTold();
            assertEachToldOnce();
        }
    }

    private static void act(Act act, CamelContext context) throws Exception {
        switch (act) {
            case stopRoute -> context.getRouteController().stopRoute("client");
            case suspendAndResume -> {
                context.getRouteController().suspendRoute("client");
                context.getRouteController().resumeRoute("client");
            }
            case closeSession -> close(context);
            default -> context.stop();
        }
    }

    /** Each callback, each act: those of results and answers run on other threads than those of events. */
    @ParameterizedTest(name = "in {0}: {1}")
    @CsvSource({"result, stopRouteElsewhere", "result, closeSession", "event connected, stopConsumer", "event gap, suspendConsumer",
            "event completed, stopContextElsewhere", "answered, stopConsumer"})
    void nothingHangsWhateverARouteCallsInAnExchange(String where, Inside act) throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<Void> acted = new CompletableFuture<>();
        CompletableFuture<FaultRoute> self = new CompletableFuture<>();
        try (FaultRoute route = new FaultRoute(front.url(), "", REPLY_SECONDS, line -> {
            log.add(line);
            if (line.startsWith(where) && begun.compareAndSet(false, true)) {
                actInside(act, self.join().context(), acted);
            }
        })) {
            self.complete(route);
            route.context().getShutdownStrategy().setTimeout(20);
            try (HttpWorker first = new HttpWorker()) {
                front.leadsTo(first.url());
                route.start();
                await("first answers, or the act").atMost(FaultLog.PATIENCE).until(() -> begun.get() || log.count("answered") >= ENOUGH);
                front.leadsTo(worker.url());
            }
            await("the act, or the second connection").atMost(FaultLog.PATIENCE)
                    .until(() -> begun.get() || log.events("gap", 0) > 0 && log.count("answered") > ENOUGH);
            if (!begun.get()) {
                inTime(() -> close(route.context()));
            }
            acted.get(FaultLog.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            route.stopSending();
            log.awaitAllTold();
            assertEachToldOnce();
            inTime(route.context()::stop);
        }
    }

    private static void actInside(Inside act, CamelContext context, CompletableFuture<Void> acted) {
        RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) context.getRoute("client").getConsumer();
        Task task = switch (act) {
            case stopConsumer -> consumer::stop;
            case suspendConsumer -> () -> {
                consumer.suspend();
                consumer.resume();
            };
            case closeSession -> () -> close(context);
            case stopRouteElsewhere -> () -> context.getRouteController().stopRoute("client");
            default -> context::stop;
        };
        if (act == Inside.stopRouteElsewhere || act == Inside.stopContextElsewhere) {
            // what Camel asks of those who stop their own route
            new Thread(() -> complete(task, acted)).start();
        } else {
            complete(task, acted);
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

    private static void close(CamelContext context) {
        context.createProducerTemplate().sendBodyAndHeader("direct:frames0", null, RoboflowWebrtcConstants.COMMAND, "close");
    }

    private void assertEachToldOnce() {
        assertThat(log.count("answered")).isEqualTo(log.distinct("answered"));
        assertThat(log.count("answered") + log.count("failed")).isEqualTo(log.count("sent"));
        assertThat(log.count("wrong")).isZero();
    }

    private interface Task {
        void run() throws Exception;
    }

    private static void inTime(Task task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        new Thread(() -> complete(task, done), "acting").start();
        done.get(FaultLog.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
