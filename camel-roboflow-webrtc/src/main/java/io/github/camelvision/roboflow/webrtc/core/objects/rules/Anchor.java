package io.github.camelvision.roboflow.webrtc.core.objects.rules;

/** A point of a box, as the {@code Position} of supervision names it. */
public enum Anchor {
    center(0.5, 0.5),
    centerLeft(0, 0.5),
    centerRight(1, 0.5),
    topCenter(0.5, 0),
    topLeft(0, 0),
    topRight(1, 0),
    bottomLeft(0, 1),
    bottomCenter(0.5, 1),
    bottomRight(1, 1);

    private final double across;
    private final double down;

    Anchor(double across, double down) {
        this.across = across;
        this.down = down;
    }

    /** The point's x, for the left and right edge of a box. */
    public double x(double left, double right) {
        return at(across, left, right);
    }

    /** The point's y, for the upper and lower edge of a box. */
    public double y(double top, double bottom) {
        return at(down, top, bottom);
    }

    /** The middle is computed as supervision does it: rounding decides on which side of a line it is. */
    private static double at(double share, double from, double to) {
        return share == 0 ? from : share == 1 ? to : (from + to) / 2;
    }
}
