package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Parts on a conveyor: which parts, how they move, how a frame looks, and what is really in it. Everything follows from the seed.
 * Not thread safe; {@link #close()} frees the native images.
 */
final class ConveyorScene implements AutoCloseable {

    /** Parts may come this much closer (pixels) than discs of their area would allow: so some overlap a little. */
    private static final double OVERLAP = 9;
    private static final int CANDIDATES = 900;
    private static final double BELT_SPEED = 3;
    private static final int SHIFT = 4;
    private static final int NOISE_MEAN = 40;
    private static final double NOISE_SIGMA = 7;

    private final int width;
    private final int height;
    private final int frames;
    private final long seed;
    private final List<Part> parts = new ArrayList<>();
    private final Mat noise;

    ConveyorScene(int width, int height, int frames, long seed) {
        this.width = width;
        this.height = height;
        this.frames = frames;
        this.seed = seed;
        placeParts();
        this.noise = noiseTile(new Random(seed));
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    private void placeParts() {
        Random random = new Random(seed);
        double travel = BELT_SPEED * frames;
        for (int i = 0; i < CANDIDATES; i++) {
            PartShape shape = PartShape.values()[random.nextInt(3)];
            PartColor color = PartColor.values()[random.nextInt(4)];
            int kind = random.nextInt(10);
            Part.Defect defect = kind < 2 ? Part.Defect.CRACK : kind < 4 ? Part.Defect.NOTCH : Part.Defect.NONE;
            Part part = new Part(shape, color, defect,
                    0.96 + 0.08 * random.nextDouble(),
                    -travel * 1.15 + random.nextDouble() * (travel * 1.15 + width),
                    60 + random.nextDouble() * (height - 120),
                    BELT_SPEED + 0.5 * (random.nextDouble() - 0.5),
                    0.1 * (random.nextDouble() - 0.5),
                    random.nextDouble() * 2 * Math.PI,
                    0.012 * (random.nextDouble() - 0.5),
                    defectAngle(shape, random));
            if (random.nextInt(3) == 0 && fits(part)) {
                parts.add(part);
            }
        }
    }

    /** Anywhere on a circle; near the middle of a side otherwise, for a notch that only blunts a corner is hardly seen. */
    private static double defectAngle(PartShape shape, Random random) {
        if (shape == PartShape.CIRCLE) {
            return random.nextDouble() * 2 * Math.PI;
        }
        int sides = shape == PartShape.SQUARE ? 4 : 3;
        return 2 * Math.PI / sides * (random.nextInt(sides) + 0.5) + 0.5 * (random.nextDouble() - 0.5);
    }

    private boolean fits(Part candidate) {
        double endY = candidate.y(frames);
        if (endY < 50 || endY > height - 50) {
            return false;
        }
        for (Part other : parts) {
            double allowed = candidate.shape().effectiveRadius() + other.shape().effectiveRadius() - OVERLAP;
            for (int frame = 0; frame <= frames; frame += 5) {
                double dx = candidate.x(frame) - other.x(frame);
                double dy = candidate.y(frame) - other.y(frame);
                if (dx * dx + dy * dy < allowed * allowed) {
                    return false;
                }
            }
        }
        // The belt is not full: most parts lie alone.
        int near = 0;
        for (Part other : parts) {
            double dx = candidate.x(frames / 2) - other.x(frames / 2);
            double dy = candidate.y(frames / 2) - other.y(frames / 2);
            near += dx * dx + dy * dy < 95 * 95 ? 1 : 0;
        }
        return near <= 1;
    }

    private Mat noiseTile(Random random) {
        int tileWidth = width + 64;
        int tileHeight = height + 64;
        byte[] values = new byte[tileWidth * tileHeight * 3];
        for (int i = 0; i < values.length; i += 3) {
            // Sensor noise: mostly brightness, some colour.
            double luma = random.nextGaussian() * NOISE_SIGMA;
            for (int c = 0; c < 3; c++) {
                double value = NOISE_MEAN + luma + random.nextGaussian() * NOISE_SIGMA * 0.5;
                values[i + c] = (byte) Math.max(0, Math.min(2 * NOISE_MEAN, Math.round(value)));
            }
        }
        Mat tile = new Mat(tileHeight, tileWidth, opencv_core.CV_8UC3);
        tile.data().put(values);
        return tile;
    }

    /** Renders frame {@code frame} (0-based) into an image of 8-bit BGR of the scene's size. */
    void render(int frame, Mat image) {
        try (PointerScope scope = new PointerScope()) {
            image.put(gray(74));
            for (int i = -1; i <= width / 40 + 1; i++) {
                int x = i * 40 + (int) Math.round(BELT_SPEED * frame) % 40;
                opencv_imgproc.line(image, new Point(x, 0), new Point(x, height), gray(60), 3, opencv_imgproc.LINE_8, 0);
            }
            for (Part part : parts) {
                if (visible(part, frame)) {
                    draw(part, frame, image);
                }
            }
            Random random = new Random(seed * 31 + frame);
            dust(image, random);
            Mat tile = noise.apply(new Rect(random.nextInt(64), random.nextInt(64), width, height));
            opencv_core.addWeighted(image, 1, tile, 1, -NOISE_MEAN, image);
        }
    }

    private void dust(Mat image, Random random) {
        for (int i = 0; i < 40; i++) {
            Point at = new Point(random.nextInt(width), random.nextInt(height));
            opencv_imgproc.circle(image, at, 1, gray(random.nextBoolean() ? 20 : 190), -1, opencv_imgproc.LINE_8, 0);
        }
    }

    private void draw(Part part, int frame, Mat image) {
        PartColor c = part.color();
        Scalar rim = new Scalar(c.blue() * 0.78, c.green() * 0.78, c.red() * 0.78, 0);
        fill(part, frame, 1, rim, image, opencv_imgproc.LINE_AA);
        fill(part, frame, 0.92, new Scalar(c.blue(), c.green(), c.red(), 0), image, opencv_imgproc.LINE_AA);
        double direction = part.angle(frame) + part.defectAngle();
        double cos = StrictMath.cos(direction);
        double sin = StrictMath.sin(direction);
        if (part.defect() == Part.Defect.CRACK) {
            // A bent line through the middle, 3 pixels wide.
            double length = 19 * part.scale();
            double[] xs = {-length, -length * 0.3, length * 0.25, length};
            double[] ys = {3, -4, 4, -2};
            for (int i = 0; i < 3; i++) {
                Point from = at(part.x(frame) + xs[i] * cos - ys[i] * sin, part.y(frame) + xs[i] * sin + ys[i] * cos);
                Point to = at(part.x(frame) + xs[i + 1] * cos - ys[i + 1] * sin, part.y(frame) + xs[i + 1] * sin + ys[i + 1] * cos);
                opencv_imgproc.line(image, from, to, gray(28), 4, opencv_imgproc.LINE_AA, SHIFT);
            }
        } else if (part.defect() == Part.Defect.NOTCH) {
            double distance = outlineDistance(part, part.defectAngle()) - 2;
            Point centre = at(part.x(frame) + distance * cos, part.y(frame) + distance * sin);
            opencv_imgproc.circle(image, centre, 9 << SHIFT, gray(50), -1, opencv_imgproc.LINE_AA, SHIFT);
        }
    }

    /** From the centre to the outline in a direction of the part's own coordinates. */
    private static double outlineDistance(Part part, double direction) {
        if (part.shape() == PartShape.CIRCLE) {
            return PartShape.CIRCLE_RADIUS * part.scale();
        }
        int count = part.shape() == PartShape.SQUARE ? 4 : 3;
        double inner = part.shape() == PartShape.SQUARE ? PartShape.SQUARE_SIDE / 2 : PartShape.TRIANGLE_SIDE / (2 * StrictMath.sqrt(3));
        double sector = 2 * Math.PI / count;
        double folded = direction - sector * Math.floor(direction / sector) - sector / 2;
        return inner * part.scale() / StrictMath.cos(folded);
    }

    private void fill(Part part, int frame, double grow, Scalar color, Mat image, int lineType) {
        if (part.shape() == PartShape.CIRCLE) {
            int radius = (int) Math.round(PartShape.CIRCLE_RADIUS * part.scale() * grow * (1 << SHIFT));
            opencv_imgproc.circle(image, at(part.x(frame), part.y(frame)), radius, color, -1, lineType, SHIFT);
            return;
        }
        double[] corners = part.corners(frame, grow);
        int[] fixed = new int[corners.length];
        for (int i = 0; i < corners.length; i++) {
            fixed[i] = (int) Math.round(corners[i] * (1 << SHIFT));
        }
        Mat polygon = new Mat(fixed.length / 2, 1, opencv_core.CV_32SC2, new IntPointer(fixed));
        opencv_imgproc.fillConvexPoly(image, polygon, color, lineType, SHIFT);
    }

    /** What is really in frame {@code frame} (0-based): the parts of which at least half is visible. */
    List<TruthPart> truth(int frame) {
        int[] visiblePixels = visiblePixels(frame);
        List<TruthPart> truth = new ArrayList<>();
        for (int id = 0; id < parts.size(); id++) {
            Part part = parts.get(id);
            double visible = Math.min(1, visiblePixels[id] / part.area());
            if (visible < 0.5) {
                continue;
            }
            double[] box = part.bounds(frame);
            double left = Math.max(0, box[0]);
            double top = Math.max(0, box[1]);
            double right = Math.min(width, box[2]);
            double bottom = Math.min(height, box[3]);
            truth.add(new TruthPart(id, part.shape().className(), part.color().label(), part.defective(), visible,
                    (left + right) / 2, (top + bottom) / 2, right - left, bottom - top));
        }
        return truth;
    }

    private int[] visiblePixels(int frame) {
        int[] counts = new int[parts.size()];
        try (PointerScope scope = new PointerScope()) {
            Mat labels = new Mat(height, width, opencv_core.CV_8UC1, new Scalar(0));
            for (int id = 0; id < parts.size(); id++) {
                if (visible(parts.get(id), frame)) {
                    fill(parts.get(id), frame, 1, new Scalar(id + 1), labels, opencv_imgproc.LINE_8);
                }
            }
            byte[] pixels = new byte[width * height];
            labels.data().get(pixels);
            for (byte pixel : pixels) {
                if (pixel != 0) {
                    counts[(pixel & 0xff) - 1]++;
                }
            }
        }
        return counts;
    }

    private boolean visible(Part part, int frame) {
        double[] box = part.bounds(frame);
        return box[2] > 0 && box[0] < width && box[3] > 0 && box[1] < height;
    }

    private static Point at(double x, double y) {
        return new Point((int) Math.round(x * (1 << SHIFT)), (int) Math.round(y * (1 << SHIFT)));
    }

    private static Scalar gray(int value) {
        return new Scalar(value, value, value, 0);
    }

    @Override
    public void close() {
        noise.close();
    }
}
