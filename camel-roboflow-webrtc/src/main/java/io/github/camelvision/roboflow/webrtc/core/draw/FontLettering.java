package io.github.camelvision.roboflow.webrtc.core.draw;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Text with the JDK's sans-serif font, antialiased. Characters that no font of the machine has, such as Chinese ones or emoji in a small
 * container, become question marks in place of empty boxes, and the log says so once.
 */
final class FontLettering implements Lettering {

    private static final Logger LOG = LoggerFactory.getLogger(FontLettering.class);

    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    public int width(Graphics2D graphics, String text, int size) {
        Font font = font(size);
        return graphics.getFontMetrics(font).stringWidth(displayable(font, text));
    }

    @Override
    public void draw(Graphics2D graphics, String text, int x, int baseline, int size) {
        Font font = font(size);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(font);
        graphics.drawString(displayable(font, text), x, baseline);
    }

    /** The text with a question mark for each character that the font has not. */
    String displayable(Font font, String text) {
        if (font.canDisplayUpTo(text) < 0) {
            return text;
        }
        if (told.compareAndSet(false, true)) {
            LOG.warn("No font of this machine has all characters of '{}', so question marks are drawn: install one that has, for example "
                    + "the package fonts-noto-cjk or fonts-noto-color-emoji", text);
        }
        StringBuilder drawn = new StringBuilder();
        text.codePoints().map(character -> font.canDisplay(character) ? character : '?').forEach(drawn::appendCodePoint);
        return drawn.toString();
    }

    private static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }
}
