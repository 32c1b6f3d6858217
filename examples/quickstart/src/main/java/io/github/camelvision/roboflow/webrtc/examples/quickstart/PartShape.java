package io.github.camelvision.roboflow.webrtc.examples.quickstart;

/** The catalogue of parts that run on the conveyor, with the area of a whole part in pixels. */
enum PartShape {
    CIRCLE("circle", Math.PI * 30 * 30),
    SQUARE("square", 54 * 54),
    TRIANGLE("triangle", 74 * 74 * 0.4330127);

    /** Radius of the circle, side of the square, side of the triangle: pixels. */
    static final double CIRCLE_RADIUS = 30;
    static final double SQUARE_SIDE = 54;
    static final double TRIANGLE_SIDE = 74;

    private final String className;
    private final double area;

    PartShape(String className, double area) {
        this.className = className;
        this.area = area;
    }

    /** The detection's {@code class}. */
    String className() {
        return className;
    }

    /** Area of a whole part of nominal size, in pixels. */
    double area() {
        return area;
    }

    /** The radius of the disc that has the part's area. */
    double effectiveRadius() {
        return Math.sqrt(area / Math.PI);
    }

    /** The outline's corners around the origin, as x, y pairs, for a part of nominal size that is turned by an angle in radians. */
    double[] corners(double angle) {
        int count = this == SQUARE ? 4 : 3;
        double radius = this == SQUARE ? SQUARE_SIDE / StrictMath.sqrt(2) : TRIANGLE_SIDE / StrictMath.sqrt(3);
        double[] corners = new double[2 * count];
        for (int i = 0; i < count; i++) {
            double direction = angle + 2 * Math.PI * i / count;
            corners[2 * i] = radius * StrictMath.cos(direction);
            corners[2 * i + 1] = radius * StrictMath.sin(direction);
        }
        return corners;
    }
}
