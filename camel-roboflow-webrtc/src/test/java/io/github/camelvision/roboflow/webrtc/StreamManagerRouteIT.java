package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.EndlessFrames;
import io.github.camelvision.roboflow.webrtc.testing.InteropRecord;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonClient;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Stream Manager's protocol between both schemes, over real WebRTC (docs/protocol.adoc#stream-manager). */
class StreamManagerRouteIT {

    /** How commands travel. */
    enum Transport {
        HTTP, TCP
    }

    private final int port = RouteFixture.freePort();

    private RouteFixture fixture(Transport transport, String options) throws Exception {
        return fixture(transport, options, "");
    }

    private RouteFixture fixture(Transport transport, String options, String workerOptions) throws Exception {
        String server = workerOptions + (transport == Transport.HTTP ? "&streamManager=true" : "&streamManagerPort=" + port);
        RouteFixture fixture = new RouteFixture(server);
        String url = transport == Transport.HTTP ? "{{worker.url}}" : "tcp://127.0.0.1:" + port;
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:live?source=manual&queueSize=100&protocol=streamManager&apiUrl=" + url
                        + "&workspace=test&workflowId=numbers&reconnect=false" + options).to("mock:results");
                from("direct:frames").to("roboflow-webrtc:live");
            }
        });
        return fixture.start();
    }

    @ParameterizedTest
    @EnumSource
    void everyManagementCallDoesWhatItSaysWhilePaintedFramesGoThrough(Transport transport) throws Exception {
        try (RouteFixture fixture = fixture(transport, "&dataOutput=number");
                EndlessFrames frames = new EndlessFrames(fixture.context(), "direct:frames")) {
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> numbers(results).size() >= 10);
            List<Integer> seen = numbers(results);
            new InteropRecord("Camel route", "Java worker, Stream Manager over " + transport, "manual", "data",
                    seen.get(seen.size() - 1) - seen.get(0) + 1, seen.size()).write();

            List<?> pipelines = command(fixture, "list").getMessage().getBody(List.class);
            assertThat(pipelines).hasSize(1);
            Exchange status = command(fixture, "status");
            assertThat(status.getMessage().getHeader(RoboflowWebrtcConstants.PIPELINE_ID)).isEqualTo(pipelines.get(0));
            JsonNode source = status.getMessage().getBody(JsonNode.class).path("report").path("sources_metadata").path(0);
            assertThat(source.path("state").asText()).isEqualTo("RUNNING");
            assertThat(source.path("source_properties").path("fps").asDouble()).isPositive();

            JsonNode consumed = command(fixture, "consume").getMessage().getBody(JsonNode.class);
            assertThat(consumed.path("outputs").path(0).path("number").asInt()).isPositive();
            assertThat(consumed.path("outputs").path(0).path("image").path("type").asText()).isEqualTo("base64");
            assertThat(consumed.path("outputs").path(0).path("image").path("video_metadata").path("frame_number").asLong()).isPositive();
            assertThat(consumed.path("frames_metadata").path(0).path("frame_id").asLong()).isPositive();
            Exchange fewer = fixture.context().createProducerTemplate().request("direct:frames", exchange -> {
                exchange.getMessage().setHeader(RoboflowWebrtcConstants.COMMAND, "consume");
                exchange.getMessage().setHeader(RoboflowWebrtcConstants.EXCLUDED_FIELDS, "image, other");
            });
            assertThat(fewer.getMessage().getBody(JsonNode.class).path("outputs").path(0).has("number")).isTrue();
            assertThat(fewer.getMessage().getBody(JsonNode.class).path("outputs").path(0).has("image")).isFalse();

            assertThat(command(fixture, "pause").getException()).isNull();
            int paused = frames.lastSent();
            assertThat(command(fixture, "pause").getException()).isInstanceOfSatisfying(SignallingException.class,
                    refused -> assertThat(refused.status()).isEqualTo(409));
            await().atMost(60, SECONDS).until(() -> frames.lastSent() > paused + 90);
            assertThat(command(fixture, "resume").getException()).isNull();
            int resumed = frames.lastSent();
            await().atMost(60, SECONDS).until(() -> numbers(results).stream().anyMatch(number -> number > resumed));
            assertThat(numbers(results)).noneMatch(number -> number > paused && number <= paused + 10);

            assertThat(command(fixture, "terminate").getException()).isNull();
            assertThat(command(fixture, "list").getMessage().getBody(List.class)).isEmpty();
            assertThat(command(fixture, "status").getException()).isInstanceOfSatisfying(SignallingException.class,
                    refused -> assertThat(refused.status()).isEqualTo(404));
            assertThat(numbers(results)).doesNotHaveDuplicates().isSorted().doesNotContain(-1);
            assertThat(frameIds(results)).isSorted().doesNotHaveDuplicates().startsWith(1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void managementCallsCarryTheKeyInTheirBody(Transport transport) throws Exception {
        try (RouteFixture fixture = fixture(transport, "&dataOutput=number&apiKey=open", "&apiKeys=open");
                EndlessFrames frames = new EndlessFrames(fixture.context(), "direct:frames")) {
            await().atMost(60, SECONDS).until(() -> !numbers(fixture.mock("results")).isEmpty());
            for (String command : List.of("status", "consume", "pause", "resume", "terminate")) {
                assertThat(command(fixture, command).getException()).as(command).isNull();
            }
            assertThat(command(fixture, "list").getMessage().getBody(List.class)).isEmpty();
        }
    }

    @Test
    void resultsCarryTheOneOutputAndNothingThatTheProtocolDoesNotTell() throws Exception {
        try (RouteFixture fixture = fixture(Transport.HTTP, "&dataOutput=number&dataField=number");
                EndlessFrames frames = new EndlessFrames(fixture.context(), "direct:frames")) {
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() >= 3);
            InferenceResult result = results.getExchanges().get(2).getMessage().getBody(InferenceResult.class);
            assertThat(new String(result.json(), java.nio.charset.StandardCharsets.UTF_8)).matches("\\d+");
            assertThat(result.fieldNames()).containsExactly("number");
            assertThat(result.metadata().pts()).isNull();
            assertThat(result.metadata().receivedAt()).isNull();
            assertThat(results.getExchanges().get(2).getMessage().getHeaders()).doesNotContainKey(RoboflowWebrtcConstants.PTS)
                    .containsEntry(RoboflowWebrtcConstants.FRAME_ID, 3L);
        }
    }

    @Test
    void theVideoOfTheNamedOutputComesBackAfterTheFrameOfTheStart() throws Exception {
        try (RouteFixture fixture = fixture(Transport.HTTP, "&emit=frames&streamOutput=image");
                EndlessFrames frames = new EndlessFrames(fixture.context(), "direct:frames")) {
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> results.getExchanges().stream()
                    .map(exchange -> exchange.getMessage().getBody(Frame.class))
                    .filter(frame -> frame.width() == 640).mapToInt(PaintedFrames::read).filter(number -> number > 0).count() >= 5);
        }
    }

    @Test
    void anotherOutputIsSentAfterReconfigure() throws Exception {
        try (RouteFixture fixture = fixture(Transport.HTTP, "&dataOutput=other&emitEvents=true");
                EndlessFrames frames = new EndlessFrames(fixture.context(), "direct:frames")) {
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> !command(fixture, "list").getMessage().getBody(List.class).isEmpty());
            Exchange changed = fixture.context().createProducerTemplate().request("direct:frames", exchange -> {
                exchange.getMessage().setHeader(RoboflowWebrtcConstants.COMMAND, "reconfigure");
                exchange.getMessage().setHeader(RoboflowWebrtcConstants.DATA_OUTPUT, "number");
            });
            assertThat(changed.getException()).isNull();
            await().atMost(60, SECONDS).until(() -> results.getExchanges().stream().filter(StreamManagerRouteIT::isNumber).count() >= 3);
            assertThat(results.getExchanges()).extracting(exchange -> exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT))
                    .contains("gap");
            // the old pipeline is gone with its connection
            await().atMost(60, SECONDS).until(() -> command(fixture, "list").getMessage().getBody(List.class).size() == 1);
        }
    }

    @Test
    void aClientWrittenFromTheDescriptionAloneRunsAPipelineOverTcp() throws Exception {
        try (RouteFixture worker = new RouteFixture("&streamManagerPort=" + port).start()) {
            PythonClient.Outcome outcome = PythonClient.runStreamManager(port);
            assertThat(outcome.ok()).as("%s", outcome).isTrue();
            for (String wrong : List.of("not_json", "no_object", "too_long", "empty", "unknown_type", "no_offer")) {
                assertThat(outcome.text(wrong)).as(wrong).isEqualTo("invalid_payload");
            }
            assertThat(outcome.text("unknown_pipeline")).isEqualTo("not_found");
            assertThat(outcome.text("gone")).isEqualTo("not_found");
            assertThat(List.of(outcome.is("listed"), outcome.is("text"), outcome.is("in_order"))).containsOnly(true);
            assertThat(List.of(outcome.text("paused"), outcome.text("resumed"), outcome.text("terminated"))).containsOnly("success");
            assertThat(outcome.summary().path("consumed").toString()).isEqualTo("[\"number\"]");
            assertThat(outcome.summary().path("fps").asDouble()).isPositive();
            assertThat(outcome.summary().path("left")).isEmpty();
            new InteropRecord("Python client (aiortc)", "Java worker, Stream Manager over TCP", "manual", "data",
                    outcome.count("span"), outcome.count("answered")).write();
        }
    }

    @Test
    void pipelinesThatCrashOrHangLeaveTheOthersAlone() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (RouteFixture fixture = fixture(Transport.HTTP, "&dataOutput=number")) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:crash?workflowId=crash&streamManager=true").process(exchange -> {
                        throw new StackOverflowError("crashed");
                    });
                    from("roboflow-webrtc-worker:hang?workflowId=hang&streamManager=true").process(exchange -> hanging.await());
                    for (String name : List.of("crash", "hang")) {
                        from("roboflow-webrtc:" + name + "?source=manual&protocol=streamManager&apiUrl={{worker.url}}&workspace=test"
                                + "&workflowId=" + name + "&dataOutput=number&reconnect=false").to("mock:" + name);
                    }
                    from("direct:all").multicast().to("roboflow-webrtc:live", "roboflow-webrtc:crash", "roboflow-webrtc:hang");
                }
            });
            try (EndlessFrames frames = new EndlessFrames(fixture.context(), "direct:all")) {
                MockEndpoint results = fixture.mock("results");
                await().atMost(60, SECONDS).until(() -> command(fixture, "list").getMessage().getBody(List.class).size() == 3);
                int before = results.getReceivedCounter();
                await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() > before + 30);
                assertThat(fixture.mock("crash").getReceivedCounter()).isZero();
                assertThat(fixture.mock("hang").getReceivedCounter()).isZero();
                assertThat(command(fixture, "status").getMessage().getBody(JsonNode.class).path("report").path("sources_metadata")
                        .path(0).path("state").asText()).isEqualTo("RUNNING");
            } finally {
                hanging.countDown();
            }
        }
    }

    @Test
    void aPipelineOnACameraIsConsumedByPolling() throws Exception {
        try (PythonPeer camera = PythonPeer.mjpegServer();
                RouteFixture fixture = new RouteFixture("&streamManager=true&allowedSourceHosts=127.0.0.1").start()) {
            ObjectMapper json = new ObjectMapper();
            String base = fixture.context().resolvePropertyPlaceholders("{{worker.url}}") + "/inference_pipelines/";
            JsonNode started = json.readTree(http("POST", base + "initialise", "{\"video_configuration\":{\"type\":\"VideoConfiguration\","
                    + "\"video_reference\":\"" + camera.httpUrl() + "/test\"},\"processing_configuration\":{\"workspace_name\":\"test\","
                    + "\"workflow_id\":\"numbers\"}}"));
            String id = started.path("context").path("pipeline_id").asText();
            assertThat(started.path("status").asText()).as("%s", started).isEqualTo("success");
            await().atMost(60, SECONDS).until(() -> json.readTree(http("GET", base + id + "/consume", null)).path("outputs").path(0)
                    .path("number").asInt(-1) > 0);
            assertThat(json.readTree(http("POST", base + id + "/terminate", "")).path("status").asText()).isEqualTo("success");
            assertThat(json.readTree(http("GET", base + "list", null)).path("pipelines")).isEmpty();
        }
    }

    private static String http(String method, String url, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void aFrameThatWantsAnAnswerIsRefused() throws Exception {
        try (RouteFixture fixture = fixture(Transport.TCP, "&dataOutput=number")) {
            Exchange asked = fixture.context().createProducerTemplate().request("direct:frames",
                    exchange -> exchange.getMessage().setBody(PaintedFrames.paint(1, 640, 480)));
            assertThat(asked.getException()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("protocol=streamManager")
                    .hasMessageContaining("InOnly");
        }
    }

    private static Exchange command(RouteFixture fixture, String name) {
        return fixture.context().createProducerTemplate().request("direct:frames",
                exchange -> exchange.getMessage().setHeader(RoboflowWebrtcConstants.COMMAND, name));
    }

    private static List<Integer> numbers(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()).toList();
    }

    private static boolean isNumber(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof InferenceResult result && result.fieldNames().contains("number");
    }

    private static List<Long> frameIds(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class)).toList();
    }
}
