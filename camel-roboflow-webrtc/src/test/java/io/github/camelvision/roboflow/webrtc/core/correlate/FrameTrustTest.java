package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** After a gap only a change of size, hence a key frame, makes results believable again. */
class FrameTrustTest {

    private final FrameTrust trust = new FrameTrust();

    @Test
    void everythingIsBelievedWhileNothingIsMissing() {
        assertThat(trust.result(false, 640, 480)).isTrue();
        assertThat(trust.result(false, 640, 480)).isTrue();
        assertThat(trust.doubtful()).isFalse();
    }

    @Test
    void whatWasMissedBeforeTheFirstResultDoesNotMatter() {
        assertThat(trust.result(true, 640, 480)).isTrue();
    }

    @Test
    void nothingIsBelievedAfterAGapUntilTheSizeChanges() {
        trust.result(false, 640, 480);
        assertThat(trust.result(true, 640, 480)).isFalse();
        assertThat(trust.result(false, 640, 480)).isFalse();
        assertThat(trust.doubtful()).isTrue();
        assertThat(trust.result(false, 320, 240)).isTrue();
        assertThat(trust.result(false, 640, 480)).isTrue();
        assertThat(trust.doubtful()).isFalse();
    }

    @Test
    void aKeyFrameIsBelievedThoughFramesBeforeItAreMissing() {
        trust.result(false, 640, 480);
        assertThat(trust.result(true, 320, 240)).isTrue();
    }

    @Test
    void aGapAfterTheKeyFrameBringsTheDoubtBack() {
        trust.result(false, 640, 480);
        trust.result(true, 640, 480);
        trust.result(false, 320, 240);
        assertThat(trust.result(true, 320, 240)).isFalse();
    }

    @Test
    void aServerThatTellsNoSizeIsBelieved() {
        trust.result(false, 640, 480);
        trust.result(true, 640, 480);
        assertThat(trust.result(true, null, null)).isTrue();
        assertThat(trust.doubtful()).isFalse();
    }
}
