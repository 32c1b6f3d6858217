package io.github.camelvision.roboflow.webrtc.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AckWindowTest {

    @Test
    void producesFreelyUntilTheFirstAcknowledgement() {
        AckWindow window = new AckWindow(1);
        assertThat(window.mayProduce(1_000_000)).isTrue();
        assertThat(window.record(0)).isFalse();
        assertThat(window.mayProduce(1_000_000)).isTrue();
    }

    @Test
    void producesAtMostAWindowBeyondTheAcknowledgement() {
        AckWindow window = new AckWindow(3);
        assertThat(window.record(2)).isTrue();
        assertThat(window.mayProduce(5)).isTrue();
        assertThat(window.mayProduce(6)).isFalse();
    }

    @Test
    void ignoresAcknowledgementsThatDoNotIncrease() {
        AckWindow window = new AckWindow(1);
        window.record(5);
        assertThat(window.record(5)).isFalse();
        assertThat(window.record(4)).isFalse();
        assertThat(window.record(-1)).isFalse();
        assertThat(window.acknowledged()).isEqualTo(5);
        assertThat(window.mayProduce(6)).isTrue();
        assertThat(window.mayProduce(7)).isFalse();
    }

    @Test
    void survivesTheLargestAcknowledgement() {
        AckWindow window = new AckWindow(1);
        window.record(Long.MAX_VALUE);
        assertThat(window.mayProduce(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void needsAWindow() {
        assertThatThrownBy(() -> new AckWindow(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
