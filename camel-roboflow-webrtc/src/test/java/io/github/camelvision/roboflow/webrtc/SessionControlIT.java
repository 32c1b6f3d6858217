package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcDevConsole;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.console.DevConsole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a route can do to a running session, and what it is told about it. */
@Timeout(180)
class SessionControlIT {

    private Thread pump;

    @AfterEach
    void stopCamera() throws InterruptedException {
        if (pump != null) {
            pump.interrupt();
            pump.join();
        }
    }

    private void startCamera(ProducerTemplate frames) {
        pump = new Thread(() -> {
            try {
                FrameFeeder.pump(1500, 320, 240, 30, frame -> frames.sendBody("direct:live", frame));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        pump.start();
    }

    private static RouteBuilder live(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:live?source=manual&emitEvents=true&workspace=test&workflowId=numbers" + options).routeId("client")
                        .choice()
                        .when(header(RoboflowWebrtcConstants.EVENT).isEqualTo("dropped")).to("mock:drops")
                        .when(header(RoboflowWebrtcConstants.EVENT).isNotNull()).to("mock:events")
                        .otherwise().to("mock:results");
                from("direct:live").to("roboflow-webrtc:live").setHeader("thread", () -> Thread.currentThread().getName());
            }
        };
    }

    private static Map<String, Object> command(String name, String data, String stream) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(RoboflowWebrtcConstants.COMMAND, name);
        headers.put(RoboflowWebrtcConstants.DATA_OUTPUT, data);
        headers.put(RoboflowWebrtcConstants.STREAM_OUTPUT, stream);
        headers.values().removeIf(java.util.Objects::isNull);
        return headers;
    }

    private static void lastResultHas(MockEndpoint results, String... names) {
        await("results with " + List.of(names)).atMost(30, SECONDS).until(() -> {
            int count = results.getExchanges().size();
            return count > 0 && results.getExchanges().get(count - 1).getMessage().getBody(InferenceResult.class).fieldNames()
                    .equals(List.of(names));
        });
    }

    /** The thread on which the route goes on after an answer. */
    private static Object asksOn(ProducerTemplate template, Map<String, Object> headers) {
        Exchange answer = template.request("direct:live", exchange -> {
            exchange.getMessage().setBody(PaintedFrames.paint(7777, 320, 240));
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
        return answer.getMessage().getHeader("thread");
    }

    private static String console(RouteFixture fixture, DevConsole.MediaType type) {
        RoboflowWebrtcDevConsole console = new RoboflowWebrtcDevConsole();
        console.setCamelContext(fixture.context());
        return String.valueOf(console.call(type, Map.of()));
    }

    @Test
    void aProducersHeadersAndJmxChangeTheOutputsAndEndTheSession() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(live("&reconnect=false&apiKey=s3cret&apiUrl={{worker.url}}&dataOutput=number")).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            startCamera(template);
            MockEndpoint results = fixture.mock("results");
            lastResultHas(results, "number");

            template.sendBodyAndHeaders("direct:live", null, command("reconfigure", "", null));
            lastResultHas(results);
            assertThat(asksOn(template, command("reconfigure", "number", null))).asString().contains("RoboflowWebrtcProducer");
            assertThat(asksOn(template, Map.of())).asString().contains("RoboflowWebrtcProducer");
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
            assertThat(consumer.setDataOutput("number, image")).isEqualTo("sent");
            lastResultHas(results, "number", "image");

            assertThatThrownBy(() -> template.sendBodyAndHeaders("direct:live", null, command("reconfigure", null, "image")))
                    .isInstanceOf(CamelExecutionException.class).cause().hasMessageContaining("no video");
            assertThatThrownBy(() -> template.sendBodyAndHeaders("direct:live", null, command("reconfigure", null, null)))
                    .cause().hasMessageContaining(RoboflowWebrtcConstants.DATA_OUTPUT);
            assertThatThrownBy(() -> template.sendBodyAndHeaders("direct:live", null, command("restart", null, null)))
                    .cause().hasMessageContaining("reconfigure, reconnect, close");
            assertThat(console(fixture, DevConsole.MediaType.TEXT)).contains("live:", "state: STREAMING", "connection: 1",
                    "candidatePair: ", "udp", "reconnects: 0").doesNotContain("s3cret");
            assertThat(console(fixture, DevConsole.MediaType.JSON)).contains("STREAMING").doesNotContain("s3cret");
            assertThat(consumer.getCandidatePair()).contains(" -> ");

            stopCamera();
            template.sendBodyAndHeaders("direct:live", null, command("close", null, null));
            MockEndpoint events = fixture.mock("events");
            await().atMost(45, TimeUnit.SECONDS).until(() -> events.getReceivedCounter() == 2);
            SessionEvent end = events.getExchanges().get(1).getMessage().getBody(SessionEvent.class);
            assertThat(end.type()).isEqualTo(SessionEvent.Type.completed);
            assertThat(end.reason()).isEqualTo("closed");
            assertThat(end.state()).isEqualTo(SessionState.CLOSED);
            assertThat(end.failed()).isFalse();
            assertThat(end.lastFrameId()).isPositive();
            assertThat(end.upload()).isNull();
            assertThatThrownBy(() -> template.sendBodyAndHeaders("direct:live", null, command("reconfigure", "number", null)))
                    .cause().hasMessageContaining("is over");
        }
    }

    @Test
    void anOutageIsToldOnceWithWhatWasMissedAndLaterConnectionsAskForTheChangedOutputs() throws Exception {
        PythonPeer.assumeAvailable();
        try (RouteFixture fixture = new RouteFixture(); PythonPeer worker = PythonPeer.worker("--drop-channel-after", "20")) {
            fixture.routes(live("&apiUrl=" + worker.httpUrl() + "&reconnectDelay=50")).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            startCamera(template);
            MockEndpoint events = fixture.mock("events");
            await().atMost(30, SECONDS).until(() -> events.getReceivedCounter() >= 1);
            template.sendBodyAndHeaders("direct:live", null, command("reconfigure", "number", null));
            await().atMost(60, SECONDS).until(() -> events.getReceivedCounter() >= 8);
            stopCamera();
            List<SessionEvent> all = new ArrayList<>();
            events.getExchanges().forEach(exchange -> all.add(exchange.getMessage().getBody(SessionEvent.class)));
            assertThat(all.subList(0, 7)).extracting(event -> event.type().name())
                    .containsExactly("connected", "disconnected", "connected", "gap", "disconnected", "connected", "gap");
            SessionEvent disconnected = all.get(1);
            SessionEvent gap = all.get(3);
            assertThat(disconnected.state()).isEqualTo(SessionState.WAITING);
            assertThat(disconnected.attempt()).isEqualTo(1);
            assertThat(disconnected.nextAttempt()).isAfterOrEqualTo(disconnected.time());
            assertThat(disconnected.reason()).isNotBlank();
            assertThat(disconnected.lastFrameId()).isBetween(1L, 20L);
            assertThat(gap.sessionId()).isEqualTo(all.get(0).sessionId()).isNotEqualTo(all.get(2).sessionId());
            assertThat(gap.lastFrameId()).isEqualTo(disconnected.lastFrameId());
            assertThat(gap.reason()).isEqualTo(disconnected.reason());
            assertThat(gap.duration()).isPositive();
            assertThat(gap.from()).isBefore(disconnected.time());
            assertThat(worker.events("session").get(0).at("/request/data_output").toString()).isEqualTo("[\"*\"]");
            assertThat(worker.events("session").get(2).at("/request/data_output").toString()).isEqualTo("[\"number\"]");
        }
    }
}
