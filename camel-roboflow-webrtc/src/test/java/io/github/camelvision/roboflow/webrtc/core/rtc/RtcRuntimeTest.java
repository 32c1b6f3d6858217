package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcRuntimeTest {

    @ParameterizedTest
    @CsvSource({"64, 100000", "192, 142987", "1024, 762600", "4096, 3000000", "65536, 3000000"})
    void whatMessagesKeepIsASmallPartOfTheHeap(long heapMegabytes, long messages) {
        assertThat(RtcRuntime.messagesPerFactory(heapMegabytes << 20)).isEqualTo(messages);
    }
}
