package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Video files that a producer sends, one session each, and the results as its reply. */
class FileProducerIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGoodFileIsAnsweredFrameByFrameAndACorruptOneGoesToTheFailureFolder(boolean python) throws Exception {
        Files.copy(TestVideos.of(30).file(), folder.resolve("a-good.mp4"));
        Files.write(folder.resolve("b-corrupt.mp4"), new byte[50_000]);
        Files.copy(TestVideos.of(30).file(), folder.resolve("c-good.mp4"));
        try (PythonPeer worker = python ? PythonPeer.worker() : null; RouteFixture fixture = new RouteFixture()) {
            String server = python ? "apiUrl=" + worker.httpUrl() + "&workspace=acme&workflowId=numbers" : RouteFixture.client();
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Exception.class).to("mock:failed");
                    from("file:" + folder + "?include=.*mp4&sortBy=file:name&move=done&moveFailed=failed&initialDelay=0")
                            .to("roboflow-webrtc:job?source=file&" + server)
                            .split(body()).streaming().stopOnException().to("mock:results").end();
                }
            }).start();
            await().atMost(90, SECONDS).until(() -> Files.exists(folder.resolve("done/c-good.mp4")));
            assertThat(folder.resolve("done/a-good.mp4")).exists();
            assertThat(folder.resolve("failed/b-corrupt.mp4")).exists();
            MockEndpoint results = fixture.mock("results");
            List<Integer> twice = IntStream.range(0, 60).map(i -> i % 30 + 1).boxed().toList();
            assertThat(numbers(results)).isEqualTo(twice);
            assertThat(results.getExchanges().get(0).getMessage().getHeaders())
                    .containsEntry(RoboflowWebrtcConstants.SESSION_NAME, "job-1").containsEntry("CamelFileName", "a-good.mp4");
            assertThat(results.getExchanges().get(59).getMessage().getHeader(RoboflowWebrtcConstants.SESSION_NAME)).isEqualTo("job-3");
            Throwable cause = fixture.mock("failed").getExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            assertThat(cause).hasMessageContaining("b-corrupt.mp4");
            assertThat(RouteFixture.sessionThreads()).filteredOn(name -> name.contains("-job-")).isEmpty();
        }
    }

    @Test
    void aSlowRouteSlowsTheServerSoThatAFileOfAnyLengthFits() throws Exception {
        AtomicInteger processed = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger furthestAhead = new AtomicInteger();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:counting?workflowId=counting")
                            .process(exchange -> exchange.getMessage().setBody(Map.of("number", processed.incrementAndGet())));
                    from("direct:file").to("roboflow-webrtc:job?source=file&apiUrl={{worker.url}}&workspace=test&workflowId=counting")
                            .split(body()).streaming().stopOnException()
                            .process(exchange -> {
                                int ahead = processed.get() - taken.incrementAndGet();
                                // the server is free until the first acknowledgement reaches it
                                if (taken.get() > 50) {
                                    furthestAhead.accumulateAndGet(ahead, Math::max);
                                }
                            })
                            .delay(simple("${random(0,10)}")).syncDelayed().to("mock:results").end();
                }
            }).start();
            fixture.context().createProducerTemplate().sendBody("direct:file", TestVideos.of(600).file());
            assertThat(numbers(fixture.mock("results"))).isEqualTo(IntStream.rangeClosed(1, 600).boxed().toList());
            System.out.printf("file through the producer: 600 frames, server at most %d ahead%n", furthestAhead.get());
            assertThat(furthestAhead.get()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void aSessionThatBreaksInMidFileFailsTheExchangeAfterTheResultsThatCame() throws Exception {
        try (PythonPeer worker = PythonPeer.worker("--drop-channel-after", "10"); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:file").to("roboflow-webrtc:job?source=file&apiUrl=" + worker.httpUrl()
                            + "&workspace=acme&workflowId=numbers")
                            .split(body()).streaming().stopOnException().to("mock:results").end();
                }
            }).start();
            Exchange reply = fixture.context().createProducerTemplate().send("direct:file",
                    exchange -> exchange.getMessage().setBody(TestVideos.of(120).file().toString()));
            assertThat(reply.getException()).isNotNull().hasStackTraceContaining("painted-120");
            assertThat(fixture.mock("results").getReceivedCounter()).isBetween(1, 10);
        }
    }

    @Test
    void whatIsNoFileIsRefusedByName() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:file").to("roboflow-webrtc:job?source=file&" + RouteFixture.client());
                }
            }).start();
            for (Object body : List.of(42, "/no/such/file.mp4")) {
                Exchange reply = fixture.context().createProducerTemplate().send("direct:file",
                        exchange -> exchange.getMessage().setBody(body));
                assertThat(reply.getException()).isNotNull().hasMessageContaining(body instanceof String ? "/no/such" : "Integer");
            }
        }
    }

    private static List<Integer> numbers(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()).toList();
    }
}
