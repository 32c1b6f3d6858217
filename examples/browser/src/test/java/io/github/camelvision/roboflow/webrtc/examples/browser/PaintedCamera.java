package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Chromium's fake camera shows: painted numbers from 1, again and again, in an uncompressed file. */
final class PaintedCamera {

    static final int FRAMES = 30;
    private static final int FPS = 15;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    private PaintedCamera() {
    }

    static Path write(Path directory) throws IOException {
        Path file = directory.resolve("camera.y4m");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(ascii("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F" + FPS + ":1 Ip A1:1 C420jpeg\n"));
            for (int number = 1; number <= FRAMES; number++) {
                out.write(ascii("FRAME\n"));
                out.write(PaintedFrames.paint(number, WIDTH, HEIGHT).i420());
            }
        }
        return file;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
