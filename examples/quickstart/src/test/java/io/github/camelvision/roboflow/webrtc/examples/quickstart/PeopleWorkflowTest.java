package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.junit.jupiter.api.Test;

/**
 * Needs OpenCV's sample {@code vtest.avi} (people cross a yard, 768x576), which Debian ships in the package {@code opencv-doc}: the
 * variable PEDESTRIAN_VIDEO names it where the package is not installed. Without it the real photo is skipped, and an error in CI.
 */
class PeopleWorkflowTest {

    private static final int FRAME = 600;
    /** Where people are in that frame, seen by eye: the middles of their bodies. */
    private static final int[][] PEOPLE = {{199, 180}, {581, 245}, {688, 252}, {655, 357}, {475, 362}, {303, 495}};

    @Test
    void findsThePeopleInARealPicture() throws Exception {
        String named = System.getenv("PEDESTRIAN_VIDEO");
        Path video = Path.of(named == null ? "/usr/share/doc/opencv-doc/examples/data/vtest.avi" : named);
        boolean there = Files.isRegularFile(video);
        assertThat(there || !"true".equals(System.getenv("CI"))).as("%s is required in CI: Debian's opencv-doc has it", video).isTrue();
        assumeTrue(there, "no pedestrian video: install opencv-doc or set PEDESTRIAN_VIDEO");

        List<Map<String, Object>> found = predictions(new PeopleWorkflow().process(frame(video)));

        assertThat(found).allSatisfy(p -> assertThat(p.get("class")).isEqualTo("person"));
        for (int[] person : PEOPLE) {
            assertThat(found).as("someone at %d,%d", person[0], person[1]).anyMatch(p -> contains(p, person[0], person[1]));
        }
        assertThat(found).hasSizeLessThanOrEqualTo(PEOPLE.length + 1);
    }

    @Test
    void findsNobodyInAnEmptyPictureOfAnySize() {
        PeopleWorkflow workflow = new PeopleWorkflow();
        for (int[] size : new int[][] {{320, 240}, {33, 21}, {1279, 719}}) {
            Frame gray = Frame.ofI420(size[0], size[1], gray(size[0], size[1]), 0);
            assertThat(predictions(workflow.process(gray))).isEmpty();
        }
    }

    @Test
    void keepsTheSurestOfOverlappingFinds() {
        Detection sure = new Detection("person", 0, 0.9, 100, 100, 50, 100, Map.of());
        Detection same = new Detection("person", 0, 0.8, 105, 98, 50, 100, Map.of());
        Detection around = new Detection("person", 0, 0.7, 60, 40, 130, 260, Map.of());
        Detection other = new Detection("person", 0, 0.6, 300, 100, 50, 100, Map.of());
        assertThat(PeopleWorkflow.suppress(List.of(other, around, same, sure))).containsExactly(sure, other);
    }

    private static Frame frame(Path video) throws Exception {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video.toFile());
                OpenCVFrameConverter.ToMat converter = new OpenCVFrameConverter.ToMat()) {
            grabber.start();
            org.bytedeco.javacv.Frame decoded = grabber.grabImage();
            for (int i = 0; i < FRAME; i++) {
                decoded = grabber.grabImage();
            }
            return Images.toFrame(converter.convert(decoded), 0);
        }
    }

    private static byte[] gray(int width, int height) {
        byte[] planes = new byte[Frame.sizeOf(width, height)];
        Arrays.fill(planes, (byte) 128);
        return planes;
    }

    private static boolean contains(Map<String, Object> p, int x, int y) {
        return Math.abs((Double) p.get("x") - x) < (Double) p.get("width") / 2
                && Math.abs((Double) p.get("y") - y) < (Double) p.get("height") / 2;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> predictions(Map<String, Object> outputs) {
        return (List<Map<String, Object>>) ((Map<String, Object>) outputs.get("predictions")).get("predictions");
    }
}
