package io.github.camelvision.roboflow.webrtc.core.objects.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter beside one of two-by-two matrices, as the paper on ByteTrack's predecessor has it. */
class MotionTest {

    private static final double STEP = 1 / 30.0;

    /** One value and its velocity: state, covariance, and the deviations that the paper gives. */
    private static final class Reference {

        private final boolean aspect;
        private double[] state;
        private double[][] covariance;

        Reference(double measured, double height, boolean aspect) {
            this.aspect = aspect;
            state = new double[] {measured, 0};
            covariance = diagonal(aspect ? 1e-2 : 0.1 * height, aspect ? 1e-5 : height / 16);
        }

        private static double[][] diagonal(double first, double second) {
            return new double[][] {{first * first, 0}, {0, second * second}};
        }

        void predict(double steps, double height) {
            double[][] transition = {{1, steps}, {0, 1}};
            double[][] noise = diagonal(aspect ? 1e-2 : height / 20, aspect ? 1e-5 : height / 160);
            state = new double[] {state[0] + steps * state[1], state[1]};
            covariance = times(times(transition, covariance), new double[][] {{1, 0}, {steps, 1}});
            for (int row = 0; row < 2; row++) {
                for (int column = 0; column < 2; column++) {
                    covariance[row][column] += steps * noise[row][column];
                }
            }
        }

        void correct(double measured, double height) {
            double deviation = aspect ? 1e-1 : height / 20;
            double innovation = covariance[0][0] + deviation * deviation;
            double[] gain = {covariance[0][0] / innovation, covariance[1][0] / innovation};
            double off = measured - state[0];
            state = new double[] {state[0] + gain[0] * off, state[1] + gain[1] * off};
            covariance = times(new double[][] {{1 - gain[0], 0}, {-gain[1], 1}}, covariance);
        }

        private static double[][] times(double[][] left, double[][] right) {
            double[][] product = new double[2][2];
            for (int row = 0; row < 2; row++) {
                for (int column = 0; column < 2; column++) {
                    product[row][column] = left[row][0] * right[0][column] + left[row][1] * right[1][column];
                }
            }
            return product;
        }
    }

    private static double[] measured(Box box) {
        return new double[] {box.x(), box.y(), box.width() / box.height(), box.height()};
    }

    private static Box box(double x, double y, double width, double height) {
        return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }

    private static void assertSame(Box actual, Reference[] filter) {
        double height = filter[3].state[0];
        Box expected = box(filter[0].state[0], filter[1].state[0], filter[2].state[0] * height, height);
        assertThat(actual.left()).isCloseTo(expected.left(), within(1e-6));
        assertThat(actual.top()).isCloseTo(expected.top(), within(1e-6));
        assertThat(actual.right()).isCloseTo(expected.right(), within(1e-6));
        assertThat(actual.bottom()).isCloseTo(expected.bottom(), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.5, 3})
    void followsAsTheMatricesSay(double steps) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Box seen = box(100, 200, 40, 80);
            Motion motion = new Motion(seen);
            Reference[] filter = new Reference[4];
            for (int i = 0; i < 4; i++) {
                filter[i] = new Reference(measured(seen)[i], 80, i == 2);
            }
            for (int frame = 1; frame <= 60; frame++) {
                double height = filter[3].state[0];
                for (Reference each : filter) {
                    each.predict(steps, height);
                }
                motion.pass(steps * STEP, true);
                assertSame(motion.box(), filter);
                seen = box(100 + 3 * frame + random.nextGaussian(), 200 - frame + random.nextGaussian(),
                        40 + 2 * random.nextGaussian() + frame / 4.0, 80 + frame / 2.0 + random.nextGaussian());
                height = filter[3].state[0];
                for (int i = 0; i < 4; i++) {
                    filter[i].correct(measured(seen)[i], height);
                }
                motion.seen(seen);
                assertSame(motion.box(), filter);
            }
        }
    }

    private static Motion growing() {
        Motion motion = new Motion(box(100, 100, 40, 80));
        for (int frame = 1; frame <= 30; frame++) {
            motion.pass(STEP, true);
            motion.seen(box(100 + 2 * frame, 100, 40 + frame, 80 + 2 * frame));
        }
        return motion;
    }

    @Test
    void whatIsNotSeenMovesOnAndGrowsNoMore() {
        Motion seen = growing();
        Motion lost = growing();
        double height = seen.box().height();
        seen.pass(STEP, true);
        lost.pass(STEP, false);
        assertThat(seen.box().height()).isGreaterThan(height + 1);
        assertThat(lost.box().height()).isCloseTo(height, within(1e-9));
        assertThat(lost.box().x()).isCloseTo(seen.box().x(), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void withoutTimeNothingMoves(double seconds) {
        Motion motion = growing();
        Box before = motion.box();
        motion.pass(seconds, false);
        assertThat(motion.box()).isEqualTo(before);
        motion.pass(STEP, true);
        assertThat(motion.box().height()).as("still grows").isGreaterThan(before.height() + 1);
    }

    @Test
    void aNewStartForgetsWhatWas() {
        Motion motion = growing();
        Box elsewhere = box(500, 50, 10, 20);
        motion.start(elsewhere);
        Motion fresh = new Motion(elsewhere);
        assertThat(motion.box()).isEqualTo(fresh.box());
        for (Motion each : new Motion[] {motion, fresh}) {
            each.pass(STEP, true);
            each.seen(box(503, 50, 10, 20));
            each.pass(STEP, true);
        }
        assertThat(motion.box()).isEqualTo(fresh.box());
    }

    @Test
    void aBoxWithoutSizeHasALittle() {
        Box box = new Motion(new Box(5, 5, 5, 5)).box();
        assertThat(box.width()).isCloseTo(1e-3, within(1e-9));
        assertThat(box.height()).isCloseTo(1e-3, within(1e-9));
    }
}
