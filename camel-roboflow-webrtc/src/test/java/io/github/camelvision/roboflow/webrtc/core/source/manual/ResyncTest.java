package io.github.camelvision.roboflow.webrtc.core.source.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import org.junit.jupiter.api.Test;

/** Markers: when one is due, and what it is. */
class ResyncTest {

    private static final Frame FRAME = PaintedFrames.paint(77, 640, 480);

    private final Resync resync = new Resync(true);
    private final SentFrame frame = new SentFrame(FRAME);

    private static FrameMetadata size(int width, int height) {
        return new FrameMetadata(1, null, 0L, null, null, null, width, height);
    }

    private boolean believes(SentFrame of, boolean gap, int width, int height) {
        return resync.believes(of, gap, size(width, height));
    }

    @Test
    void theMarkerIsTheSameFrameInHalfTheSize() {
        Frame marker = Resync.otherSize(FRAME);
        assertThat(marker.width()).isEqualTo(320);
        assertThat(marker.height()).isEqualTo(240);
        assertThat(PaintedFrames.read(marker)).isEqualTo(77);
        Frame odd = Resync.otherSize(Frame.ofI420(101, 99, new byte[Frame.sizeOf(101, 99)], 0));
        assertThat(odd.width()).isEqualTo(50);
        Frame tiny = Resync.otherSize(Frame.ofI420(16, 16, new byte[Frame.sizeOf(16, 16)], 0));
        assertThat(tiny.width()).isEqualTo(32);
    }

    @Test
    void aMarkerIsDueAfterAGapOnceAtATime() {
        believes(frame, false, 640, 480);
        assertThat(resync.markerDue(0, 100)).isFalse();
        assertThat(believes(frame, true, 640, 480)).isFalse();
        assertThat(resync.markerDue(0, 100)).isTrue();
        SentFrame marker = resync.newMarker(FRAME, 0);
        marker.pushed(0);
        assertThat(resync.markerDue(0, 100)).isFalse();
        marker.skippedOnce();
        assertThat(resync.markerDue(0, 100)).isTrue();
    }

    @Test
    void theMarkersOwnResultEndsTheDoubt() {
        believes(frame, false, 640, 480);
        believes(frame, true, 640, 480);
        SentFrame marker = resync.newMarker(FRAME, 0);
        marker.pushed(0);
        assertThat(believes(marker, false, 320, 240)).isTrue();
        assertThat(believes(frame, false, 640, 480)).isTrue();
        assertThat(resync.markerDue(0, 100)).isFalse();
    }

    @Test
    void aServerThatNeverShowsTheMarkersSizeIsBelievedInTheEnd() {
        believes(frame, false, 640, 480);
        believes(frame, true, 640, 480);
        for (int i = 0; i < 2; i++) {
            SentFrame marker = resync.newMarker(FRAME, 0);
            marker.pushed(0);
            assertThat(believes(marker, false, 640, 480)).isFalse();
        }
        SentFrame marker = resync.newMarker(FRAME, 0);
        marker.pushed(0);
        assertThat(believes(marker, false, 640, 480)).isTrue();
        assertThat(believes(frame, true, 640, 480)).isTrue();
        assertThat(resync.markerDue(0, 100)).isFalse();
    }

    @Test
    void aMarkerIsDueAfterSilenceEverMoreRarely() {
        Resync trusting = new Resync(false);
        assertThat(trusting.markerDue(100_000, 100)).isFalse();
        trusting.waitingFrom(1_000);
        assertThat(trusting.markerDue(1_600, 100)).isFalse();
        assertThat(trusting.markerDue(1_700, 100)).isTrue();
        trusting.newMarker(FRAME, 1_700);
        assertThat(trusting.markerDue(2_900, 100)).isFalse();
        assertThat(trusting.markerDue(3_100, 100)).isTrue();
        trusting.heard(3_200);
        assertThat(trusting.markerDue(3_800, 100)).isFalse();
        assertThat(trusting.markerDue(3_900, 100)).isTrue();
    }

    @Test
    void aSlowServersSilenceIsItsUsualOne() {
        Resync trusting = new Resync(false);
        trusting.waitingFrom(0);
        assertThat(trusting.markerDue(1_000, 5_000)).isFalse();
        assertThat(trusting.markerDue(10_000, 5_000)).isTrue();
    }
}
