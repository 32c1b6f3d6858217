package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results for who asks: pollEnrich, poll and ConsumerTemplate. */
@Timeout(180)
class PollIT {

    private static final String CAMERA = "roboflow-webrtc:cam?source=webcam&deviceFormat=lavfi"
            + "&sourceUri=RAW(testsrc2=size=320x240:rate=20)&apiUrl={{worker.url}}&workspace=test&workflowId=counted";
    private static final String FILE = "roboflow-webrtc:file?source=file&sourceUri=" + "%s" + "&" + RouteFixture.client();

    /** A worker that tells the newest frame that it has seen. */
    private static RouteBuilder counted(AtomicLong newest) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:counted?workflowId=counted").routeId("counted").process(exchange -> {
                    newest.set(exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class));
                    exchange.getMessage().setBody(Map.of("seen", newest.get()));
                });
            }
        };
    }

    @Test
    void aCameraPolledOnceASecondGivesItsNewestFrame() throws Exception {
        AtomicLong newest = new AtomicLong();
        List<Long> behind = new ArrayList<>();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(counted(newest)).routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("timer:poll?period=1000&delay=0").routeId("polls").pollEnrich(CAMERA, 30_000)
                            .process(exchange -> behind.add(newest.get() - exchange.getMessage().getBody(InferenceResult.class).frameId()))
                            .to("mock:polled");
                }
            }).start();
            await().atMost(45, SECONDS).until(() -> fixture.mock("polled").getReceivedCounter() >= 10);
            long dropped = mbean(fixture, "Dropped");
            System.out.printf("poll: a camera at 20/s, polled once a second: %s frames behind, %d dropped%n", behind, dropped);
            // within two frames; a busy machine may hold up one poll or the other
            assertThat(behind.stream().filter(frames -> frames <= 2).count()).isGreaterThanOrEqualTo(behind.size() * 8L / 10);
            assertThat(behind).allMatch(frames -> frames < 20);
            assertThat(dropped).isGreaterThan(20);
            long before = fixture.mock("polled").getExchanges().stream()
                    .mapToLong(exchange -> exchange.getMessage().getHeader(RoboflowWebrtcConstants.DROPPED, 0L, Long.class)).sum();
            assertThat(before).isGreaterThan(20).isLessThanOrEqualTo(mbean(fixture, "Dropped"));

            WorkerConsumer worker = (WorkerConsumer) fixture.context().getRoute("counted").getConsumer();
            assertThat(worker.getSessions()).isEqualTo(1);
            fixture.remove("polls");
            await("the session's end").atMost(45, SECONDS).until(() -> worker.getSessions() == 0);
            assertThat(mbeans(fixture)).isEmpty();
        }
    }

    private static Set<ObjectName> mbeans(RouteFixture fixture) throws Exception {
        return server(fixture).queryNames(new ObjectName("org.apache.camel:type=consumers,name=RoboflowWebrtcConsumer*,*"), null)
                .stream().filter(name -> name.getKeyProperty("context").contains(fixture.context().getManagementName()))
                .collect(java.util.stream.Collectors.toSet());
    }

    private static MBeanServer server(RouteFixture fixture) {
        return fixture.context().getManagementStrategy().getManagementAgent().getMBeanServer();
    }

    private static long mbean(RouteFixture fixture, String attribute) throws Exception {
        Set<ObjectName> names = mbeans(fixture);
        assertThat(names).hasSize(1);
        return (Long) server(fixture).getAttribute(names.iterator().next(), attribute);
    }

    @Test
    void theQueueThatIsAskedForKeepsWhatFitsIntoItInOrder() throws Exception {
        AtomicLong newest = new AtomicLong();
        try (RouteFixture fixture = new RouteFixture(); ConsumerTemplate template = fixture.context().createConsumerTemplate()) {
            fixture.routes(counted(newest)).start();
            String uri = CAMERA + "&queueSize=4";
            long first = template.receiveBody(uri, 45_000, InferenceResult.class).frameId();
            await().atMost(45, SECONDS).until(() -> newest.get() > first + 20);
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ids.add(template.receiveBody(uri, 45_000, InferenceResult.class).frameId());
            }
            assertThat(ids.get(0)).isGreaterThan(first + 10);
            assertThat(ids).isEqualTo(IntStream.range(0, 4).mapToObj(i -> ids.get(0) + i).toList());
        }
    }

    @Test
    void everyFrameOfAFileIsAcknowledgedWhenItsExchangeIsDone() throws Exception {
        try (RouteFixture fixture = new RouteFixture("&ackWindow=2");
                ConsumerTemplate template = fixture.context().createConsumerTemplate()) {
            fixture.start();
            String uri = FILE.formatted(TestVideos.of(60).file());
            List<Long> ids = new ArrayList<>();
            for (Exchange polled = template.receive(uri, 45_000); polled != null; polled = template.receive(uri, 45_000)) {
                ids.add(polled.getMessage().getBody(InferenceResult.class).frameId());
                template.doneUoW(polled);
            }
            assertThat(ids).isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(Long::valueOf).toList());
        }
    }

    @Test
    void whatIsNotDoneStopsTheServer() throws Exception {
        try (RouteFixture fixture = new RouteFixture("&ackWindow=2");
                ConsumerTemplate template = fixture.context().createConsumerTemplate()) {
            fixture.start();
            String uri = FILE.formatted(TestVideos.of(300).file());
            List<Exchange> held = new ArrayList<>();
            for (Exchange polled = template.receive(uri, 45_000); polled != null; polled = template.receive(uri, 1500)) {
                held.add(polled);
            }
            // the server paces from its first acknowledgement on
            assertThat(held).hasSizeBetween(2, 200);
            held.forEach(template::doneUoW);
            assertThat(template.receiveBody(uri, 45_000, InferenceResult.class)).isNotNull();
        }
    }

    @Test
    void aSessionThatFailedIsTold() throws Exception {
        try (RouteFixture fixture = new RouteFixture(); ConsumerTemplate template = fixture.context().createConsumerTemplate()) {
            fixture.start();
            assertThatThrownBy(() -> template.receiveBody("roboflow-webrtc:lost?source=manual&apiUrl={{worker.url}}&workspace=test"
                    + "&workflowId=nobody&reconnect=false")).hasRootCauseInstanceOf(RoboflowWebrtcException.class)
                            .hasStackTraceContaining("The session lost failed: ");
        }
    }

    @Test
    void eventsComeWithTheResults() throws Exception {
        try (RouteFixture fixture = new RouteFixture(); ConsumerTemplate template = fixture.context().createConsumerTemplate()) {
            fixture.start();
            String uri = FILE.formatted(TestVideos.of(5).file()) + "&emitEvents=true";
            List<String> bodies = new ArrayList<>();
            for (Object body = template.receiveBody(uri, 45_000); body != null; body = template.receiveBody(uri, 45_000)) {
                bodies.add(body instanceof SessionEvent event ? event.type().name() : body.getClass().getSimpleName());
            }
            assertThat(bodies).startsWith("connected").endsWith("completed").hasSize(7);
        }
    }
}
