package io.github.camelvision.roboflow.webrtc.core.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LabelPlacesTest {

    private static final Rectangle FRAME = new Rectangle(640, 480);

    private final LabelPlaces places = new LabelPlaces(640, 480);

    @Test
    void aLabelIsAboveItsBox() {
        assertThat(places.place(100, 100, 200, 200, 80, 20)).isEqualTo(new Rectangle(100, 80, 80, 20));
    }

    @Test
    void aBoxAtTheUpperEdgeHasItsLabelInside() {
        assertThat(places.place(100, 5, 200, 200, 80, 20)).isEqualTo(new Rectangle(100, 5, 80, 20));
    }

    @Test
    void aLabelMakesRoomForTheOneBeforeIt() {
        places.place(100, 100, 200, 200, 80, 20);
        assertThat(places.place(150, 105, 250, 205, 80, 20)).isEqualTo(new Rectangle(150, 205, 80, 20));
    }

    @Test
    void whereThereIsNoRoomTheLabelIsAboveAsUsual() {
        Rectangle first = places.place(100, 100, 110, 110, 200, 20);
        for (int i = 0; i < 10; i++) {
            places.place(100, 100, 110, 110, 200, 20);
        }
        assertThat(places.place(100, 100, 110, 110, 200, 20)).isEqualTo(first);
    }

    @Property(tries = 200)
    void labelsAreInsideTheFrameAndAFewDoNotCoverEachOther(@ForAll long seed) {
        Random random = new Random(seed);
        LabelPlaces fresh = new LabelPlaces(FRAME.width, FRAME.height);
        List<Rectangle> labels = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int left = random.nextInt(540);
            int top = random.nextInt(380);
            labels.add(fresh.place(left, top, left + 30 + random.nextInt(70), top + 60 + random.nextInt(40), 70, 18));
        }
        assertThat(labels).allMatch(FRAME::contains);
        for (int i = 0; i < labels.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(labels.get(i).intersects(labels.get(j))).isFalse();
            }
        }
    }
}
