package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.WorkerMain;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Many sessions in one JVM; their worker is another process. */
class ThreadsIT {

    private static final int SESSIONS = 300;
    /** A slow machine connects each within its time. */
    private static final int AT_A_TIME = 25;
    /** Sockets of a session that is not connected yet, and some more. */
    private static final int DESCRIPTORS = 20;
    private static final int HANGING = 50;

    @Test
    void threeHundredSessionsNeedFewThreadsAndHangingRoutesDelayNoOthers() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Process worker = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
                WorkerMain.class.getName(), "127.0.0.1").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        CountDownLatch gate = new CountDownLatch(1);
        Set<Integer> hanging = ConcurrentHashMap.newKeySet();
        Set<Integer> answered = ConcurrentHashMap.newKeySet();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(routes(url(worker), session -> {
                if (session < HANGING) {
                    hanging.add(session);
                    gate.await();
                }
                answered.add(session);
            }));
            context.start();
            for (int session = 0; session < SESSIONS; session++) {
                context.getRouteController().startRoute("s" + session);
                if (session % AT_A_TIME == AT_A_TIME - 1) {
                    await("sessions").atMost(120, SECONDS).untilAsserted(
                            () -> assertThat(states(context, List.of())).doesNotContainValue("CONNECTING"));
                }
            }
            assertThat(new File("/proc/self/fd").list()).hasSizeLessThan(SESSIONS * DESCRIPTORS);
            ProducerTemplate template = context.createProducerTemplate();
            send(template, HANGING, SESSIONS);
            await("answers").atMost(120, SECONDS).untilAsserted(() -> assertThat(states(context, answered)).hasSize(HANGING));
            List<String> threads = new ArrayList<>(Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread))
                    .map(Thread::getName).sorted().toList());
            System.out.printf("threads: %d sessions, %d threads: %s%n", SESSIONS, threads.size(), threads);
            assertThat(threads).hasSizeLessThanOrEqualTo(40);

            send(template, 0, HANGING);
            await("routes that hang").atMost(120, SECONDS).until(() -> hanging.size() == HANGING);
            answered.clear();
            send(template, HANGING, SESSIONS);
            await("answers beside them").atMost(120, SECONDS).untilAsserted(() -> assertThat(states(context, answered)).hasSize(HANGING));
            assertThat(answered).allMatch(session -> session >= HANGING);
            gate.countDown();
            await("all answers").atMost(120, SECONDS).untilAsserted(() -> assertThat(states(context, answered)).isEmpty());
        } finally {
            gate.countDown();
            worker.destroyForcibly();
        }
    }

    /** @return states of the sessions that have been started, by their routes, but for some */
    private static Map<String, String> states(CamelContext context, Collection<Integer> but) {
        Map<String, String> states = new TreeMap<>();
        for (Route route : context.getRoutes()) {
            if (!but.contains(Integer.valueOf(route.getRouteId().substring(1)))) {
                states.put(route.getRouteId(), ((RoboflowWebrtcConsumer) route.getConsumer()).getSessionState());
            }
        }
        return states;
    }

    private static String url(Process worker) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8));
        String url = lines.readLine().substring("url ".length());
        Thread rest = new Thread(() -> lines.lines().forEach(line -> {}), "worker output");
        rest.setDaemon(true);
        rest.start();
        return url;
    }

    private static void send(ProducerTemplate template, int from, int to) {
        IntStream.range(from, to).forEach(session -> template.sendBody("roboflow-webrtc:s" + session,
                PaintedFrames.paint(session, 320, 240)));
    }

    private interface Taker {
        void take(int session) throws InterruptedException;
    }

    private static RouteBuilder routes(String url, Taker taker) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (int i = 0; i < SESSIONS; i++) {
                    int session = i;
                    from("roboflow-webrtc:s" + i + "?source=manual&emit=predictions&lossless=true&apiUrl=" + url
                            + "&workspace=acme&workflowId=numbers&connectTimeout=60s").routeId("s" + session).autoStartup(false)
                                    .process(exchange -> taker.take(session));
                }
            }
        };
    }
}
