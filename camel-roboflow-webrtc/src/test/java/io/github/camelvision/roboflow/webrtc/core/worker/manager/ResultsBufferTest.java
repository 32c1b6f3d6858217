package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameTask;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsBufferTest {

    private static final long IMAGE = Frame.sizeOf(64, 64);

    private final MemoryBudget budget = MemoryBudget.ofHeap(6 * (IMAGE + MemoryBudget.OVERHEAD));
    private final MemoryBudget.Account memory = budget.account("Pipeline a");

    @Test
    void theOldestResultsGoWhenThereIsNoPlaceForMore() {
        ResultsBuffer buffer = new ResultsBuffer(2, memory);
        add(buffer, 1, 1);
        add(buffer, 2, 0);
        add(buffer, 3, 0);
        assertThat(buffer.size()).isEqualTo(2);
        assertThat(memory.held()).isEqualTo(2 * MemoryBudget.OVERHEAD);
        assertThat(buffer.take().metadata().frameId()).isEqualTo(2);
    }

    @Test
    void resultsCountAsMemoryAndTheOldestGoWhenThereIsNoneLeft() {
        ResultsBuffer buffer = new ResultsBuffer(100, memory);
        for (int i = 1; i <= 5; i++) {
            add(buffer, i, 1);
        }
        assertThat(buffer.size()).isEqualTo(3);
        assertThat(memory.held()).isEqualTo(3 * (IMAGE + MemoryBudget.OVERHEAD));
        assertThat(buffer.take().metadata().frameId()).isEqualTo(3);
        buffer.take();
        buffer.take();
        assertThat(buffer.take()).isNull();
        assertThat(memory.held()).isZero();
    }

    @Test
    void aResultThatIsTooMuchByItselfIsNotKeptAndTheRefusalCounts() {
        ResultsBuffer buffer = new ResultsBuffer(100, memory);
        add(buffer, 1, 4);
        assertThat(buffer.size()).isZero();
        assertThat(budget.refused()).isEqualTo(1);
        add(buffer, 2, 1);
        assertThat(buffer.take().metadata().frameId()).isEqualTo(2);
    }

    private static void add(ResultsBuffer buffer, long frameId, int images) {
        Frame image = Frame.ofI420(64, 64, new byte[(int) IMAGE], Frame.NO_PTS);
        FrameMetadata metadata = new FrameMetadata(frameId, null, null, null, null, null, null, null);
        buffer.add(new FrameTask("a", image, metadata, WorkerRequests.request("{}")),
                images == 0 ? Map.of() : Map.of("images", Collections.nCopies(images, image)));
    }
}
