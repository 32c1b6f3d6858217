package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that moves to a new connection every few seconds while frames flow. */
class RenewalRouteIT {

    private static final int FRAMES = 225;

    @ParameterizedTest
    @CsvSource({"false, maxSessionAge=3s&lossless=true, 0", "true, maxSessionAge=3s&lossless=true, 0",
            "false, processingTimeout=8s&lossless=true, 0", "true, maxSessionAge=3s&realtimeProcessing=false, 2"})
    void noFrameIsDoubledAndNoneMissedBeyondWhatTheEncoderSkips(boolean python, String option, int missingPerRenewal) throws Exception {
        try (PythonPeer worker = python ? PythonPeer.worker() : null; RouteFixture fixture = new RouteFixture()) {
            String url = python ? worker.httpUrl() : "{{worker.url}}";
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:live?source=manual&queueSize=100&emitEvents=true&workspace=acme&workflowId=numbers&apiUrl=" + url
                            + "&" + option).routeId("client").choice()
                                    .when(header(RoboflowWebrtcConstants.EVENT).isNull()).to("mock:results")
                                    .otherwise().toD("mock:${header." + RoboflowWebrtcConstants.EVENT + "}");
                    from("direct:frames").to("roboflow-webrtc:live");
                }
            }).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            FrameFeeder.pump(FRAMES, 320, 240, 15, frame -> template.sendBody("direct:frames", frame));
            MockEndpoint results = fixture.mock("results");
            await("the last frame").atMost(45, SECONDS).until(() -> numbers(results).contains(FRAMES));

            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            long renewals = consumer.getRenewals();
            List<Integer> numbers = numbers(results);
            TreeSet<Integer> missing = IntStream.rangeClosed(1, FRAMES).boxed().collect(Collectors.toCollection(TreeSet::new));
            numbers.forEach(missing::remove);
            System.out.printf("renewal (%s, %s): %d frames, %d answered, missing %s, %d renewals%n", python ? "Python" : "Java", option,
                    FRAMES, numbers.size(), missing, renewals);
            assertThat(renewals).isGreaterThanOrEqualTo(2);
            assertThat(numbers).doesNotHaveDuplicates().doesNotContain(-1);
            if (option.contains("lossless")) {
                assertThat(numbers).isSorted();
            }
            assertThat(missing).hasSizeLessThanOrEqualTo((int) (missingPerRenewal * renewals));
            assertThat(fixture.mock("gap").getReceivedCounter()).isZero();
            assertThat(fixture.mock("disconnected").getReceivedCounter()).isZero();
            assertThat(consumer.getReconnects()).isZero();
        }
    }

    /** What was on its way to the killed server is sent again, and what comes after it waits. */
    @Test
    void framesOfALosslessSessionComeInOrderOverAServerThatIsKilled() throws Exception {
        PythonPeer.assumeAvailable();
        PythonPeer worker = PythonPeer.worker();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:live?source=manual&lossless=true&replyTimeout=60s&reconnectDelay=500ms&workspace=acme"
                            + "&workflowId=numbers&apiUrl=" + worker.httpUrl()).routeId("client").to("mock:results");
                    from("direct:frames").to("roboflow-webrtc:live");
                }
            }).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            MockEndpoint results = fixture.mock("results");
            FutureTask<Void> pumped = new FutureTask<>(() -> {
                FrameFeeder.pump(FRAMES, 320, 240, 15, frame -> template.sendBody("direct:frames", frame));
                return null;
            });
            new Thread(pumped, "camera").start();
            await("a third of the frames").atMost(45, SECONDS).until(() -> results.getReceivedCounter() > FRAMES / 3);
            worker.crash();
            try (PythonPeer again = PythonPeer.worker("--port", String.valueOf(worker.port()))) {
                pumped.get(120, SECONDS);
                await("the last frame").atMost(60, SECONDS).until(() -> numbers(results).contains(FRAMES));
                assertThat(numbers(results)).isEqualTo(IntStream.rangeClosed(1, FRAMES).boxed().toList());
                assertThat(((RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer()).getReconnects()).isPositive();
            }
        } finally {
            worker.close();
        }
    }

    /** Both connections get every frame until the results of the new one can be tied to frames. */
    @Test
    void aCapturedStreamMovesWithoutAGapAndWithoutAFrameTwice() throws Exception {
        PythonPeer.assumeAvailable();
        PythonPeer.assumeRtspAvailable();
        try (PythonPeer worker = PythonPeer.worker(); PythonPeer rtsp = PythonPeer.rtspServer();
                RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:live?source=stream&queueSize=1000&maxSessionAge=3s&emitEvents=true&sourceUri=" + rtsp.rtspUrl()
                            + "&workspace=acme&workflowId=numbers&apiUrl=" + worker.httpUrl()).routeId("client").choice()
                                    .when(header(RoboflowWebrtcConstants.EVENT).isNull()).to("mock:results")
                                    .otherwise().toD("mock:${header." + RoboflowWebrtcConstants.EVENT + "}");
                }
            }).start();
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            MockEndpoint results = fixture.mock("results");
            await("renewals").atMost(90, SECONDS).until(() -> consumer.getRenewals() >= 3);
            int before = results.getReceivedCounter();
            await("the stream goes on").atMost(30, SECONDS).until(() -> results.getReceivedCounter() > before + 10);

            List<Integer> numbers = numbers(results);
            TreeSet<Integer> missing = IntStream.rangeClosed(numbers.get(0), numbers.get(numbers.size() - 1)).boxed()
                    .collect(Collectors.toCollection(TreeSet::new));
            numbers.forEach(missing::remove);
            System.out.printf("renewal (stream): %d answered of numbers %d to %d, without %s, %d renewals, captured %d, sent %d%n",
                    numbers.size(), numbers.get(0), numbers.get(numbers.size() - 1), missing, consumer.getRenewals(),
                    consumer.getCaptured(), consumer.getCaptureSent());
            assertThat(numbers).doesNotHaveDuplicates().isSorted().doesNotContain(-1);
            assertThat(consumer.getCaptureSent()).isBetween((long) numbers.size(), consumer.getCaptured());
            assertThat(consumer.getCaptureInterruptions()).isZero();
            assertThat(fixture.mock("gap").getReceivedCounter()).isZero();
            assertThat(fixture.mock("disconnected").getReceivedCounter()).isZero();
            assertThat(consumer.getReconnects()).isZero();
        }
    }

    /** The server opens the camera a second time, for the new connection, before the old one is closed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCameraThatTheServerReadsMovesWithoutAGap(boolean python) throws Exception {
        PythonPeer.assumeAvailable();
        PythonPeer.assumeRtspAvailable();
        try (PythonPeer worker = python ? PythonPeer.worker() : null; PythonPeer rtsp = PythonPeer.rtspServer();
                RouteFixture fixture = new RouteFixture("&allowedSourceHosts=127.0.0.1")) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:live?source=rtsp&queueSize=1000&maxSessionAge=3s&emitEvents=true&sourceUri=" + rtsp.rtspUrl()
                            + "&workspace=acme&workflowId=numbers&apiUrl=" + (python ? worker.httpUrl() : "{{worker.url}}"))
                                    .routeId("client").choice()
                                    .when(header(RoboflowWebrtcConstants.EVENT).isNull()).to("mock:results")
                                    .otherwise().toD("mock:${header." + RoboflowWebrtcConstants.EVENT + "}");
                }
            }).start();
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            MockEndpoint results = fixture.mock("results");
            await("renewals").atMost(90, SECONDS).until(() -> consumer.getRenewals() >= 3);
            int before = results.getReceivedCounter();
            await("the stream goes on").atMost(30, SECONDS).until(() -> results.getReceivedCounter() > before + 10);
            // each connection's camera begins anew; what a connection has delivered is in order, and over when the next one's begins
            List<Exchange> received = List.copyOf(results.getExchanges());
            List<String> connections = received.stream()
                    .map(exchange -> exchange.getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID, String.class)).toList();
            List<Integer> numbers = numbers(received);
            System.out.printf("renewal (rtsp, %s): %d answered, %d renewals%n", python ? "Python" : "Java", numbers.size(),
                    consumer.getRenewals());
            assertThat(connections.stream().distinct().count()).isGreaterThanOrEqualTo(4);
            for (int i = 1; i < numbers.size(); i++) {
                if (connections.get(i).equals(connections.get(i - 1))) {
                    assertThat(numbers.get(i)).as("after " + numbers.subList(0, i)).isGreaterThan(numbers.get(i - 1));
                } else {
                    assertThat(connections.subList(i, connections.size())).doesNotContain(connections.get(i - 1));
                }
            }
            assertThat(fixture.mock("gap").getReceivedCounter()).isZero();
            assertThat(fixture.mock("disconnected").getReceivedCounter()).isZero();
            assertThat(consumer.getReconnects()).isZero();
        }
    }

    private static List<Integer> numbers(MockEndpoint mock) {
        return numbers(mock.getExchanges());
    }

    private static List<Integer> numbers(List<Exchange> received) {
        return received.stream()
                .map(exchange -> exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()).toList();
    }
}
