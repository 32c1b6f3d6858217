package io.github.camelvision.roboflow.webrtc.core.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    /** 4 wide, 3 high; column by column: 1 outside, 4 inside, 6 outside, 1 inside. */
    private static final String LIST = "{\"size\":[3,4],\"counts\":[1,4,6,1]}";

    private static Mask of(String json) throws Exception {
        return Mask.of(new ObjectMapper().readTree(json));
    }

    private static String frame(Mask mask) {
        StringBuilder frame = new StringBuilder();
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                frame.append(mask.contains(x, y) ? '#' : '.');
            }
            frame.append('\n');
        }
        return frame.toString();
    }

    @Test
    void runsGoColumnByColumn() throws Exception {
        Mask mask = of(LIST);
        assertThat(frame(mask)).isEqualTo(".#..\n##..\n#..#\n");
        assertThat(mask.area()).isEqualTo(5);
        assertThat(mask.contains(-1, 0) || mask.contains(4, 0) || mask.contains(0, 3)).isFalse();
    }

    @Test
    void linesAreVerticalAndCoverTheMaskExactly() throws Exception {
        List<String> lines = new ArrayList<>();
        of(LIST).forEachLine((x, top, bottom) -> lines.add(x + ":" + top + "-" + bottom));
        assertThat(lines).containsExactly("0:1-3", "1:0-2", "3:2-3");
    }

    @Test
    void theLinesOfItsColumnsAreItsLines() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            int width = 1 + random.nextInt(6);
            int height = 1 + random.nextInt(6);
            StringBuilder counts = new StringBuilder("[0");
            for (int left = width * height; left > 0 && random.nextInt(12) > 0;) {
                int run = random.nextInt(left + 1);
                counts.append(',').append(run);
                left -= run;
            }
            Mask mask = of("{\"size\":[" + height + "," + width + "],\"counts\":" + counts + "]}");
            List<String> all = new ArrayList<>();
            mask.forEachLine((x, top, bottom) -> all.add(x + ":" + top + "-" + bottom));
            List<String> byColumn = new ArrayList<>();
            for (int column = 0; column < width; column++) {
                mask.forEachLineOf(column, (x, top, bottom) -> byColumn.add(x + ":" + top + "-" + bottom));
            }
            assertThat(byColumn).as("%s of %dx%d", counts, width, height).isEqualTo(all);
        }
    }

    @Test
    void readsTheCompressedText() throws Exception {
        // lengths 1 4 6 1: the fourth is coded as the difference to the second: -3, five bits 11101 = 29 -> 'M'
        assertThat(frame(of("{\"size\":[3,4],\"counts\":\"146M\"}"))).isEqualTo(frame(of(LIST)));
        // 100 = 3 * 32 + 4: low bits first with the continuation bit, 36 -> 'T', then 3 -> '3'; 20 must not read as negative: 52 'd', '0'
        Mask mask = of("{\"size\":[10,12],\"counts\":\"T3d0\"}");
        assertThat(mask.area()).isEqualTo(20);
        assertThat(mask.contains(10, 0)).isTrue();
        assertThat(mask.contains(9, 9)).isFalse();
    }

    @Test
    void emptyRunsChangeNothing() throws Exception {
        assertThat(frame(of("{\"size\":[2,2],\"counts\":[0,1,0,1,2]}"))).isEqualTo("#.\n#.\n");
        assertThat(frame(of("{\"size\":[2,2],\"counts\":[0,4]}"))).isEqualTo("##\n##\n");
        assertThat(of("{\"size\":[2,2],\"counts\":[4]}").area()).isZero();
        assertThat(of("{\"size\":[2,2],\"counts\":[]}").contains(0, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"size\":[3,4]}", "{\"size\":[3],\"counts\":[1]}", "{\"size\":[0,4],\"counts\":[0]}",
            "{\"size\":[3,4],\"counts\":[13]}", "{\"size\":[3,4],\"counts\":[-1]}", "{\"size\":[3,4],\"counts\":[1.5]}",
            "{\"size\":[3,4],\"counts\":[\"1\"]}", "{\"size\":[100000,100000],\"counts\":[1]}", "{\"size\":[3,4],\"counts\":\"T\"}",
            "{\"size\":[3,4],\"counts\":\"\\u0001\"}", "{\"size\":[3,4],\"counts\":\"TTTTTTTTT3\"}",
            "{\"size\":[3,4],\"counts\":[9223372036854775807,9223372036854775807]}"})
    void damagedMasksAreNone(String json) throws Exception {
        assertThat(of(json)).isNull();
    }

    @Test
    void aMaskIsAsLargeAsTheFramesThatAreReadAndNotLarger() throws Exception {
        assertThat(of("{\"size\":[8000,8000],\"counts\":[0,64000000]}").area()).isEqualTo(64_000_000);
        assertThat(of("{\"size\":[8000,8001],\"counts\":[0,1]}")).isNull();
        assertThat(of("{\"size\":[-3,-4],\"counts\":[1]}")).isNull();
        assertThat(of("{\"size\":[1,1],\"counts\":[0,1]}").contains(0, 0)).isTrue();
    }

    @Test
    void runsMustNotGoBeyondTheFrameTogether() throws Exception {
        assertThat(of("{\"size\":[3,4],\"counts\":[6,7]}")).isNull();
        assertThat(of("{\"size\":[3,4],\"counts\":[6,6]}").area()).isEqualTo(6);
    }

    @Test
    void negativeDifferencesOfSeveralGroupsAreRead() throws Exception {
        // lengths 0 100 0 50: the fourth is -50, low bits first: 01110 with the continuation bit, 46 -> '^', then 11110 -> 'N'
        Mask mask = of("{\"size\":[10,20],\"counts\":\"0T30^N\"}");
        assertThat(mask.area()).isEqualTo(150);
    }

    @Test
    void toStringIsShort() throws Exception {
        assertThat(of(LIST)).hasToString("Mask[4x3, area=5]");
    }
}
