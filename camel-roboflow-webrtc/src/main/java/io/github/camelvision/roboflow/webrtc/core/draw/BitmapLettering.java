package io.github.camelvision.roboflow.webrtc.core.draw;

import java.awt.Graphics2D;

/**
 * Text without any font: ASCII in cells of 6x8 dots, of which a glyph fills 5x7. Lower case is drawn as upper case, what is not ASCII
 * as a question mark.
 */
final class BitmapLettering implements Lettering {

    private static final int ROWS = 7;
    private static final int COLUMNS = 5;
    private static final int ADVANCE = 6;
    private static final int LINE = 8;

    /** From space to underscore, seven rows each from the top; a row is one digit of base 32 whose highest bit is the left dot. */
    private static final String GLYPHS = ""
            + "00000004444404aa00000aavavaa4fke5u4pq248bjcik8lid44000002488842842224804lel40044v4400000c48000v00000000cc122488g"
            + "ehjlphe4c4444eeh1248vv2421he26aiv22vgu11he68guhhev122444ehhehheehhf12c0cc0cc00cc0c48248g84200v0v008421248eh12404"
            + "ehnlmgeehhvhhhuhhuhhuehggghesihhhisvgguggvvggugggehgnhhfhhhvhhhe44444e72222ichikokihggggggvhrllhhhhppljjhehhhhhe"
            + "uhhugggehhhliduhhukihfgge11uv444444hhhhhhehhhhaa4hhhllrhhha4ahhhha4444v1248gve88888eg884221e22222e4ah0000000000v";

    @Override
    public int width(Graphics2D graphics, String text, int size) {
        return text.length() * ADVANCE * dot(size);
    }

    @Override
    public void draw(Graphics2D graphics, String text, int x, int baseline, int size) {
        int dot = dot(size);
        for (int i = 0; i < text.length(); i++) {
            drawGlyph(graphics, text.charAt(i), x + i * ADVANCE * dot, baseline - ROWS * dot, dot);
        }
    }

    private static void drawGlyph(Graphics2D graphics, char character, int x, int y, int dot) {
        int glyph = index(character) * ROWS;
        for (int row = 0; row < ROWS; row++) {
            int bits = Character.digit(GLYPHS.charAt(glyph + row), 32);
            for (int column = 0; column < COLUMNS; column++) {
                if ((bits >> (COLUMNS - 1 - column) & 1) == 1) {
                    graphics.fillRect(x + column * dot, y + row * dot, dot, dot);
                }
            }
        }
    }

    private static int index(char character) {
        char upper = Character.toUpperCase(character);
        char drawn = switch (upper) {
            case '{' -> '(';
            case '}' -> ')';
            case '|' -> '!';
            case '~', '`' -> '-';
            default -> upper;
        };
        return (drawn >= ' ' && drawn <= '_' ? drawn : '?') - ' ';
    }

    private static int dot(int size) {
        return Math.max(1, size / LINE);
    }
}
