package io.github.camelvision.roboflow.webrtc.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Needs for its photo the package opencv-doc, which CI has; the drawn face needs nothing. */
class FacesWorkflowTest {

    private static final Path PHOTO = Path.of("/usr/share/doc/opencv-doc/examples/data/messi5.jpg");

    private final FacesWorkflow workflow = new FacesWorkflow();

    @Test
    void findsTheFaceOfAPhotoAndMarksIt() throws Exception {
        boolean there = Files.isRegularFile(PHOTO);
        assertThat(there || !"true".equals(System.getenv("CI"))).as("%s is required in CI: Debian's opencv-doc has it", PHOTO).isTrue();
        assumeTrue(there, "no photo: install opencv-doc");
        BufferedImage photo = ImageCodec.toBufferedImage(ImageCodec.decode(Files.readAllBytes(PHOTO)));
        // The middle of the frame at twice its size; the face is at 240,105 of the photo.
        Frame frame = frame(graphics -> graphics.drawImage(photo, 0, 0, 640, 480, 100, 20, 420, 260, null));

        Map<String, Object> outputs = workflow.process(frame);
        assertThat(faces(outputs)).singleElement().satisfies(face -> {
            assertThat((double) face.get("x")).isBetween(260.0, 310.0);
            assertThat((double) face.get("y")).isBetween(150.0, 200.0);
            assertThat((double) face.get("confidence")).isBetween(0.5, 1.0);
            assertThat(face.get("class")).isEqualTo("face");
        });
        assertThat(((Frame) outputs.get("image")).i420()).isNotEqualTo(frame.i420());
    }

    @Test
    void findsADrawnFace() {
        Frame frame = frame(graphics -> {
            fill(graphics, new Color(60, 45, 35), 215, 90, 210, 260);
            fill(graphics, new Color(224, 190, 165), 230, 120, 180, 240);
            for (int eye : new int[] {258, 332}) {
                fill(graphics, new Color(120, 85, 70), eye, 205, 50, 26);
                fill(graphics, new Color(60, 40, 30), eye + 14, 207, 22, 22);
            }
            fill(graphics, new Color(170, 120, 105), 298, 268, 44, 16);
            fill(graphics, new Color(140, 60, 60), 280, 305, 80, 20);
            graphics.setColor(new Color(60, 40, 30));
            graphics.fillRect(255, 188, 55, 10);
            graphics.fillRect(330, 188, 55, 10);
            graphics.setColor(new Color(240, 210, 190));
            graphics.fillRect(312, 215, 16, 60);
        });
        assertThat(faces(workflow.process(frame))).hasSize(1);
    }

    @Test
    void findsNobodyInEmptyPicturesOfAnySize() {
        for (int[] size : new int[][] {{640, 480}, {33, 21}, {1279, 719}, {16, 400}}) {
            Frame empty = Frame.ofI420(size[0], size[1], new byte[Frame.sizeOf(size[0], size[1])], 7);
            Map<String, Object> outputs = workflow.process(empty);
            assertThat(faces(outputs)).isEmpty();
            assertThat(((Frame) outputs.get("image")).pts()).isEqualTo(7);
        }
    }

    private static void fill(Graphics2D graphics, Color color, int x, int y, int width, int height) {
        graphics.setColor(color);
        graphics.fillOval(x, y, width, height);
    }

    private static Frame frame(Consumer<Graphics2D> drawing) {
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(90, 100, 110));
        graphics.fillRect(0, 0, 640, 480);
        drawing.accept(graphics);
        graphics.dispose();
        return ImageCodec.fromBufferedImage(image);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> faces(Map<String, Object> outputs) {
        return (List<Map<String, Object>>) ((Map<String, Object>) outputs.get("predictions")).get("predictions");
    }
}
