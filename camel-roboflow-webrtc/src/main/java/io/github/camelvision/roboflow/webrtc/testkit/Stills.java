package io.github.camelvision.roboflow.webrtc.testkit;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.JavaImages;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Frames for tests, made by the JDK alone. Any thread may call. */
public final class Stills {

    private Stills() {}

    /**
     * A still in a file: JPEG, PNG or BMP.
     *
     * @throws UncheckedIOException when the file cannot be read
     * @throws io.github.camelvision.roboflow.webrtc.core.error.SourceException when it is no such image
     */
    public static Frame read(Path file) {
        try {
            return JavaImages.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The image " + file + " cannot be read", e);
        }
    }

    /** An image on the class path, for instance {@code /parts/cap.jpg}. @throws IllegalArgumentException when there is none */
    public static Frame resource(String name) {
        try (InputStream stream = Resources.open(name)) {
            return JavaImages.decode(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The image " + name + " cannot be read", e);
        }
    }

    /** An image that was drawn. */
    public static Frame of(BufferedImage image) {
        return JavaImages.fromBufferedImage(image);
    }

    /** An image of one colour, for instance {@code plain(640, 480, Color.GRAY)}. */
    public static Frame plain(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return of(image);
    }

    /** A JPEG of a frame, for instance as the body of a message to a producer. */
    public static byte[] jpeg(Frame frame) {
        return JavaImages.encodeJpeg(frame, 90);
    }
}
