package io.github.camelvision.roboflow.webrtc.core.objects.track;

/** A box on the frame, pixels. */
public record Box(double left, double top, double right, double bottom) {

    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }

    /** Centre, from the left. */
    public double x() {
        return (left + right) / 2;
    }

    /** Centre, from the top. */
    public double y() {
        return (top + bottom) / 2;
    }

    public double area() {
        return width() * height();
    }

    /** Intersection over union, 0 to 1. */
    public double iou(Box other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (!(width > 0) || !(height > 0)) {
            return 0;
        }
        double common = width * height;
        return common / (area() + other.area() - common);
    }
}
