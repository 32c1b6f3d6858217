package io.github.camelvision.roboflow.webrtc.core.source.manual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many frames may be unanswered: as in TCP, where every frame has to be answered; never more than fit in the memory for them. */
class SendWindowTest {

    private static final int SMALL = 1_000;
    private static final int FULL_HD = 1920 * 1080 * 3 / 2;

    private long now = 10_000;

    private static int size(SendWindow window, int frameBytes) {
        int unanswered = 0;
        while (window.hasRoom(unanswered, frameBytes)) {
            unanswered++;
        }
        return unanswered;
    }

    private int roundTrip(SendWindow window) {
        int frames = size(window, SMALL);
        for (int i = 0; i < frames; i++) {
            window.answered();
        }
        now += 50;
        return size(window, SMALL);
    }

    @Test
    void doublesInEachRoundTripUntilTheFirstLossAndGrowsByOneAfterIt() {
        SendWindow window = new SendWindow(true);
        int first = size(window, SMALL);
        assertThat(roundTrip(window)).isEqualTo(2 * first);
        assertThat(roundTrip(window)).isEqualTo(4 * first);
        window.lost(now, now);
        assertThat(size(window, SMALL)).isEqualTo(2 * first);
        assertThat(roundTrip(window)).isEqualTo(2 * first + 1);
        assertThat(roundTrip(window)).isEqualTo(2 * first + 2);
    }

    @Test
    void framesLostTogetherHalveItOnce() {
        SendWindow window = new SendWindow(true);
        int first = size(window, SMALL);
        for (int i = 0; i < 10; i++) {
            window.lost(now + i, now + 100);
        }
        assertThat(size(window, SMALL)).isEqualTo(first / 2);
        window.lost(now + 100, now + 200);
        assertThat(size(window, SMALL)).isEqualTo(first / 4);
    }

    @Test
    void neverClosesAndNeverOutgrowsTheHistory() {
        SendWindow window = new SendWindow(true);
        for (int i = 0; i < 20; i++) {
            window.lost(now, ++now);
        }
        assertThat(size(window, SMALL)).isEqualTo(SendWindow.MIN_FRAMES);
        for (int i = 0; i < 600; i++) {
            roundTrip(window);
        }
        assertThat(size(window, SMALL)).isEqualTo(SendWindow.MAX_FRAMES);
    }

    @Test
    void whereFramesMayBeLostALossChangesNothing() {
        SendWindow window = new SendWindow(false);
        window.lost(now, now);
        assertThat(size(window, SMALL)).isEqualTo(SendWindow.MAX_FRAMES);
    }

    @Test
    void largeFramesAreFewer() {
        SendWindow window = new SendWindow(false);
        assertThat(size(window, FULL_HD)).isEqualTo(SendWindow.MAX_BYTES / FULL_HD);
        assertThat(size(window, SendWindow.MAX_BYTES)).isEqualTo(SendWindow.MIN_FRAMES);
    }
}
