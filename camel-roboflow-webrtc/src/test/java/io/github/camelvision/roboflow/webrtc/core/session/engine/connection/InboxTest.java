package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.OverBudgetException;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that are read, that cannot be, and that do not fit into the memory. */
class InboxTest {

    private static final int LARGE = 2 << 20;
    private static final byte[] GARBAGE = "no json".getBytes(StandardCharsets.UTF_8);

    private final MemoryBudget.Account memory = MemoryBudget.ofHeap(1 << 20).account("Session test");
    private final List<InferenceResult> results = new ArrayList<>();
    private final List<ProtocolException> bad = new ArrayList<>();
    private final List<RoboflowWebrtcException> hopeless = new ArrayList<>();
    private final Inbox inbox = inbox(true);

    private Inbox inbox(boolean mayDrop) {
        Inbox inbox = new Inbox(memory, mayDrop, bad::add, hopeless::add);
        inbox.deliverTo(results::add);
        return inbox;
    }

    /** Inflated it would be larger than all that sessions may hold. */
    private static byte[] tooLarge() {
        byte[] zipped = Results.gzip(new byte[LARGE]);
        return Results.chunks(1, zipped, zipped.length).get(0);
    }

    @Test
    void whatWasReadIsHeldNoMore() {
        inbox.add(Results.message(1), true);
        byte[] zipped = Results.gzip(Results.json(2));
        inbox.add(Results.chunks(2, zipped, zipped.length).get(0), true);
        inbox.add(Results.json(3), false);
        assertThat(results).extracting(InferenceResult::frameId).containsExactly(1L, 2L, 3L);
        assertThat(memory.held()).isZero();
        assertThat(bad).isEmpty();
    }

    @Test
    void theChunksOfAnUnfinishedMessageAreHeldUntilTheEnd() {
        inbox.add(Results.chunks(1, Results.json(1), 20).get(0), true);
        assertThat(results).isEmpty();
        assertThat(memory.held()).isGreaterThanOrEqualTo(20);
        inbox.close();
        assertThat(memory.held()).isZero();
    }

    @Test
    void inRealTimeWhatDoesNotFitIsDroppedHoweverOften() {
        for (int i = 0; i < 150; i++) {
            inbox.add(tooLarge(), true);
        }
        assertThat(bad).hasSize(150).allSatisfy(error -> assertThat(error).isInstanceOf(OverBudgetException.class));
        assertThat(hopeless).isEmpty();
        assertThat(memory.held()).isZero();
    }

    @Test
    void elseWhatDoesNotFitLosesTheConnectionAndSaysWhy() {
        inbox(false).add(tooLarge(), true);
        assertThat(bad).hasSize(1);
        assertThat(hopeless).singleElement().satisfies(error -> assertThat(error).hasMessageContaining("memoryBudget"));
    }

    @Test
    void aHundredBadMessagesInARowAreHopeless() {
        for (int i = 0; i < 99; i++) {
            inbox.add(GARBAGE, false);
        }
        inbox.add(Results.json(1), false);
        for (int i = 0; i < 99; i++) {
            inbox.add(GARBAGE, false);
        }
        assertThat(bad).hasSize(198);
        assertThat(hopeless).isEmpty();
        inbox.add(GARBAGE, false);
        assertThat(hopeless).singleElement()
                .satisfies(error -> assertThat(error).hasMessageStartingWith("100 messages in a row could not be read"));
    }
}
