package io.github.camelvision.roboflow.webrtc.core.session.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Virtual seconds. */
class DropTimesTest {

    private final DropTimes times = new DropTimes(1, 60, 5);
    private final List<Long> told = new ArrayList<>();
    private long dropped;

    private void pass(int from, int to, boolean drops) {
        for (long now = from; now < to; now++) {
            dropped += drops ? 15 : 0;
            if (times.due(dropped, now)) {
                told.add(now);
            }
        }
    }

    @Test
    void theFirstIsToldAtOnceThenEverMoreRarely() {
        pass(0, 300, true);
        assertThat(told).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L);
    }

    @Test
    void theRestIsToldWhenItHasStopped() {
        pass(0, 27, true);
        pass(27, 100, false);
        assertThat(told).containsExactly(0L, 1L, 3L, 7L, 15L, 31L);
    }

    @Test
    void theNextOutageBeginsAnew() {
        pass(0, 27, true);
        pass(27, 100, false);
        told.clear();
        pass(100, 102, true);
        assertThat(told).containsExactly(100L, 101L);
    }

    @Test
    void nothingDroppedIsNothingToTell() {
        pass(0, 100, false);
        assertThat(told).isEmpty();
    }
}
