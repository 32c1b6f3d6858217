package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Prints by how many kilobytes the process grew over 5,000 rounds of every native operation. Runs in a JVM of its own with a small
 * fixed heap, because the growing heap of a shared one would hide or feign a leak.
 */
final class NativeMemoryCheck {

    private NativeMemoryCheck() {}

    public static void main(String[] args) throws IOException {
        Frame frame = PaintedFrames.paint(5, 64, 48);
        byte[] file = ImageCodec.encodeJpeg(frame, 80);
        byte[] damaged = Arrays.copyOf(file, file.length - 200);
        work(frame, damaged, 1_500);
        long before = residentKilobytes();
        work(frame, damaged, 5_000);
        System.out.println("grown=" + (residentKilobytes() - before));
    }

    private static void work(Frame frame, byte[] damaged, int times) {
        for (int i = 0; i < times; i++) {
            ImageCodec.decode(ImageCodec.encodeJpeg(frame, 50));
            ImageCodec.fromBgr(64, 48, ImageCodec.toBgr(frame), 0);
            try {
                ImageCodec.decode(damaged);
                throw new IllegalStateException("A damaged image was decoded");
            } catch (SourceException e) {
                // Expected: what a failing call allocates must be freed as well.
            }
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }
}
