package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.wire.MessageBuffer;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.input.FrameQueue;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A result as the bare value of its output. */
class PlainMessageTest {

    @ParameterizedTest
    @CsvSource(value = {"{\"a\":{\"b\":[1,2]}}|{\"b\":[1,2]}", "{\"a\":[{}]}|[{}]", "{\"a\":17}|17", "{\"a\":-1.5e3}|-1.5e3",
            "{\"a\":true}|true", "{\"a\":null}|null", "{\"ä\":\"a \\\"text\\\" ü\"}|a \"text\" ü", "{\"a\":1,\"b\":2}|1"},
            delimiter = '|', quoteCharacter = '\'')
    void isTheValueAsItWasWrittenAndATextWithoutQuotes(String outputs, String message) {
        assertThat(new String(PlainMessage.of(buffer(outputs.getBytes(StandardCharsets.UTF_8))), StandardCharsets.UTF_8))
                .isEqualTo(message);
    }

    @Test
    void withoutOutputsThereIsNone() {
        assertThat(PlainMessage.of(null)).isNull();
        assertThat(PlainMessage.of(buffer("{}".getBytes(StandardCharsets.UTF_8)))).isNull();
    }

    @Test
    void aFullQueueIsDrainedToTheNewestFrame() {
        LongAdder dropped = new LongAdder();
        FrameQueue queue = FrameQueue.draining(10, 1 << 20, dropped, MemoryBudget.heap().account("test"));
        for (int number = 1; number <= 11; number++) {
            queue.offer(new DecodedFrame(io.github.camelvision.roboflow.webrtc.testing.PaintedFrames.paint(number, 40, 24), (long) number,
                    null));
        }
        assertThat(queue.poll().pts()).isEqualTo(11);
        assertThat(queue.poll()).isNull();
        assertThat(dropped.sum()).isEqualTo(10);
    }

    private static MessageBuffer buffer(byte[] outputs) {
        MessageBuffer message = new MessageBuffer();
        message.write(outputs);
        return message;
    }
}
