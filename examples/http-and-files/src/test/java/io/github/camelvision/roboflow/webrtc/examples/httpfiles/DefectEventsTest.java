package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DefectEventsTest {

    private final DefectEvents events = new DefectEvents();

    private long count(int... defects) {
        return Arrays.stream(defects).filter(events::begins).count();
    }

    @Test
    void aDefectIsOneEventHoweverLongItIsInView() {
        assertThat(count(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)).isEqualTo(1);
    }

    @Test
    void aSecondDefectIsAnotherEvent() {
        assertThat(count(1, 1, 1, 2, 2, 2, 2)).isEqualTo(2);
    }

    @Test
    void onePictureIsNoEvent() {
        assertThat(count(0, 1, 0, 0, 2, 2, 0, 0)).isZero();
    }

    @Test
    void aDefectMissedInSomePicturesIsTheSame() {
        assertThat(count(1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1)).isEqualTo(1);
    }

    @Test
    void theNextDefectAfterTheFirstHasGoneIsAnEvent() {
        assertThat(count(1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1)).isEqualTo(2);
    }
}
