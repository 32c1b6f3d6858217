package io.github.camelvision.roboflow.webrtc.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }

    @Test
    void countsWhatArrivesUnchanged() {
        ledger.sent("a", 1, bytes(1));
        ledger.sent("b", 1, bytes(2));
        ledger.received("b", 1, bytes(2), 0, 0);
        assertThat(ledger.sent()).isEqualTo(2);
        assertThat(ledger.received()).isEqualTo(1);
    }

    @Test
    void aSecondRecordOfAPredictionIsDoubled() {
        ledger.sent("a", 1, bytes(1));
        assertThat(ledger.received("a", 1, bytes(1), 0, 0)).isTrue();
        assertThat(ledger.received("a", 1, bytes(1), 0, 1)).isTrue();
        assertThat(ledger.doubled()).isEqualTo(1);
    }

    @Test
    void theSameRecordReadAgainIsNot() {
        ledger.sent("a", 1, bytes(1));
        assertThat(ledger.received("a", 1, bytes(1), 2, 7)).isTrue();
        assertThat(ledger.received("a", 1, bytes(1), 2, 7)).isFalse();
        assertThat(ledger.doubled()).isZero();
        assertThat(ledger.received()).isEqualTo(1);
    }

    @Test
    void otherBytesAreChangedAndNotReceived() {
        ledger.sent("a", 1, bytes(1));
        ledger.received("a", 1, bytes(9), 0, 0);
        assertThat(ledger.changed()).isEqualTo(1);
        assertThat(ledger.received()).isZero();
    }

    @Test
    void anEarlierFrameAfterALaterOneIsDisordered() {
        ledger.sent("a", 1, bytes(1));
        ledger.sent("a", 2, bytes(2));
        ledger.received("a", 2, bytes(2), 0, 0);
        ledger.received("a", 1, bytes(1), 0, 1);
        assertThat(ledger.disordered()).isEqualTo(1);
    }
}
