package io.github.camelvision.roboflow.webrtc.examples.quickstart;

/**
 * One part on the conveyor; its motion is a function of the frame number alone.
 *
 * @param scale size relative to the nominal one
 * @param x0 centre at frame 0, pixels; may be outside the frame
 * @param y0 centre at frame 0, pixels
 * @param vx pixels per frame
 * @param vy pixels per frame
 * @param angle0 radians at frame 0
 * @param spin radians per frame
 * @param defectAngle where the defect is, radians in the part's own coordinates
 */
record Part(PartShape shape, PartColor color, Defect defect, double scale, double x0, double y0, double vx, double vy,
        double angle0, double spin, double defectAngle) {

    /** What is wrong with a part. */
    enum Defect {
        NONE, CRACK, NOTCH
    }

    double x(int frame) {
        return x0 + vx * frame;
    }

    double y(int frame) {
        return y0 + vy * frame;
    }

    double angle(int frame) {
        return angle0 + spin * frame;
    }

    boolean defective() {
        return defect != Defect.NONE;
    }

    /** Area of the whole part in pixels. */
    double area() {
        return shape.area() * scale * scale;
    }

    /** The outline's corners in the frame as x, y pairs; not for circles. */
    double[] corners(int frame, double grow) {
        double[] corners = shape.corners(angle(frame));
        double factor = scale * grow;
        for (int i = 0; i < corners.length; i += 2) {
            corners[i] = x(frame) + corners[i] * factor;
            corners[i + 1] = y(frame) + corners[i + 1] * factor;
        }
        return corners;
    }

    /** The outline's box in the frame: left, top, right, bottom; not clipped. */
    double[] bounds(int frame) {
        if (shape == PartShape.CIRCLE) {
            double r = PartShape.CIRCLE_RADIUS * scale;
            return new double[] {x(frame) - r, y(frame) - r, x(frame) + r, y(frame) + r};
        }
        double[] box = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        double[] corners = corners(frame, 1);
        for (int i = 0; i < corners.length; i += 2) {
            box[0] = Math.min(box[0], corners[i]);
            box[1] = Math.min(box[1], corners[i + 1]);
            box[2] = Math.max(box[2], corners[i]);
            box[3] = Math.max(box[3], corners[i + 1]);
        }
        return box;
    }
}
