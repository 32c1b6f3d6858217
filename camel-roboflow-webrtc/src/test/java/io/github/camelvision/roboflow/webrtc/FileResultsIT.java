package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.file.FileResults;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.Test;

/** The results of a file, read by others than the exchange that got them, and later than it lives. */
class FileResultsIT {

    private static final int FRAMES = 60;
    private static final String JOB = "roboflow-webrtc:job?source=file&" + RouteFixture.client();

    private static List<Integer> numbers(Iterable<InferenceResult> results) {
        List<Integer> numbers = new ArrayList<>();
        results.forEach(result -> numbers.add(result.field("number").asInt()));
        return numbers;
    }

    private static List<Integer> numbers(MockEndpoint mock) {
        return mock.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(InferenceResult.class).field("number").asInt()).toList();
    }

    private static List<Integer> all() {
        return IntStream.rangeClosed(1, FRAMES).boxed().toList();
    }

    private static Object video() {
        return TestVideos.of(FRAMES).file();
    }

    private static void allArriveAt(MockEndpoint mock) {
        await().atMost(45, SECONDS).until(() -> mock.getReceivedCounter() == FRAMES);
        assertThat(numbers(mock)).isEqualTo(all());
    }

    @Test
    void readersBehindWireTapSedaAndMulticastGetAllResults() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:tap").to(JOB).wireTap("direct:tapped");
                    from("direct:tapped").delay(500).split(body()).streaming().to("mock:tapped");
                    from("direct:seda").to(JOB).to("seda:later");
                    from("seda:later").split(body()).streaming().to("mock:later");
                    from("direct:multicast").to(JOB).multicast().to("direct:first", "direct:second");
                    from("direct:parallel").to(JOB).multicast().parallelProcessing().to("direct:first", "direct:second");
                    from("direct:first").split(body()).streaming().to("mock:first");
                    from("direct:second").split(body()).streaming().to("mock:second");
                }
            }).start();
            fixture.context().createProducerTemplate().sendBody("direct:tap", video());
            allArriveAt(fixture.mock("tapped"));
            fixture.context().createProducerTemplate().sendBody("direct:seda", video());
            allArriveAt(fixture.mock("later"));
            for (String route : List.of("direct:multicast", "direct:parallel")) {
                fixture.mock("first").reset();
                fixture.mock("second").reset();
                fixture.context().createProducerTemplate().sendBody(route, video());
                allArriveAt(fixture.mock("first"));
                allArriveAt(fixture.mock("second"));
            }
            await("end of the sessions").atMost(45, SECONDS).until(() -> jobThreads().isEmpty());
        }
    }

    @Test
    void whoeverAskedReadsThemWhenTheExchangeIsLongDone() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").to(JOB);
                    from("direct:gather").to(JOB).aggregate(constant(true), new GroupedBodyAggregationStrategy()).completionSize(2)
                            .split(body()).split(body()).streaming().to("mock:gathered");
                }
            }).start();
            FileResults results = fixture.context().createProducerTemplate().requestBody("direct:ask", video(), FileResults.class);
            await("the session to end unread").atMost(45, SECONDS).until(() -> jobThreads().isEmpty());
            assertThat(numbers(results)).isEqualTo(all());
            assertThat(numbers(results)).as("read again").isEqualTo(all());
            assertThat(fixture.context().getTypeConverter().convertTo(List.class, results)).hasSize(FRAMES);
            try (InputStream stream = fixture.context().getTypeConverter().convertTo(InputStream.class, results)) {
                JsonNode array = new ObjectMapper().readTree(stream);
                assertThat(array).hasSize(FRAMES);
                assertThat(array.get(59).at("/serialized_output_data/number").asInt()).isEqualTo(60);
                assertThat(new ObjectMapper().<JsonNode> valueToTree(results)).isEqualTo(array);
                assertThat(new ObjectMapper().readTree(fixture.context().getTypeConverter().convertTo(byte[].class, results)))
                        .isEqualTo(array);
            }
            assertThatThrownBy(() -> fixture.context().getTypeConverter().convertTo(String.class, results)).cause()
                    .isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("split(body()).streaming()");

            fixture.context().createProducerTemplate().sendBody("direct:gather", video());
            fixture.context().createProducerTemplate().sendBody("direct:gather", video());
            await().atMost(45, SECONDS).until(() -> fixture.mock("gathered").getReceivedCounter() == 2 * FRAMES);
        }
    }

    @Test
    void resultsThatAreClosedSayWhy() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(IllegalStateException.class).maximumRedeliveries(0);
                    from("direct:fails").to(JOB).setProperty("results", body()).wireTap("direct:reader").process(exchange -> {
                        throw new IllegalStateException("the disk is full");
                    });
                    from("direct:reader").process(exchange -> go.await()).split(body()).to("mock:read");
                    from("direct:asked").routeId("asked").to(JOB);
                }
            }).start();
            Exchange failed = fixture.context().createProducerTemplate().send("direct:fails",
                    exchange -> exchange.getMessage().setBody(video()));
            go.countDown();
            FileResults results = failed.getProperty("results", FileResults.class);
            assertThatThrownBy(() -> numbers(results)).isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("painted-60")
                    .hasMessageContaining("closed").hasMessageContaining("the disk is full");
            await("end of the session").atMost(45, SECONDS).until(() -> jobThreads().isEmpty());

            FileResults closed = fixture.context().createProducerTemplate().requestBody("direct:asked", video(), FileResults.class);
            Iterator<InferenceResult> reader = closed.iterator();
            reader.next();
            closed.close();
            assertThatThrownBy(reader::hasNext).hasMessageContaining("the route closed them");
        }
    }

    @Test
    void moreResultsThanFitWaitForTheirReader() throws Exception {
        AtomicInteger processed = new AtomicInteger();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:large?workflowId=large").process(exchange -> exchange.getMessage().setBody(
                            Map.of("number", processed.incrementAndGet(), "text", "x".repeat(1_000_000))));
                    from("direct:ask").to("roboflow-webrtc:job?source=file&apiUrl={{worker.url}}&workspace=test&workflowId=large");
                }
            }).start();
            int frames = (int) Math.min(64, Runtime.getRuntime().maxMemory() / 16 >> 20) + 60;
            FileResults results = fixture.context().createProducerTemplate().requestBody("direct:ask",
                    TestVideos.of(frames).size(320, 240).file(), FileResults.class);
            int[] last = {-1};
            await("the memory to be full").pollInterval(2, SECONDS).atMost(60, SECONDS).until(() -> {
                int before = last[0];
                last[0] = processed.get();
                return before > 20 && before == last[0];
            });
            assertThat(processed.get()).isLessThan(frames);
            Iterator<InferenceResult> late = results.iterator();
            assertThat(numbers(results)).isEqualTo(IntStream.rangeClosed(1, frames).boxed().toList());
            assertThatThrownBy(late::hasNext).isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("no longer kept");
        }
    }

    private static List<String> jobThreads() {
        return RouteFixture.sessionThreads().stream().filter(name -> name.contains("-job-")).toList();
    }
}
