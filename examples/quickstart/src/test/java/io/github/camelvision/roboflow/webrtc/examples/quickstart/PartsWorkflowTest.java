package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsWorkflowTest {

    @TempDir
    private static Path directory;

    @Test
    void findsThePartsOfTheWholeVideo() throws Exception {
        ConveyorVideo conveyor = new ConveyorVideo(directory);
        conveyor.renderIfMissing(frame -> {});
        PartsWorkflow workflow = new PartsWorkflow();
        Score score = new Score();
        int frames = 0;
        long nanos = 0;
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(conveyor.video().toFile());
                ConveyorScene scene = ConveyorVideo.newScene();
                OpenCVFrameConverter.ToMat converter = new OpenCVFrameConverter.ToMat()) {
            grabber.start();
            for (org.bytedeco.javacv.Frame decoded = grabber.grabImage(); decoded != null; decoded = grabber.grabImage()) {
                // The Mat belongs to the converter.
                Frame frame = Images.toFrame(converter.convert(decoded), frames * 3600L);
                long start = System.nanoTime();
                Map<String, Object> outputs = workflow.process(frame);
                nanos += System.nanoTime() - start;
                assertThat(outputs.get("image")).isInstanceOf(Frame.class);
                score.add(frames, scene.truth(frames), predictions(outputs));
                frames++;
            }
        }
        System.out.printf("parts: %s, %.1f ms a frame%n", score, nanos / 1e6 / frames);
        assertThat(frames).isEqualTo(ConveyorVideo.FRAMES);
        assertThat(score.precision()).isGreaterThanOrEqualTo(0.95);
        assertThat(score.recall()).isGreaterThanOrEqualTo(0.95);
        assertThat(score.defectAccuracy()).isGreaterThanOrEqualTo(0.95);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> predictions(Map<String, Object> outputs) {
        Map<String, Object> predictions = (Map<String, Object>) outputs.get("predictions");
        assertThat(predictions.get("image")).isEqualTo(Map.of("width", ConveyorVideo.WIDTH, "height", ConveyorVideo.HEIGHT));
        return new ArrayList<>((List<Map<String, Object>>) predictions.get("predictions"));
    }
}
