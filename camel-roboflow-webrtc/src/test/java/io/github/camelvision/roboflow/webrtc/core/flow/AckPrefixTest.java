package io.github.camelvision.roboflow.webrtc.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AckPrefixTest {

    private final AckPrefix acks = new AckPrefix();

    @Test
    void acknowledgesTheFirstFrameOnReceipt() {
        assertThat(acks.received(1)).isEqualTo(1);
        assertThat(acks.done(1)).isEqualTo(-1);
        assertThat(acks.received(2)).isEqualTo(-1);
        assertThat(acks.done(2)).isEqualTo(2);
    }

    @Test
    void acknowledgesOnlyTheContiguousPrefix() {
        acks.received(1);
        acks.received(2);
        acks.received(3);
        acks.received(4);
        assertThat(acks.done(3)).isEqualTo(-1);
        assertThat(acks.done(2)).isEqualTo(-1);
        assertThat(acks.done(1)).isEqualTo(3);
        assertThat(acks.done(4)).isEqualTo(4);
        assertThat(acks.inFlight()).isZero();
    }

    @Test
    void treatsIdsThatWereSkippedAsDone() {
        assertThat(acks.received(3)).isEqualTo(3);
        acks.done(3);
        assertThat(acks.received(7)).isEqualTo(6);
        assertThat(acks.done(7)).isEqualTo(7);
    }

    @Test
    void ignoresDoubledAndUnknownIds() {
        acks.received(1);
        assertThat(acks.received(1)).isEqualTo(-1);
        assertThat(acks.received(0)).isEqualTo(-1);
        assertThat(acks.received(-5)).isEqualTo(-1);
        acks.received(2);
        assertThat(acks.done(9)).isEqualTo(-1);
        acks.done(1);
        assertThat(acks.done(1)).isEqualTo(-1);
        assertThat(acks.done(2)).isEqualTo(2);
        assertThat(acks.done(2)).isEqualTo(-1);
    }

    @Property
    void endsAtTheLastFrameAndNeverGoesBeyondUnfinishedOnes(@ForAll @IntRange(min = 1, max = 60) int frames, @ForAll long seed) {
        AckPrefix prefix = new AckPrefix();
        List<Long> open = new ArrayList<>();
        long next = 1;
        long last = 0;
        Random random = new Random(seed);
        while (next <= frames || !open.isEmpty()) {
            long ack;
            if (next <= frames && (open.isEmpty() || random.nextBoolean())) {
                open.add(next);
                ack = prefix.received(next++);
            } else {
                Collections.shuffle(open, random);
                ack = prefix.done(open.remove(0));
            }
            if (ack != -1) {
                assertThat(ack).isGreaterThan(last);
                last = ack;
                long limit = open.isEmpty() ? next - 1 : Math.max(1, Collections.min(open) - 1);
                assertThat(ack).isEqualTo(limit);
            }
            assertThat(prefix.inFlight()).isEqualTo(open.size());
        }
        assertThat(last).isEqualTo(frames);
    }
}
