package io.github.camelvision.roboflow.webrtc.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.flow.PolicyQueue.Outcome;
import io.github.camelvision.roboflow.webrtc.core.flow.PolicyQueue.Result;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PolicyQueueTest {

    @Test
    void dropsTheOldestAndTellsWhichItWas() {
        PolicyQueue<String> queue = full(Overflow.dropOldest);
        assertThat(queue.offer("c")).isEqualTo(new Outcome<>(Result.ACCEPTED, "a"));
        assertThat(queue.clear()).containsExactly("b", "c");
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void dropsTheNewest() {
        PolicyQueue<String> queue = full(Overflow.dropNewest);
        assertThat(queue.offer("c")).isEqualTo(new Outcome<>(Result.DROPPED, "c"));
        assertThat(queue.clear()).containsExactly("a", "b");
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void isFullWithoutDroppingWhenItsOwnerWaits() {
        PolicyQueue<String> queue = full(Overflow.block);
        assertThat(queue.offer("c")).isEqualTo(new Outcome<>(Result.FULL, null));
        assertThat(queue.dropped()).isZero();
        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.offer("c").accepted()).isTrue();
    }

    @Test
    void failsWithoutThrowing() {
        PolicyQueue<String> queue = full(Overflow.fail);
        assertThat(queue.offer("c")).isEqualTo(new Outcome<>(Result.FAILED, "c"));
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void refusesNoRoomAndNoElement() {
        assertThatThrownBy(() -> new PolicyQueue<>(0, Overflow.block)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PolicyQueue<>(1, Overflow.block).offer(null)).isInstanceOf(NullPointerException.class);
        assertThat(new PolicyQueue<>(1, Overflow.block).poll()).isNull();
    }

    @Property
    void everyElementIsTakenDroppedOrStillThere(@ForAll Overflow policy, @ForAll @IntRange(min = 1, max = 4) int capacity,
            @ForAll List<Boolean> offers) {
        PolicyQueue<Integer> queue = new PolicyQueue<>(capacity, policy);
        List<Integer> seen = new ArrayList<>();
        int next = 0;
        int full = 0;
        for (boolean offer : offers) {
            if (offer) {
                Outcome<Integer> outcome = queue.offer(next++);
                if (outcome.dropped() != null) {
                    seen.add(outcome.dropped());
                }
                full += outcome.result() == Result.FULL ? 1 : 0;
            } else if (queue.size() > 0) {
                seen.add(queue.poll());
            }
            assertThat(queue.size()).isLessThanOrEqualTo(capacity);
            assertThat(queue.isFull()).isEqualTo(queue.size() == capacity);
        }
        seen.addAll(queue.clear());
        assertThat(seen).doesNotHaveDuplicates().hasSize(next - full);
    }

    private static PolicyQueue<String> full(Overflow policy) {
        PolicyQueue<String> queue = new PolicyQueue<>(2, policy);
        assertThat(queue.offer("a").accepted()).isTrue();
        assertThat(queue.offer("b").accepted()).isTrue();
        return queue;
    }

    @Test
    void givesUpTheOldestOnlyWhereThatIsThePolicy() {
        PolicyQueue<String> queue = full(Overflow.dropOldest);
        assertThat(queue.giveUpOldest()).isEqualTo("a");
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(queue.clear()).containsExactly("b");
        assertThat(queue.giveUpOldest()).isNull();
        assertThat(queue.dropped()).isEqualTo(1);
        PolicyQueue<String> waiting = full(Overflow.block);
        assertThat(waiting.giveUpOldest()).isNull();
        assertThat(waiting.size()).isEqualTo(2);
    }

    @Test
    void whatIsLookedAtStaysAndWhatIsClearedIsGone() {
        PolicyQueue<String> queue = full(Overflow.block);
        assertThat(queue.peek()).isEqualTo("a");
        assertThat(queue.clear()).containsExactly("a", "b");
        assertThat(queue.size()).isZero();
        assertThat(queue.peek()).isNull();
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void onlyAnAcceptedElementIsAccepted() {
        assertThat(full(Overflow.block).offer("c").accepted()).isFalse();
        assertThat(full(Overflow.dropNewest).offer("c").accepted()).isFalse();
        assertThat(full(Overflow.fail).offer("c").accepted()).isFalse();
    }
}
