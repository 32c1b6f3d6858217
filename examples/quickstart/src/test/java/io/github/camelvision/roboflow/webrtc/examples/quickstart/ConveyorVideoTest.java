package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConveyorVideoTest {

    @TempDir
    private Path directory;

    @Test
    void rendersTheSamePicturesEveryTime() {
        try (ConveyorScene one = ConveyorVideo.newScene(); ConveyorScene other = ConveyorVideo.newScene()) {
            for (int frame : new int[] {0, 150, ConveyorVideo.FRAMES - 1}) {
                assertThat(pixels(one, frame)).isEqualTo(pixels(other, frame));
                assertThat(one.truth(frame)).isEqualTo(other.truth(frame));
            }
            assertThat(pixels(one, 0)).isNotEqualTo(pixels(one, 1));
        }
    }

    @Test
    void showsEveryShapeAndColorGoodAndDefectiveAloneAndOverlapping() {
        Set<String> kinds = new HashSet<>();
        int overlapped = 0;
        try (ConveyorScene scene = ConveyorVideo.newScene()) {
            for (int frame = 0; frame < ConveyorVideo.FRAMES; frame++) {
                List<TruthPart> parts = scene.truth(frame);
                assertThat(parts).hasSizeBetween(5, 40);
                for (TruthPart part : parts) {
                    assertThat(part.visible()).isBetween(0.5, 1.0);
                    assertThat(part.x() - part.width() / 2).isBetween(-1e-6, (double) ConveyorVideo.WIDTH);
                    assertThat(part.y() - part.height() / 2).isBetween(-1e-6, (double) ConveyorVideo.HEIGHT);
                    assertThat(part.x() + part.width() / 2).isLessThanOrEqualTo(ConveyorVideo.WIDTH + 1e-6);
                    assertThat(part.y() + part.height() / 2).isLessThanOrEqualTo(ConveyorVideo.HEIGHT + 1e-6);
                    kinds.add(part.className() + " " + part.color());
                    kinds.add(part.className() + (part.defect() ? " defective" : " good"));
                    boolean inside = part.x() - part.width() / 2 > 1 && part.x() + part.width() / 2 < ConveyorVideo.WIDTH - 1;
                    overlapped += inside && part.visible() < 0.99 ? 1 : 0;
                }
            }
        }
        assertThat(kinds).hasSize(3 * 4 + 3 * 2);
        assertThat(overlapped).isGreaterThan(50);
    }

    @Test
    void writesBothFilesOnceAndNothingElse() throws Exception {
        ConveyorVideo conveyor = new ConveyorVideo(directory.resolve("new"));
        conveyor.renderIfMissing(frame -> {});
        FileTime written = Files.getLastModifiedTime(conveyor.video());

        conveyor.renderIfMissing(frame -> {
            throw new AssertionError("rendered twice");
        });

        assertThat(Files.getLastModifiedTime(conveyor.video())).isEqualTo(written);
        try (Stream<Path> files = Files.list(directory.resolve("new"))) {
            assertThat(files).containsExactlyInAnyOrder(conveyor.video(), conveyor.truth());
        }
        List<String> lines = Files.readAllLines(conveyor.truth());
        assertThat(lines).hasSize(ConveyorVideo.FRAMES);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = new ObjectMapper().readTree(lines.get(i));
            assertThat(line.path("frame").asInt()).isEqualTo(i + 1);
            assertThat(line.path("parts").path(0).fieldNames()).toIterable()
                    .containsExactly("id", "class", "color", "defect", "visible", "x", "y", "width", "height");
        }
    }

    private static byte[] pixels(ConveyorScene scene, int frame) {
        try (Mat image = new Mat(ConveyorVideo.HEIGHT, ConveyorVideo.WIDTH, opencv_core.CV_8UC3)) {
            scene.render(frame, image);
            byte[] pixels = new byte[ConveyorVideo.WIDTH * ConveyorVideo.HEIGHT * 3];
            image.data().get(pixels);
            return pixels;
        }
    }
}
