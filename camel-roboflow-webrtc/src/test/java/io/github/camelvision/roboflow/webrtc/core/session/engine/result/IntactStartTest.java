package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.session.engine.result.IntactStart.State;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntactStartTest {

    private static final Map<String, Object> NOTHING_LOST = Map.of("received.pliCount", 0L, "received.framesDropped", 0);

    private final IntactStart start = new IntactStart(true);

    @Test
    void asksWithTheFirstFrameOnly() {
        assertThat(start.state()).isEqualTo(State.WAITING);
        assertThat(start.frame(true)).isTrue();
        assertThat(start.state()).isEqualTo(State.ASKED);
        assertThat(start.frame(true)).isFalse();
    }

    @Test
    void isUsedOnceWithTheFirstMessage() {
        start.frame(true);
        start.statistics(NOTHING_LOST);
        assertThat(start.state()).isEqualTo(State.INTACT);
        assertThat(start.use(false)).isFalse();
        assertThat(start.use(true)).isTrue();
        assertThat(start.state()).isEqualTo(State.SETTLED);
        assertThat(start.use(true)).isFalse();
    }

    @Test
    void isNeverAskedAfterALoss() {
        assertThat(start.frame(false)).isFalse();
        assertThat(start.state()).isEqualTo(State.SETTLED);
        assertThat(start.frame(true)).isFalse();
    }

    @Test
    void isNeverAskedWhereItCannotBe() {
        IntactStart impossible = new IntactStart(false);
        assertThat(impossible.frame(true)).isFalse();
        assertThat(impossible.use(true)).isFalse();
    }

    @Test
    void anAnswerThatComesTooLateIsNotUsed() {
        start.frame(true);
        start.never();
        start.statistics(NOTHING_LOST);
        assertThat(start.state()).isEqualTo(State.SETTLED);
    }
}
