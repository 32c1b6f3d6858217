package io.github.camelvision.roboflow.webrtc.core.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A scene of 160x120 small pixels, as of 640x480, at ten frames a second. */
class MotionDetectorTest {

    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;
    private static final int A_SECOND = 10;

    private final MotionDetector detector = new MotionDetector(MotionRules.DEFAULT);
    private final Random random = new Random(11);
    private final double[] grain = new Random(5).doubles(WIDTH * HEIGHT * 2, -1, 1).map(u -> u * Math.sqrt(3)).toArray();
    private double noise = 2;
    private double light = 1;
    private int frames;

    /** A square of an object. */
    private record Thing(int x, int y, int size, int grey) {}

    private boolean see(Thing thing) {
        byte[] pixels = new byte[WIDTH * HEIGHT];
        int shift = random.nextInt(grain.length - pixels.length);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double grey = 40 + 140 * ((x / 8 + y / 12) % 3) / 2.0;
                if (thing != null && x >= thing.x && x < thing.x + thing.size && y >= thing.y && y < thing.y + thing.size) {
                    grey = thing.grey;
                }
                int i = y * WIDTH + x;
                pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(grey * light + noise * grain[shift + i])));
            }
        }
        return detector.see(new GreyImage(WIDTH, HEIGHT, pixels), TimeUnit.SECONDS.toNanos(frames++) / A_SECOND);
    }

    /** How many of so many frames of the scene show motion. */
    private int motions(int count) {
        int seen = 0;
        for (int i = 0; i < count; i++) {
            seen += see(null) ? 1 : 0;
        }
        return seen;
    }

    /** How many frames show motion while an object crosses in so many frames. */
    private int crossing(int size, int grey, int steps) {
        int seen = 0;
        for (int i = 0; i < steps; i++) {
            seen += see(new Thing(i * (WIDTH - size) / steps, 50 - size / 4, size, grey)) ? 1 : 0;
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, 12})
    void noiseOfACameraIsNoMotion(double level) {
        noise = level;
        assertThat(motions(30 * A_SECOND)).isZero();
    }

    @Test
    void theFirstFrameIsNoMotionWhateverItShows() {
        assertThat(see(new Thing(25, 25, 50, 250))).isFalse();
        assertThat(see(new Thing(25, 25, 50, 250))).isFalse();
        assertThat(see(new Thing(35, 25, 50, 250))).isFalse();
        assertThat(see(new Thing(45, 25, 50, 250))).as("the second frame that differs").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"6, 240", "6, 0", "15, 240", "50, 10", "100, 240"})
    void anObjectThatCrossesIsSeenFromTheBeginning(int size, int grey) {
        motions(3 * A_SECOND);
        assertThat(crossing(size, grey, 20)).isGreaterThanOrEqualTo(17);
    }

    @Test
    void anObjectBelowTheLeastAreaIsNotSeen() {
        motions(3 * A_SECOND);
        assertThat(crossing(3, 250, 20)).isZero();
    }

    @Test
    void theLeastAreaDecidesWhatIsTooSmall() {
        MotionDetector tolerant = new MotionDetector(new MotionRules(30, 0.05));
        for (int i = 0; i < 20; i++) {
            byte[] pixels = new byte[WIDTH * HEIGHT];
            for (int y = 0; y < 30; y++) {
                Arrays.fill(pixels, y * WIDTH + i * 3, y * WIDTH + i * 3 + 30, (byte) 200);
            }
            assertThat(tolerant.see(new GreyImage(WIDTH, HEIGHT, pixels), i * 100_000_000L)).as("4.7 % of the frame").isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 60})
    void lightThatChangesSlowlyIsNoMotion(int seconds) {
        light = 0.35;
        motions(A_SECOND);
        int seen = 0;
        for (int i = 0; i < seconds * A_SECOND; i++) {
            light = 0.35 + 0.65 * i / (seconds * A_SECOND);
            seen += see(null) ? 1 : 0;
        }
        assertThat(seen + motions(5 * A_SECOND)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1", "1, 0.3", "0.05, 1.3", "1, 0"})
    void lightThatIsSwitchedIsNoMotion(double before, double after) {
        light = before;
        motions(3 * A_SECOND);
        light = after;
        assertThat(motions(5 * A_SECOND)).isZero();
    }

    @Test
    void motionIsSeenInTheNewLight() {
        light = 0.3;
        motions(3 * A_SECOND);
        light = 1;
        motions(1);
        assertThat(crossing(15, 240, 20)).isGreaterThanOrEqualTo(17);
    }

    @Test
    void whatStaysBecomesPartOfTheBackground() {
        motions(A_SECOND);
        int seen = 0;
        for (int i = 0; i < 60 * A_SECOND; i++) {
            seen += see(new Thing(50, 50, 20, 240)) ? 1 : 0;
        }
        assertThat(seen).isBetween(5 * A_SECOND, 30 * A_SECOND);
    }

    @Test
    void whatMovesSlowlyIsSeenAllTheTime() {
        motions(3 * A_SECOND);
        assertThat(crossing(25, 240, 60 * A_SECOND)).as("2 of the small pixels a second").isGreaterThan(58 * A_SECOND);
    }

    @Test
    void aFlashIsNone() {
        motions(3 * A_SECOND);
        assertThat(see(new Thing(0, 0, 75, 255))).isFalse();
        assertThat(motions(A_SECOND)).isZero();
    }

    @Test
    void anotherShapeBeginsAnew() {
        motions(A_SECOND);
        for (int i = 0; i < 5; i++) {
            assertThat(detector.see(PaintedFrames.paint(1, 320, 200), TimeUnit.SECONDS.toNanos(2 + i))).isFalse();
        }
    }

    @Test
    void framesOfEverySizeAreMadeSmallByMeansOfSquares() {
        byte[] i420 = new byte[Frame.sizeOf(641, 480)];
        for (int i = 0; i < 641 * 480; i++) {
            i420[i] = (byte) (i % 641 / 4 % 2 == 0 ? 200 + i % 2 * 10 : 20);
        }
        GreyImage frame = GreyImage.of(Frame.ofI420(641, 480, i420, Frame.NO_PTS));
        assertThat(frame.width()).isEqualTo(160);
        assertThat(frame.height()).isEqualTo(120);
        for (int i = 0; i < frame.pixels().length; i++) {
            assertThat(frame.at(i)).isEqualTo(i % 160 % 2 == 0 ? 205 : 20);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 300", "7, 99", "1920, 1080", "1281, 721"})
    void everySizeOfAFrameCanBeSeen(int width, int height) {
        Frame frame = Frame.ofI420(width, height, new byte[Frame.sizeOf(width, height)], Frame.NO_PTS);
        assertThat(detector.see(frame, 0)).isFalse();
        assertThat(detector.see(frame, 1)).isFalse();
    }

    @Test
    void rulesThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new MotionRules(0, 0.1)).hasMessageContaining("1 to 255, not 0");
        assertThatThrownBy(() -> new MotionRules(256, 0.1)).hasMessageContaining("not 256");
        assertThatThrownBy(() -> new MotionRules(30, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new MotionRules(30, Double.NaN)).hasMessageContaining("not NaN");
        assertThatThrownBy(() -> new MotionRules(30, 1)).hasMessageContaining("below 1");
    }
}
