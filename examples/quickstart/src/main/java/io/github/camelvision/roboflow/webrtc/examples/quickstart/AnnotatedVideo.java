package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Makes a video of the annotated JPEGs; the file appears under its name when it is complete. Used by one thread at a time. */
final class AnnotatedVideo implements AutoCloseable {

    private static final double DEFAULT_FPS = 25;

    private final Path file;
    private final Path unfinished;
    private VideoWriter writer;
    private int width;
    private int height;

    AnnotatedVideo(Path file) throws IOException {
        this.file = file;
        this.unfinished = file.resolveSibling("annotated.part.mp4");
        Files.deleteIfExists(file);
    }

    /**
     * @param jpeg the next frame; frames of another size than the first are scaled to it
     * @param fps frames per second, null or not positive when unknown; that of the first frame counts
     */
    void add(byte[] jpeg, Double fps) throws IOException {
        // No PointerScope here: it would free what the recorder makes and keeps.
        try (BytePointer bytes = new BytePointer(jpeg);
                Mat data = new Mat(1, jpeg.length, opencv_core.CV_8UC1, bytes);
                Mat bgr = opencv_imgcodecs.imdecode(data, opencv_imgcodecs.IMREAD_COLOR)) {
            if (bgr.empty()) {
                throw new IOException("an annotated frame of " + jpeg.length + " bytes cannot be decoded");
            }
            if (writer == null) {
                width = bgr.cols();
                height = bgr.rows();
                writer = new VideoWriter(unfinished, width, height, fps == null || !(fps > 0 && fps <= 240) ? DEFAULT_FPS : fps);
            }
            if (bgr.cols() == width && bgr.rows() == height) {
                writer.write(bgr);
            } else {
                try (Mat scaled = new Mat(); Size size = new Size(width, height)) {
                    opencv_imgproc.resize(bgr, scaled, size);
                    writer.write(scaled);
                }
            }
        }
    }

    /** Nothing is written when there was no frame. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
