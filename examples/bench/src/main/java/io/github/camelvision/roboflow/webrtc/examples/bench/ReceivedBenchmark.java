package io.github.camelvision.roboflow.webrtc.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkSplitter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From what the data channel brings to the bytes that a route sends to Kafka: each message of the channel is copied off native memory,
 * they are joined, and the result's envelope is read. Camel's exchange is not in it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReceivedBenchmark {

    /** With a frame, in chunks; or 30 detections alone. */
    @Param({"frame", "detections"})
    public String message;

    private final MemoryBudget.Account memory = MemoryBudget.heap().account("bench");
    private final ChunkReassembler reassembler = new ChunkReassembler(ChunkReassembler.Limits.DEFAULT, memory);
    private List<byte[]> chunks;

    @Setup
    public void split() throws IOException {
        byte[] whole = message.equals("frame") ? Samples.message()
                : new ObjectMapper().writeValueAsBytes(InferenceResult.parse(Samples.message()).onlyField("predictions").toMap());
        chunks = ChunkSplitter.split(1, whole, ChunkSplitter.CHUNK_PAYLOAD);
        System.out.println("# the message has " + whole.length + " bytes");
    }

    @Benchmark
    public byte[] received() {
        ChunkReassembler.Assembled assembled = null;
        for (byte[] chunk : chunks) {
            assembled = reassembler.add(chunk.clone());
        }
        InferenceResult result = InferenceResult.parse(assembled.payload());
        memory.give(result.size());
        return result.json();
    }
}
