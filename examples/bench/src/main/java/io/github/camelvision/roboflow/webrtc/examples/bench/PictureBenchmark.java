package io.github.camelvision.roboflow.webrtc.examples.bench;

import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Frames of 1280x720: JPEG both ways beside ImageIO, and 30 detections drawn. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PictureBenchmark {

    private final Frame frame = Samples.frame(1280, 720);
    private final byte[] jpeg = ImageCodec.encodeJpeg(frame, 80);
    private final BufferedImage image = ImageCodec.toBufferedImage(frame);
    private final InferenceResult result = InferenceResult.parse(Samples.message());

    @Benchmark
    public byte[] encodeJpeg() {
        return ImageCodec.encodeJpeg(frame, 80);
    }

    @Benchmark
    public byte[] baselineEncodeImageIo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    @Benchmark
    public Frame decodeJpeg() {
        return ImageCodec.decode(jpeg);
    }

    @Benchmark
    public BufferedImage baselineDecodeImageIo() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    @Benchmark
    public Frame annotate() {
        return Annotator.annotate(frame, result.detections());
    }
}
