package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.CrowdMain;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.ProgramLines;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hundred sessions in one JVM, five frames a second each. Their servers are another process. */
class CrowdIT {

    private static final int SESSIONS = 100;
    private static final int THROWS = 0;
    private static final int HANGS = 1;
    private static final int FLOODS = 2;
    private static final int OTHERS = 3;
    private static final int FRAMES = 40;
    private static final int INTERVAL_MILLIS = 200;
    /** A connection has some 150 sockets while it is set up. */
    private static final int AT_A_TIME = 25;
    private static final int PATIENCE_SECONDS = 240;
    /** As many as all sessions together get. */
    private static final int FLOOD = SESSIONS * FRAMES;

    private final List<Queue<Integer>> numbers = Stream.<Queue<Integer>> generate(ConcurrentLinkedQueue::new).limit(SESSIONS).toList();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong flooded = new AtomicLong();
    private final AtomicLong outOfOrder = new AtomicLong();
    private final AtomicLong newest = new AtomicLong();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ScheduledExecutorService cameras = Executors.newScheduledThreadPool(1);
    private Process servers;

    @BeforeEach
    void servers() throws Exception {
        servers = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), CrowdMain.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @AfterEach
    void end() {
        gate.countDown();
        cameras.shutdownNow();
        context.stop();
        servers.destroyForcibly();
    }

    @Test
    void oneThatThrowsOneThatHangsAndOneThatIsFloodedTakeNothingFromTheOthers() throws Exception {
        ProgramLines lines = new ProgramLines(servers);
        context.addRoutes(routes(lines.await("worker ").substring(7), lines.await("flood ").substring(6)));
        context.start();
        connect();
        await("the flood").atMost(PATIENCE_SECONDS, SECONDS).until(() -> flooded.get() > 0);

        ProducerTemplate frames = context.createProducerTemplate();
        AtomicInteger number = new AtomicInteger();
        cameras.scheduleAtFixedRate(() -> send(frames, number.incrementAndGet()), 0, INTERVAL_MILLIS, MILLISECONDS);
        await("the last answer of the 97 and of the one that throws").atMost(PATIENCE_SECONDS, SECONDS)
                .until(() -> withLast().filter(session -> session != HANGS).count() == SESSIONS - 2);
        await("the flood goes on").atMost(PATIENCE_SECONDS, SECONDS).until(() -> flooded.get() >= FLOOD);
        RoboflowWebrtcConsumer flood = consumer(FLOODS);
        System.out.printf("crowd: %d sessions, %d answers each; flooded with %d results, %d unread, %d reconnects: %s%n", SESSIONS, FRAMES,
                flooded.get(), flood.getDropped() + flood.getMessagesDropped(), flood.getReconnects(), flood.getLastError());

        List<Integer> each = IntStream.rangeClosed(1, FRAMES).boxed().toList();
        IntStream.range(OTHERS, SESSIONS).forEach(session -> assertThat(numbers.get(session)).as("session %d", session)
                .containsExactlyElementsOf(each));
        assertThat(numbers.get(THROWS)).as("a route that throws gets each answer").containsExactlyElementsOf(each);
        await("failed exchanges").atMost(PATIENCE_SECONDS, SECONDS).untilAsserted(() -> assertThat(failed).hasValue(FRAMES));
        assertThat(numbers.get(HANGS)).as("a route that hangs has its first answer").isEmpty();
        assertThat(context.getInflightRepository().size("s" + HANGS)).isEqualTo(1);
        gate.countDown();
        await("all answers of the one that hung").atMost(PATIENCE_SECONDS, SECONDS).until(() -> numbers.get(HANGS).contains(FRAMES));
        assertThat(numbers.get(HANGS)).containsExactlyElementsOf(each);
        assertThat(outOfOrder.get()).as("results of the flood").isZero();
        assertThat(flood.getReconnects() == 0 || flood.getLastError().contains("faster than this machine could read them"))
                .as("why the flooded session connected again: %s", flood.getLastError()).isTrue();
    }

    private Stream<Integer> withLast() {
        return IntStream.range(0, SESSIONS).filter(session -> numbers.get(session).contains(FRAMES)).boxed();
    }

    private RoboflowWebrtcConsumer consumer(int session) {
        return (RoboflowWebrtcConsumer) context.getRoute("s" + session).getConsumer();
    }

    private void connect() throws Exception {
        for (int first = 0; first < SESSIONS; first += AT_A_TIME) {
            for (int session = first; session < first + AT_A_TIME; session++) {
                context.getRouteController().startRoute("s" + session);
            }
            int last = first + AT_A_TIME;
            await("sessions").atMost(PATIENCE_SECONDS, SECONDS).until(() -> IntStream.range(0, last)
                    .allMatch(session -> session == FLOODS || consumer(session).getSessionState().equals("STREAMING")));
        }
    }

    private void send(ProducerTemplate frames, int number) {
        if (number <= FRAMES) {
            IntStream.range(0, SESSIONS).filter(session -> session != FLOODS)
                    .forEach(session -> frames.sendBody("roboflow-webrtc:s" + session, PaintedFrames.paint(number, 320, 240)));
        }
    }

    private void answer(int session, Exchange exchange) throws InterruptedException {
        if (session == HANGS) {
            gate.await();
        }
        numbers.get(session).add(exchange.getMessage().getBody(InferenceResult.class).field("number").asInt());
        if (session == THROWS) {
            throw new IllegalStateException("on purpose");
        }
    }

    private void flooded(Exchange exchange) {
        long frame = exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class);
        if (frame <= newest.getAndSet(frame) && frame != 1) {
            outOfOrder.incrementAndGet();
        }
        flooded.incrementAndGet();
    }

    private RouteBuilder routes(String worker, String flood) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).logExhausted(false).process(exchange -> failed.incrementAndGet());
                for (int i = 0; i < SESSIONS; i++) {
                    int session = i;
                    String options = "&emit=predictions&realtimeProcessing=false&workspace=acme&workflowId=numbers&connectTimeout=60s";
                    if (session == FLOODS) {
                        from("roboflow-webrtc:s" + i + "?source=rtsp&sourceUri=rtsp://127.0.0.1/camera&apiUrl=" + flood + options)
                                .routeId("s" + i).autoStartup(false).process(CrowdIT.this::flooded);
                    } else {
                        from("roboflow-webrtc:s" + i + "?source=manual&lossless=true&replyTimeout=" + PATIENCE_SECONDS + "s&queueSize="
                                + FRAMES + "&apiUrl=" + worker + options)
                                        .routeId("s" + i).autoStartup(false).process(exchange -> answer(session, exchange));
                    }
                }
            }
        };
    }
}
