package io.github.camelvision.roboflow.webrtc.examples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From a received message to the bytes of one output, as a route with {@code dataField=predictions} sends them to Kafka. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ResultBenchmark {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final byte[] message = Samples.message();

    /** What the component does: the field's bytes as they were received. */
    @Benchmark
    public byte[] fieldBytes() {
        return InferenceResult.parse(message).fieldBytes("predictions");
    }

    /** What glue code does: everything becomes a tree, and the field is written again. */
    @Benchmark
    public byte[] baselineTree() throws IOException {
        JsonNode tree = MAPPER.readTree(message);
        return MAPPER.writeValueAsBytes(tree.path("serialized_output_data").path("predictions"));
    }
}
