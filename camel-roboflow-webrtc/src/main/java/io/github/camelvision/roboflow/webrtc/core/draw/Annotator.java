package io.github.camelvision.roboflow.webrtc.core.draw;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.detection.Mask;
import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Draws results on frames: boxes, masks, keypoints and labels, and error texts. Returns new frames with the same pts; frames never
 * change. Any thread may call. Works without a display, and without fonts (with plainer letters). A class always has the same colour.
 */
public final class Annotator {

    /** More objects than this are a frame full of boxes. */
    private static final int MAX_DRAWN = 1_000;
    private static final int MAX_LABEL = 64;
    private static final int MAX_LINE = 256;
    /** Masks with more corners are drawn with every n-th of them. */
    private static final int MAX_CORNERS = 2_000;
    private static final int TEXT_SIZE = 20;
    private static final double GOLDEN_RATIO = 0.618033988749895;
    private static final double DRAWN_KEYPOINT_CONFIDENCE = 0.3;

    private static final int MASK_ALPHA = 90;
    /** Masks of real objects hardly overlap: what would cover the frame more often than this is not filled. */
    private static final int MASK_COVERS = 16;

    private final Lettering lettering;
    private final AnnotationStyle style;
    private final Graphics2D graphics;
    private final int width;
    private final int height;
    private final double scaleX;
    private final double scaleY;
    private final int stroke;
    private final int textSize;
    private final LabelPlaces places;
    private long maskPixels;

    private Annotator(Lettering lettering, AnnotationStyle style, Graphics2D graphics, Frame frame, Detections detections) {
        this.lettering = lettering;
        this.style = style;
        this.graphics = graphics;
        this.width = frame.width();
        this.height = frame.height();
        // The server may have worked on another size than it sends back.
        this.scaleX = detections.getImageWidth() > 0 ? (double) width / detections.getImageWidth() : 1;
        this.scaleY = detections.getImageHeight() > 0 ? (double) height / detections.getImageHeight() : 1;
        int side = Math.min(width, height);
        this.stroke = Math.max(1, Math.round(side / 240f));
        this.textSize = Math.max(10, Math.round(side / 30f));
        this.places = new LabelPlaces(width, height);
        this.maskPixels = (long) MASK_COVERS * width * height;
    }

    /** Draws the detections, scaled from the size they refer to; the same frame when there are none. */
    public static Frame annotate(Frame frame, Detections detections) {
        return annotate(frame, detections, AnnotationStyle.ALL);
    }

    /** Draws of the detections what the style says. */
    public static Frame annotate(Frame frame, Detections detections, AnnotationStyle style) {
        return annotate(frame, detections, style, Lettering.best());
    }

    static Frame annotate(Frame frame, Detections detections, AnnotationStyle style, Lettering lettering) {
        if (detections.isEmpty()) {
            return frame;
        }
        return drawn(frame, graphics -> {
            Annotator annotator = new Annotator(lettering, style, graphics, frame, detections);
            List<Detection> list = detections.getList().subList(0, Math.min(MAX_DRAWN, detections.getSize()));
            list.forEach(annotator::shape);
            // Labels last, so that no neighbour's box crosses them.
            if (style.labels()) {
                list.forEach(annotator::label);
            }
        });
    }

    /**
     * Writes lines in green from (10, 20) downwards, 30 pixels apart, as the protocol wants frame errors shown (docs/protocol.adoc#video).
     */
    public static Frame text(Frame frame, List<String> lines) {
        return text(frame, lines, Lettering.best());
    }

    static Frame text(Frame frame, List<String> lines, Lettering lettering) {
        if (lines.isEmpty()) {
            return frame;
        }
        return drawn(frame, graphics -> {
            graphics.setColor(Color.GREEN);
            int visible = Math.min(lines.size(), frame.height() / 30 + 1);
            for (int i = 0; i < visible; i++) {
                lettering.draw(graphics, printable(lines.get(i), MAX_LINE), 10, 20 + 30 * i, TEXT_SIZE);
            }
        });
    }

    /** The colour of a class: a bright one, its hue chosen by the name, which may be null. */
    public static Color colour(String className) {
        double hue = (className == null ? 0 : className.hashCode()) * GOLDEN_RATIO;
        return Color.getHSBColor((float) (hue - Math.floor(hue)), 0.85f, 0.95f);
    }

    private static Frame drawn(Frame frame, Consumer<Graphics2D> drawing) {
        BufferedImage image = ImageCodec.toBufferedImage(frame);
        Graphics2D graphics;
        try {
            graphics = image.createGraphics();
        } catch (AWTError | NoClassDefFoundError e) {
            throw new NativeException("Java2D cannot start (" + e.getMessage()
                    + "): run the JVM with -Djava.awt.headless=true, or with a display that works", e);
        }
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            drawing.accept(graphics);
        } finally {
            graphics.dispose();
        }
        return ImageCodec.fromBufferedImage(image).withPts(frame.pts());
    }

    private void shape(Detection detection) {
        Color colour = colour(detection.className());
        graphics.setStroke(new BasicStroke(stroke, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        if (style.masks()) {
            masks(detection, colour);
        }
        graphics.setColor(colour);
        if (style.boxes()) {
            int left = x(detection.left());
            int top = y(detection.top());
            graphics.drawRect(left, top, x(detection.right()) - left, y(detection.bottom()) - top);
        }
        if (style.keypoints()) {
            detection.keypoints().stream().limit(MAX_CORNERS).filter(point -> point.confidence() >= DRAWN_KEYPOINT_CONFIDENCE)
                    .forEach(this::keypoint);
        }
    }

    private void masks(Detection detection, Color colour) {
        Color light = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), MASK_ALPHA);
        if (detection.mask() != null && maskPixels > 0) {
            graphics.setColor(light);
            pixels(detection.mask());
        }
        if (detection.points().size() >= 3) {
            Polygon outline = polygon(detection.points());
            if (detection.mask() == null && maskPixels > 0) {
                Rectangle covered = outline.getBounds().intersection(new Rectangle(width, height));
                maskPixels -= covered.isEmpty() ? 0 : (long) covered.width * covered.height;
                graphics.setColor(light);
                graphics.fillPolygon(outline);
            }
            graphics.setColor(colour);
            graphics.drawPolygon(outline);
        }
    }

    /**
     * Columns meet without overlapping, or the overlaps would show as stripes. Of a mask that is wider than the frame a column for each
     * of the frame's.
     */
    private void pixels(Mask mask) {
        int columns = Math.min(mask.width(), width);
        double scaleMaskY = (double) height / mask.height();
        for (int i = 0; i < columns && maskPixels > 0; i++) {
            int left = (int) ((long) i * width / columns);
            int right = (int) ((long) (i + 1) * width / columns);
            mask.forEachLineOf((int) ((long) i * mask.width() / columns), (column, from, to) -> {
                int top = (int) (from * scaleMaskY);
                int lines = (int) (to * scaleMaskY) - top;
                if (lines > 0) {
                    maskPixels -= (long) (right - left) * lines;
                    graphics.fillRect(left, top, right - left, lines);
                }
            });
        }
    }

    private void keypoint(Detection.Keypoint point) {
        int radius = stroke + 1;
        graphics.fillOval(x(point.x()) - radius, y(point.y()) - radius, 2 * radius + 1, 2 * radius + 1);
    }

    private Polygon polygon(List<Detection.Point> points) {
        int step = Math.max(1, points.size() / MAX_CORNERS);
        Polygon polygon = new Polygon();
        for (int i = 0; i < points.size(); i += step) {
            polygon.addPoint(x(points.get(i).x()), y(points.get(i).y()));
        }
        return polygon;
    }

    private void label(Detection detection) {
        String name = detection.className() == null ? "object" : printable(detection.className(), MAX_LABEL);
        String text = name + String.format(Locale.ROOT, " %.2f", detection.confidence())
                + (detection.trackerId() == null ? "" : " #" + detection.trackerId());
        int padding = Math.max(2, textSize / 5);
        int boxWidth = lettering.width(graphics, text, textSize) + 2 * padding;
        int boxHeight = textSize + padding;
        Rectangle place = places.place(x(detection.left()), y(detection.top()), x(detection.right()), y(detection.bottom()),
                boxWidth, boxHeight);
        int left = place.x;
        int top = place.y;
        Color colour = colour(detection.className());
        graphics.setColor(colour);
        graphics.fillRect(left, top, boxWidth, boxHeight);
        boolean light = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue() > 140;
        graphics.setColor(light ? Color.BLACK : Color.WHITE);
        lettering.draw(graphics, text, left + padding, top + boxHeight - padding - textSize / 8, textSize);
    }

    private int x(double value) {
        return bounded(value * scaleX, width);
    }

    private int y(double value) {
        return bounded(value * scaleY, height);
    }

    /** The peer chooses the numbers: far outside a frame they would only cost time. */
    private static int bounded(double value, int size) {
        return (int) Math.round(Math.max(-size, Math.min(2.0 * size, value)));
    }

    private static String printable(String text, int length) {
        StringBuilder clean = new StringBuilder(text.length() <= length ? text : text.substring(0, length - 1) + "~");
        for (int i = 0; i < clean.length(); i++) {
            if (Character.isISOControl(clean.charAt(i))) {
                clean.setCharAt(i, ' ');
            }
        }
        return clean.toString();
    }
}
