package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FaultRow;
import io.github.camelvision.roboflow.webrtc.testing.Heap;
import io.github.camelvision.roboflow.webrtc.testing.KafkaBroker;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file into a Kafka topic while the broker is away for a minute; {@code -Dkafka.outage} sets other seconds. */
class KafkaRouteIT {

    private static final int FRAMES = 3000;
    private static final int BEFORE_OUTAGE = 1000;
    private static final int MOST_WAITING = 16;

    @TempDir
    static Path folder;

    private final Map<Long, byte[]> received = new ConcurrentHashMap<>();
    private final AtomicInteger processed = new AtomicInteger();

    @Test
    void aBrokerThatIsAwayInMidFileCostsNoFrameAndNoMemory() throws Exception {
        int outage = Integer.getInteger("kafka.outage", 60);
        TestVideos video = TestVideos.of(FRAMES).size(320, 240);
        video.file();
        try (KafkaBroker broker = new KafkaBroker(folder).start(); RouteFixture fixture = new RouteFixture()) {
            fixture.routes(fileToTopic(broker, video)).start();
            await().atMost(120, SECONDS).until(() -> received.size() >= BEFORE_OUTAGE);
            long before = Heap.used();

            broker.stop();
            await("the server to stop for want of acknowledgements").during(2, SECONDS).atMost(30, SECONDS)
                    .until(processed::get, standsStill());
            int processedAtStop = processed.get();
            assertThat(processedAtStop).isBetween(received.size(), received.size() + MOST_WAITING).isLessThan(FRAMES);
            await("end of the outage").during(outage, SECONDS).atMost(outage + 5, SECONDS)
                    .until(() -> processed.get() == processedAtStop);
            long during = Heap.used();
            broker.start();
            long healed = System.nanoTime();
            int taken = received.size();
            await("the next record").pollInterval(Duration.ofMillis(20)).atMost(180, SECONDS).until(() -> received.size() > taken);
            double back = (System.nanoTime() - healed) / 1e9;

            await("the end of the file").atMost(180, SECONDS)
                    .until(() -> fixture.mock("end").getReceivedCounter() == 1);
            long after = Heap.used();
            System.out.printf("kafka: %d s outage at frame %d; heap before %d MB, during %d MB, after %d MB%n", outage, processedAtStop,
                    before / Heap.MEGABYTE, during / Heap.MEGABYTE, after / Heap.MEGABYTE);
            assertThat(during - before).isLessThan(50 * Heap.MEGABYTE);
            assertThat(after - before).isLessThan(50 * Heap.MEGABYTE);
            everyFrameIsInTheTopic(broker.records("frames"));
            assertThat(fixture.mock("told").getReceivedCounter()).as("events beside the end").isZero();
            FaultRow.write("faults", "Kafka's broker away for " + outage + " s", "file of " + FRAMES,
                    "nothing; the exchange under way takes as long, and the server waits for its acknowledgement", "-",
                    String.format(Locale.ROOT, "%.1f", back), "-", FRAMES, FRAMES, 0);
        }
    }

    /** Whether a value is the one of the poll before. */
    private static java.util.function.Predicate<Integer> standsStill() {
        AtomicInteger last = new AtomicInteger(-1);
        return value -> last.getAndSet(value) == value;
    }

    private RouteBuilder fileToTopic(KafkaBroker broker, TestVideos video) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:counting?workflowId=counting")
                        .process(exchange -> exchange.getMessage().setBody(Map.of("number", processed.incrementAndGet())));
                from("roboflow-webrtc:file?source=file&emitEvents=true&apiUrl={{worker.url}}&workspace=test&workflowId=counting&sourceUri="
                        + video.file())
                                .filter(header(RoboflowWebrtcConstants.EVENT).isEqualTo("completed")).to("mock:end").end()
                                .filter(header(RoboflowWebrtcConstants.EVENT).in("disconnected", "gap", "dropped")).to("mock:told").end()
                                .filter(header(RoboflowWebrtcConstants.EVENT).isNull())
                                .process(exchange -> {
                                    InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
                                    received.put(result.frameId(), result.json());
                                })
                                .to("kafka:frames?brokers=" + broker.address() + "&requestRequiredAcks=all&enableIdempotence=true"
                                        + "&retries=2147483647&deliveryTimeoutMs=600000&requestTimeoutMs=5000&maxBlockMs=600000"
                                        + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer");
            }
        };
    }

    private void everyFrameIsInTheTopic(List<ConsumerRecord<String, byte[]>> records) {
        Map<Long, Integer> copies = new HashMap<>();
        for (ConsumerRecord<String, byte[]> kept : records) {
            long id = InferenceResult.parse(kept.value()).frameId();
            copies.merge(id, 1, Integer::sum);
            assertThat(kept.value()).as("bytes of frame %d", id).isEqualTo(received.get(id));
        }
        long doubled = copies.values().stream().filter(count -> count > 1).count();
        System.out.printf("kafka: %d records, %d frame ids, %d doubled%n", records.size(), copies.size(), doubled);
        assertThat(copies.keySet()).containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, FRAMES).boxed().toList());
        assertThat(doubled).isLessThanOrEqualTo(1);
    }
}
