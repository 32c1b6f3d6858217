package io.github.camelvision.roboflow.webrtc.core.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
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

    /** A label 18 high covers at most two of the four heights that a box of 60 or more offers. */
    @Property(tries = 500)
    void twoLabelsAreInsideTheFrameAndDoNotCoverEachOther(@ForAll long seed) {
        Random random = new Random(seed);
        LabelPlaces fresh = new LabelPlaces(FRAME.width, FRAME.height);
        Rectangle first = placeAtRandom(random, fresh);
        Rectangle second = placeAtRandom(random, fresh);
        assertThat(List.of(first, second)).allMatch(FRAME::contains);
        assertThat(first.intersects(second)).isFalse();
    }

    @Property(tries = 100)
    void manyLabelsAreInsideTheFrame(@ForAll long seed) {
        Random random = new Random(seed);
        LabelPlaces fresh = new LabelPlaces(FRAME.width, FRAME.height);
        for (int i = 0; i < 20; i++) {
            assertThat(FRAME.contains(placeAtRandom(random, fresh))).isTrue();
        }
    }

    private static Rectangle placeAtRandom(Random random, LabelPlaces places) {
        int left = random.nextInt(540);
        int top = random.nextInt(380);
        return places.place(left, top, left + 30 + random.nextInt(70), top + 60 + random.nextInt(40), 70, 18);
    }
}
