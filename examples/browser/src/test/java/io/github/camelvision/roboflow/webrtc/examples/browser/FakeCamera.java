package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacv.FFmpegFrameGrabber;

/** What Chromium's camera shows, again and again: an uncompressed file of 640x480 images. */
final class FakeCamera implements AutoCloseable {

    /** Numbers of {@link #painted}: 1 to this. */
    static final int PAINTED = 30;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    private final OutputStream out;

    private FakeCamera(Path file, int fps) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file));
        out.write(("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F" + fps + ":1 Ip A1:1 C420jpeg\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Painted numbers from 1, at 15 frames per second. */
    static Path painted(Path directory) throws IOException {
        Path file = directory.resolve("painted.y4m");
        try (FakeCamera camera = new FakeCamera(file, 15)) {
            for (int number = 1; number <= PAINTED; number++) {
                camera.add(PaintedFrames.paint(number, WIDTH, HEIGHT));
            }
        }
        return file;
    }

    /** The beginning of a 640x480 video, at 15 frames per second. */
    static Path of(Path video, int frames) throws IOException {
        Path file = video.resolveSibling("camera.y4m");
        try (FakeCamera camera = new FakeCamera(file, 15); FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video.toFile())) {
            grabber.start();
            for (int i = 0; i < frames; i++) {
                org.bytedeco.javacv.Frame image = grabber.grabImage();
                byte[] bgr = new byte[WIDTH * HEIGHT * 3];
                for (int y = 0; y < HEIGHT; y++) {
                    ((ByteBuffer) image.image[0]).position(y * image.imageStride).get(bgr, y * WIDTH * 3, WIDTH * 3);
                }
                camera.add(ImageCodec.fromBgr(WIDTH, HEIGHT, bgr, i));
            }
        }
        return file;
    }

    private void add(Frame frame) throws IOException {
        out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame.i420());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
