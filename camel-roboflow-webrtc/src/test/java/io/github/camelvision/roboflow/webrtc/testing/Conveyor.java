package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Frames of parts on a belt, and a workflow that finds them: it reads the frame's number from the marks at the lower edge. */
public final class Conveyor {

    public static final int WIDTH = 960;
    public static final int HEIGHT = 540;

    private static final List<String> CLASSES = List.of("bolt", "nut", "washer");
    private static final int BITS = 12;
    private static final int MARK = WIDTH / BITS;
    private static final int MARK_HEIGHT = 20;
    private static final int PITCH = 190;
    private static final int SPEED = 3;
    private static final int RADIUS = 55;

    private Conveyor() {}

    private record Part(int number, int x, int y) {}

    private static List<Part> parts(int frame) {
        int moved = frame * SPEED;
        List<Part> parts = new ArrayList<>();
        for (int number = Math.max(0, (moved - WIDTH) / PITCH); number * PITCH < moved; number++) {
            int x = moved - number * PITCH;
            if (x > RADIUS && x < WIDTH - RADIUS) {
                parts.add(new Part(number, x, 210 + 110 * (number % 2)));
            }
        }
        return parts;
    }

    /** @param frame 0 to 4095; the belt is full from 320 on */
    public static Frame paint(int frame) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(0xB9C0C7));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(new Color(0x3A4149));
        graphics.fillRect(0, 90, WIDTH, 350);
        graphics.setColor(new Color(0x48515A));
        for (int x = frame * SPEED % 60; x < WIDTH; x += 60) {
            graphics.fillRect(x, 90, 4, 350);
        }
        graphics.setColor(new Color(0x7A848E));
        graphics.fillRect(0, 80, WIDTH, 12);
        graphics.fillRect(0, 438, WIDTH, 12);
        parts(frame).forEach(part -> draw(graphics, part));
        for (int bit = 0; bit < BITS; bit++) {
            graphics.setColor((frame >> bit & 1) == 1 ? Color.WHITE : Color.BLACK);
            graphics.fillRect(bit * MARK, HEIGHT - MARK_HEIGHT, MARK, MARK_HEIGHT);
        }
        graphics.dispose();
        return ImageCodec.fromBufferedImage(image);
    }

    private static void draw(Graphics2D graphics, Part part) {
        graphics.setColor(new Color[] {new Color(0xD9B26A), new Color(0xC9CED3), new Color(0xA8734A)}[part.number() % 3]);
        switch (part.number() % 3) {
            case 0 -> {
                graphics.fillRoundRect(part.x() - 50, part.y() - 12, 80, 24, 8, 8);
                graphics.fillRoundRect(part.x() + 25, part.y() - 28, 25, 56, 8, 8);
            }
            case 1 -> {
                Path2D hexagon = new Path2D.Double();
                for (int corner = 0; corner < 6; corner++) {
                    double angle = Math.PI * corner / 3;
                    double x = part.x() + 42 * Math.cos(angle);
                    double y = part.y() + 42 * Math.sin(angle);
                    if (corner == 0) {
                        hexagon.moveTo(x, y);
                    } else {
                        hexagon.lineTo(x, y);
                    }
                }
                hexagon.closePath();
                graphics.fill(hexagon);
                graphics.setColor(new Color(0x3A4149));
                graphics.fill(new Ellipse2D.Double(part.x() - 18, part.y() - 18, 36, 36));
            }
            default -> {
                graphics.setStroke(new BasicStroke(18));
                graphics.draw(new Ellipse2D.Double(part.x() - 32, part.y() - 32, 64, 64));
            }
        }
    }

    /** The workflow: {@code predictions} in Roboflow's shape. */
    public static Map<String, Object> find(Frame frame) {
        int number = 0;
        // an encoder makes frames smaller on a busy machine
        int row = (HEIGHT - MARK_HEIGHT / 2) * frame.height() / HEIGHT * frame.width();
        for (int bit = 0; bit < BITS; bit++) {
            if ((frame.i420()[row + (bit * MARK + MARK / 2) * frame.width() / WIDTH] & 0xFF) > 128) {
                number |= 1 << bit;
            }
        }
        List<Map<String, Object>> predictions = parts(number).stream().<Map<String, Object>> map(part -> Map.of(
                "x", part.x(), "y", part.y(), "width", 2 * RADIUS, "height", 2 * RADIUS,
                "confidence", 0.97 - 0.06 * (part.number() % 4), "class", CLASSES.get(part.number() % 3),
                "class_id", part.number() % 3, "detection_id", "part-" + part.number(), "tracker_id", part.number() + 1)).toList();
        return Map.of("predictions", Map.of("image", Map.of("width", WIDTH, "height", HEIGHT), "predictions", predictions));
    }
}
