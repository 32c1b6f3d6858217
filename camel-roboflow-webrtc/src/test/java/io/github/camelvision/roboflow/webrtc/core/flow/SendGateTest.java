package io.github.camelvision.roboflow.webrtc.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SendGateTest {

    @Test
    void closesAboveTheHighMarkAndOpensAtTheLowOne() {
        SendGate gate = new SendGate(100, 25);
        assertThat(gate.open(100)).isTrue();
        assertThat(gate.open(101)).isFalse();
        assertThat(gate.open(26)).isFalse();
        assertThat(gate.open(25)).isTrue();
        assertThat(gate.open(99)).isTrue();
    }

    @Test
    void refusesMarksInTheWrongOrder() {
        assertThatThrownBy(() -> new SendGate(10, 11)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SendGate(10, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void marksMayBeEqualAndZero() {
        SendGate gate = new SendGate(10, 10);
        assertThat(gate.open(11)).isFalse();
        assertThat(gate.open(10)).isTrue();
        SendGate empty = new SendGate(0, 0);
        assertThat(empty.open(1)).isFalse();
        assertThat(empty.open(0)).isTrue();
    }
}
