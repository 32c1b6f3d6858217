package io.github.camelvision.roboflow.webrtc.core.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.awt.Font;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FontLetteringTest {

    /** A font that has ASCII only. */
    private static final class AsciiFont extends Font {

        AsciiFont() {
            super(Map.of());
        }

        @Override
        public boolean canDisplay(int character) {
            return character < 128;
        }

        @Override
        public int canDisplayUpTo(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) >= 128) {
                    return i;
                }
            }
            return -1;
        }
    }

    @Test
    void charactersThatNoFontHasBecomeQuestionMarksAndAreToldOnce() {
        try (CapturedLog log = new CapturedLog()) {
            FontLettering lettering = new FontLettering();
            Font font = new AsciiFont();
            assertThat(lettering.displayable(font, "person 0.90")).isEqualTo("person 0.90");
            assertThat(log.lines()).isEmpty();
            assertThat(lettering.displayable(font, "\u4EBA 0.90")).isEqualTo("? 0.90");
            assertThat(lettering.displayable(font, "cat \uD83D\uDC08")).isEqualTo("cat ?");
            assertThat(log.lines()).singleElement().asString().contains("fonts-noto");
        }
    }
}
