package io.github.camelvision.roboflow.webrtc.core.objects.track;

/**
 * Where a box is going: constant velocity, by ByteTrack's Kalman filter. Its state is centre, aspect ratio and height with their
 * velocities; since its matrices do not mix these, it is four filters of two values each. A step of ByteTrack is a frame at 30 a
 * second: here it is a thirtieth of a second, whatever frames came.
 */
public final class Motion {

    private static final double STEPS_A_SECOND = 30;
    private static final double POSITION = 1.0 / 20;
    private static final double VELOCITY = 1.0 / 160;
    private static final int X = 0;
    private static final int Y = 1;
    private static final int ASPECT = 2;
    private static final int HEIGHT = 3;
    private static final double LEAST_SIZE = 1e-3;

    private final double[] value = new double[4];
    private final double[] velocity = new double[4];
    /** Covariance of each pair of value and velocity: [v v], [v s], [s s]. */
    private final double[][] covariance = new double[4][3];

    public Motion(Box box) {
        start(box);
    }

    /** Forgets what was. */
    public void start(Box box) {
        double height = size(box.height());
        set(value, box);
        for (int i = 0; i < 4; i++) {
            velocity[i] = 0;
            covariance[i][0] = square(i == ASPECT ? 1e-2 : 2 * POSITION * height);
            covariance[i][1] = 0;
            covariance[i][2] = square(i == ASPECT ? 1e-5 : 10 * VELOCITY * height);
        }
    }

    /** Lets so many seconds pass. @param seen whether it was in the last frame; if not, its height stays */
    public void pass(double seconds, boolean seen) {
        double steps = seconds * STEPS_A_SECOND;
        if (!(steps > 0)) {
            return;
        }
        if (!seen) {
            velocity[HEIGHT] = 0;
        }
        double height = size(value[HEIGHT]);
        for (int i = 0; i < 4; i++) {
            double[] c = covariance[i];
            value[i] += velocity[i] * steps;
            c[0] += steps * (2 * c[1] + steps * c[2]) + steps * square(i == ASPECT ? 1e-2 : POSITION * height);
            c[1] += steps * c[2];
            c[2] += steps * square(i == ASPECT ? 1e-5 : VELOCITY * height);
        }
    }

    /** It was seen here. */
    public void seen(Box box) {
        double height = size(value[HEIGHT]);
        double[] measured = new double[4];
        set(measured, box);
        for (int i = 0; i < 4; i++) {
            double[] c = covariance[i];
            double noise = c[0] + square(i == ASPECT ? 1e-1 : POSITION * height);
            double off = measured[i] - value[i];
            double gain = c[0] / noise;
            double pull = c[1] / noise;
            value[i] += gain * off;
            velocity[i] += pull * off;
            c[2] -= pull * c[1];
            c[1] -= gain * c[1];
            c[0] -= gain * c[0];
        }
    }

    /** Where it is now. */
    public Box box() {
        double height = size(value[HEIGHT]);
        double width = size(value[ASPECT] * height);
        return new Box(value[X] - width / 2, value[Y] - height / 2, value[X] + width / 2, value[Y] + height / 2);
    }

    private static void set(double[] values, Box box) {
        double height = size(box.height());
        values[X] = box.x();
        values[Y] = box.y();
        values[ASPECT] = size(box.width()) / height;
        values[HEIGHT] = height;
    }

    private static double size(double pixels) {
        return Math.max(LEAST_SIZE, pixels);
    }

    private static double square(double number) {
        return number * number;
    }
}
