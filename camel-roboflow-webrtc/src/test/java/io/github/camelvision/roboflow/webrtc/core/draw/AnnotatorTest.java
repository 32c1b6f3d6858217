package io.github.camelvision.roboflow.webrtc.core.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnnotatorTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    static Stream<Lettering> letterings() {
        return Stream.of(new BitmapLettering(), Lettering.best());
    }

    private static Frame dark() {
        byte[] i420 = new byte[Frame.sizeOf(WIDTH, HEIGHT)];
        Arrays.fill(i420, (byte) 128);
        Arrays.fill(i420, 0, WIDTH * HEIGHT, (byte) 40);
        return Frame.ofI420(WIDTH, HEIGHT, i420, 9_000);
    }

    private static Detections detections(String image, String predictions) throws Exception {
        return Detections.of(new ObjectMapper().readTree("{\"image\":" + image + ",\"predictions\":[" + predictions + "]}"));
    }

    /** For areas: thin lines share their chroma with the pixels beside them and are paler than what was drawn. */
    private static void assertColour(Frame frame, int x, int y, Color expected) {
        Color actual = new Color(ImageCodec.toBufferedImage(frame).getRGB(x, y));
        assertThat(actual.getRed()).isCloseTo(expected.getRed(), within(25));
        assertThat(actual.getGreen()).isCloseTo(expected.getGreen(), within(25));
        assertThat(actual.getBlue()).isCloseTo(expected.getBlue(), within(25));
    }

    private static int changedLuma(Frame before, Frame after, int left, int top, int right, int bottom) {
        int changed = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                changed += Math.abs((before.i420()[y * WIDTH + x] & 0xFF) - (after.i420()[y * WIDTH + x] & 0xFF)) > 10 ? 1 : 0;
            }
        }
        return changed;
    }

    @ParameterizedTest
    @MethodSource("letterings")
    void drawsBoxAndLabelAndLeavesTheRestAlone(Lettering lettering) throws Exception {
        Frame frame = dark();
        Frame drawn = Annotator.annotate(frame, detections("{\"width\":640,\"height\":480}",
                "{\"x\":320,\"y\":240,\"width\":200,\"height\":100,\"confidence\":0.91,\"class\":\"car\",\"tracker_id\":4}"),
                AnnotationStyle.ALL, lettering);
        assertThat(drawn.pts()).isEqualTo(9_000);
        assertThat(changedLuma(frame, drawn, 218, 200, 222, 280)).isGreaterThanOrEqualTo(160);
        assertThat(changedLuma(frame, drawn, 418, 200, 422, 280)).isGreaterThanOrEqualTo(160);
        assertThat(changedLuma(frame, drawn, 230, 288, 410, 292)).isGreaterThanOrEqualTo(360);
        assertColour(drawn, 221, 188, Annotator.colour("car"));
        assertThat(changedLuma(frame, drawn, 230, 200, 410, 280)).isZero();
        assertThat(changedLuma(frame, drawn, 0, 300, WIDTH, HEIGHT)).isZero();
        assertThat(changedLuma(frame, drawn, 220, 171, 320, 188)).isGreaterThan(200);
        assertThat(frame.i420()).isEqualTo(dark().i420());
    }

    @Test
    void scalesFromTheSizeTheDetectionsReferTo() throws Exception {
        Frame frame = dark();
        Frame drawn = Annotator.annotate(frame, detections("{\"width\":1280,\"height\":960}",
                "{\"x\":640,\"y\":480,\"width\":400,\"height\":200,\"confidence\":0.9,\"class\":\"car\"}"));
        assertThat(changedLuma(frame, drawn, 218, 200, 222, 280)).isGreaterThanOrEqualTo(160);
    }

    @Test
    void drawsMasksAndKeypoints() throws Exception {
        Frame frame = dark();
        Frame drawn = Annotator.annotate(frame, detections("{}", """
                {"x":320,"y":240,"width":300,"height":300,"confidence":0.9,"class":"x",
                 "points":[{"x":200,"y":150},{"x":300,"y":150},{"x":300,"y":250},{"x":200,"y":250}],
                 "keypoints":[{"x":400,"y":300,"confidence":0.9,"class":"nose"},{"x":420,"y":350,"confidence":0.1}]}"""));
        assertThat(changedLuma(frame, drawn, 198, 148, 203, 252)).isGreaterThan(100);
        assertThat(drawn.i420()[drawn.offsetU() + 100 * 320 + 125]).isNotEqualTo((byte) 128);
        assertColour(drawn, 400, 300, Annotator.colour("x"));
        assertColour(drawn, 420, 350, new Color(ImageCodec.toBufferedImage(frame).getRGB(0, 0)));
    }

    @Test
    void drawsRunLengthMasksAtAnyScale() throws Exception {
        Frame frame = dark();
        // on a 64x48 frame a block of 16x12 cells from (16,12): columns of 48 with 12 inside each
        StringBuilder counts = new StringBuilder("[780,12");
        counts.append(",36,12".repeat(15)).append(']');
        Frame drawn = Annotator.annotate(frame, detections("{\"width\":64,\"height\":48}",
                "{\"x\":24,\"y\":18,\"width\":16,\"height\":12,\"class\":\"car\",\"rle_mask\":{\"size\":[48,64],\"counts\":"
                        + counts + "}}"),
                new AnnotationStyle(false, false, true, false));
        int inside = changedChroma(frame, drawn, 160, 120, 320, 240);
        assertThat(inside).isEqualTo(160 * 120 / 4);
        assertThat(changedChroma(frame, drawn, 0, 0, WIDTH, HEIGHT)).isEqualTo(inside);
    }

    @Test
    void aMaskOfMoreColumnsThanTheFrameHasIsDrawnLikeItsSmallerForm() throws Exception {
        Frame frame = dark();
        String size = "{\"width\":%d,\"height\":%d}";
        String mask = "{\"x\":1,\"y\":1,\"width\":1,\"height\":1,\"class\":\"car\","
                + "\"rle_mask\":{\"size\":[%d,%d],\"counts\":[%d,%d]}}";
        AnnotationStyle masks = new AnnotationStyle(false, false, true, false);
        // the right half of the frame
        Frame small = Annotator.annotate(frame, detections(size.formatted(64, 48), mask.formatted(48, 64, 1536, 1536)), masks);
        Frame large = Annotator.annotate(frame,
                detections(size.formatted(6400, 4800), mask.formatted(4800, 6400, 15_360_000, 15_360_000)), masks);
        assertThat(large.i420()).isEqualTo(small.i420());
        assertThat(changedChroma(frame, small, 0, 0, WIDTH, HEIGHT)).isEqualTo(320 * 480 / 4);
    }

    @Test
    void masksThatCoverTheFrameOverAndOverAreNotAllFilled() throws Exception {
        String wide = "\"rle_mask\":{\"size\":[1,64000000],\"counts\":[0,64000000]}";
        String outline = "\"points\":[{\"x\":0,\"y\":0},{\"x\":640,\"y\":0},{\"x\":640,\"y\":480},{\"x\":0,\"y\":480}]";
        for (String mask : List.of(wide, outline)) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            Frame many = annotated(mask, 1000);
            // work of this thread, not time: column by column as the mask has them it is minutes
            long worked = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
            assertThat(TimeUnit.NANOSECONDS.toSeconds(worked)).isLessThan(20);
            assertThat(changedLuma(annotated(mask, 16), many, 5, 5, WIDTH - 5, HEIGHT - 5)).isZero();
            assertThat(changedLuma(annotated(mask, 1), many, 5, 5, WIDTH - 5, HEIGHT - 5)).isPositive();
        }
    }

    /** So many objects of different colours with the same mask. */
    private static Frame annotated(String mask, int objects) throws Exception {
        String predictions = IntStream.range(0, objects)
                .mapToObj(i -> "{\"x\":9,\"y\":9,\"width\":9,\"height\":9,\"class\":\"c" + i + "\"," + mask + "}")
                .collect(Collectors.joining(","));
        return Annotator.annotate(dark(), detections("{\"width\":640,\"height\":480}", predictions),
                new AnnotationStyle(false, false, true, false));
    }

    @Test
    void theStyleChoosesWhatIsDrawn() throws Exception {
        Frame frame = dark();
        Detections all = detections("{}", """
                {"x":320,"y":240,"width":300,"height":300,"confidence":0.9,"class":"x",
                 "points":[{"x":200,"y":150},{"x":300,"y":150},{"x":300,"y":250},{"x":200,"y":250}],
                 "keypoints":[{"x":400,"y":300,"confidence":0.9,"class":"nose"}]}""");
        Frame onlyLabels = Annotator.annotate(frame, all, new AnnotationStyle(false, true, false, false));
        assertThat(changedLuma(frame, onlyLabels, 0, 100, WIDTH, HEIGHT)).isZero();
        assertThat(changedLuma(frame, onlyLabels, 0, 0, WIDTH, 100)).isPositive();
        Frame onlyKeypoints = Annotator.annotate(frame, all, new AnnotationStyle(false, false, false, true));
        assertThat(changedLuma(frame, onlyKeypoints, 395, 295, 406, 306)).isPositive();
        assertThat(changedLuma(frame, onlyKeypoints, 0, 0, 390, HEIGHT)).isZero();
    }

    /** Chroma samples whose colour changed, in an area given in pixels. */
    private static int changedChroma(Frame before, Frame after, int left, int top, int right, int bottom) {
        int changed = 0;
        for (int y = top / 2; y < bottom / 2; y++) {
            for (int x = left / 2; x < right / 2; x++) {
                int at = before.offsetU() + y * before.chromaWidth() + x;
                int v = at + before.offsetV() - before.offsetU();
                changed += distance(before, after, at) + distance(before, after, v) > 10 ? 1 : 0;
            }
        }
        return changed;
    }

    private static int distance(Frame before, Frame after, int at) {
        return Math.abs((before.i420()[at] & 0xFF) - (after.i420()[at] & 0xFF));
    }

    @Test
    void hostileNumbersAndNamesAreDrawnSomewhereAndQuickly() throws Exception {
        String name = "w\\u0000\\n".repeat(5_000);
        String box = """
                {"x":1e300,"y":-1e300,"width":1e308,"height":1e9,"confidence":1e99,"class":"%s","points":[[1e300,0],[-1e300,5],[3,1e200]]},
                {"x":0,"y":0,"width":0,"height":-5,"confidence":0,"class":null}""".formatted(name);
        assertThat(Annotator.annotate(dark(), detections("{\"width\":1,\"height\":2147483647}", box)).width()).isEqualTo(WIDTH);
    }

    @Test
    void nothingToDrawIsTheSameFrame() {
        Frame frame = dark();
        assertThat(Annotator.annotate(frame, Detections.none())).isSameAs(frame);
        assertThat(Annotator.text(frame, List.of())).isSameAs(frame);
    }

    @ParameterizedTest
    @MethodSource("letterings")
    void textIsGreenAndThirtyPixelsApart(Lettering lettering) {
        Frame frame = dark();
        Frame drawn = Annotator.text(frame, List.of("HHHHHH", "second line: Output 'f' not found"), lettering);
        assertThat(drawn.pts()).isEqualTo(9_000);
        assertThat(changedLuma(frame, drawn, 10, 3, 100, 22)).isGreaterThan(50);
        assertThat(changedLuma(frame, drawn, 10, 33, 300, 52)).isGreaterThan(150);
        assertThat(changedLuma(frame, drawn, 0, 60, WIDTH, HEIGHT)).isZero();
        assertThat(changedLuma(frame, drawn, 0, 0, 9, HEIGHT)).isZero();
        BufferedImage image = ImageCodec.toBufferedImage(drawn);
        boolean green = false;
        for (int x = 10; x < 40; x++) {
            Color colour = new Color(image.getRGB(x, 12));
            green |= colour.getGreen() > 180 && colour.getRed() < 110 && colour.getBlue() < 110;
        }
        assertThat(green).isTrue();
    }

    @Test
    void coloursAreStableAndDiffer() {
        assertThat(Annotator.colour("car")).isEqualTo(Annotator.colour("car")).isNotEqualTo(Annotator.colour("person"));
        assertThat(Annotator.colour(null)).isNotNull();
    }

    @Test
    void aJdkThatCannotDrawTextFallsBackToTheBitmapFont() {
        for (Throwable failure : new Throwable[] {new InternalError("no fontconfig"), new NoClassDefFoundError("sun/font"),
                new UnsatisfiedLinkError("libfreetype"), new NullPointerException()}) {
            Lettering broken = new Lettering() {
                @Override
                public int width(Graphics2D graphics, String text, int size) {
                    return 1;
                }

                @Override
                public void draw(Graphics2D graphics, String text, int x, int baseline, int size) {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) failure;
                }
            };
            Lettering fallback = new BitmapLettering();
            assertThat(Lettering.usable(broken, fallback)).isSameAs(fallback);
        }
    }

    @Test
    void theBitmapFontDrawsEachCharacterDifferently() {
        Lettering bitmap = new BitmapLettering();
        String characters = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_";
        assertThat(characters.chars().mapToObj(c -> dots(bitmap, String.valueOf((char) c))).distinct()).hasSize(characters.length());
        assertThat(dots(bitmap, "a")).isEqualTo(dots(bitmap, "A"));
        assertThat(dots(bitmap, "\u4e2d")).isEqualTo(dots(bitmap, "?"));
        assertThat(dots(bitmap, "L")).isEqualTo("#....#....#....#....#....#....#####");
        assertThat(bitmap.width(null, "abc", 16)).isEqualTo(36);
    }

    private static String dots(Lettering lettering, String text) {
        BufferedImage image = new BufferedImage(5, 7, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        lettering.draw(graphics, text, 0, 7, 8);
        graphics.dispose();
        StringBuilder dots = new StringBuilder();
        for (int pixel : image.getRGB(0, 0, 5, 7, null, 0, 5)) {
            dots.append((pixel & 0xFFFFFF) == 0 ? '.' : '#');
        }
        return dots.toString();
    }
}
