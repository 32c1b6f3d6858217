package io.github.camelvision.roboflow.webrtc.core.objects.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoxTest {

    private static final Box BOX = new Box(10, 20, 50, 100);

    @Test
    void sizesAndCentre() {
        assertThat(BOX.width()).isEqualTo(40);
        assertThat(BOX.height()).isEqualTo(80);
        assertThat(BOX.x()).isEqualTo(30);
        assertThat(BOX.y()).isEqualTo(60);
        assertThat(BOX.area()).isEqualTo(3200);
    }

    @Test
    void overlap() {
        assertThat(BOX.iou(BOX)).isEqualTo(1);
        assertThat(BOX.iou(new Box(30, 60, 70, 140))).isCloseTo(800 / 5600.0, within(1e-12));
        assertThat(BOX.iou(new Box(20, 40, 30, 50))).isCloseTo(100 / 3200.0, within(1e-12));
    }

    @Test
    void whatOnlyTouchesDoesNotOverlap() {
        assertThat(BOX.iou(new Box(50, 20, 60, 100))).isZero();
        assertThat(BOX.iou(new Box(10, 100, 50, 120))).isZero();
        assertThat(BOX.iou(new Box(60, 120, 70, 130))).isZero();
        assertThat(BOX.iou(new Box(10, 20, 10, 20))).isZero();
    }
}
