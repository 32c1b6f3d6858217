package io.github.camelvision.roboflow.webrtc.core.motion;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.Arrays;

/**
 * Tells whether something moves: compares small grey images with a background that it learns, in the manner of Frigate's detector. Light
 * that changes is no motion: one that scales the whole image is taken out, and one that changes most of it at once is learned at once.
 * Not for several threads.
 */
public final class MotionDetector {

    private static final double SECOND_NANOS = 1e9;
    /** How fast the background follows the image: what stops moving is part of it after about this time. */
    private static final double LEARNING_SECONDS = 10;
    /** After a pause nothing is learned at once. */
    private static final double MOST_SECONDS = 1;
    /** Changed at once, by more than this part of the image, is the light: Frigate's {@code lightning_threshold}. */
    private static final double LIGHT = 0.8;
    /** So many mean deviations are noise: about three standard deviations of normal noise. */
    private static final double NOISE = 4;
    /** Noise makes a pixel less sensitive, but never so that many times. */
    private static final int MOST_NOISE = 2;
    /** Images in a row that must show motion: a flash is none. */
    private static final int ROW = 2;
    /** Pixels that are asked how much lighter the image is. */
    private static final int SAMPLES = 1_000;
    /** Added to brightness before it is divided: of dark pixels the quotient says little. */
    private static final int DARK = 16;
    private static final double LEAST_LIGHT = 0.25;
    private static final int WHITE = 255;

    private final MotionRules rules;
    private int width;
    private float[] background = {};
    private float[] deviation = {};
    private ChangedPixels changed;
    private long lastNanos;
    private int row;

    public MotionDetector(MotionRules rules) {
        this.rules = rules;
    }

    /**
     * Looks at the next frame. The first one, and the first of another size, show no motion.
     *
     * @param nanos when it was captured
     * @return whether something moves
     */
    public boolean see(Frame frame, long nanos) {
        return see(GreyImage.of(frame), nanos);
    }

    boolean see(GreyImage image, long nanos) {
        if (image.pixels().length != background.length || image.width() != width) {
            begin(image);
        }
        double passed = Math.min(MOST_SECONDS, (nanos - lastNanos) / SECOND_NANOS);
        lastNanos = nanos;
        if (compare(image, 1) > LIGHT) {
            learn(image, 1);
            row = 0;
            return false;
        }
        compare(image, light(image));
        row = changed.largest() >= rules.minArea() ? row + 1 : 0;
        learn(image, (float) -Math.expm1(-passed / LEARNING_SECONDS));
        return row >= ROW;
    }

    private void begin(GreyImage image) {
        width = image.width();
        background = new float[image.pixels().length];
        deviation = new float[background.length];
        changed = new ChangedPixels(width, image.height());
        learn(image, 1);
    }

    /** How many times as light as the background the image is: the median, which no object changes that covers less than half. */
    private double light(GreyImage image) {
        int step = Math.max(1, background.length / SAMPLES);
        double[] quotients = new double[(background.length + step - 1) / step];
        for (int i = 0; i < quotients.length; i++) {
            quotients[i] = (image.at(i * step) + DARK) / (double) (background[i * step] + DARK);
        }
        Arrays.sort(quotients);
        return Math.max(LEAST_LIGHT, Math.min(1 / LEAST_LIGHT, quotients[quotients.length / 2]));
    }

    /** Marks what differs from the background in this light. @return how much that is, as a part of the image */
    private double compare(GreyImage image, double light) {
        for (int i = 0; i < background.length; i++) {
            double expected = Math.max(0, Math.min(WHITE, (background[i] + DARK) * light - DARK));
            double limit = Math.max(rules.threshold(), Math.min(MOST_NOISE * rules.threshold(), NOISE * deviation[i]));
            changed.set(i, Math.abs(image.at(i) - expected) >= limit);
        }
        return changed.share();
    }

    /** @param part of the difference that the background takes; 1: all of it */
    private void learn(GreyImage image, float part) {
        for (int i = 0; i < background.length; i++) {
            float difference = image.at(i) - background[i];
            background[i] += part * difference;
            deviation[i] = part == 1 ? 0 : deviation[i] + part * (Math.abs(difference) - deviation[i]);
        }
    }
}
