package io.github.camelvision.roboflow.webrtc.core.media;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;

/** Text with the JDK's sans-serif font, antialiased. */
final class FontLettering implements Lettering {

    @Override
    public int width(Graphics2D graphics, String text, int size) {
        return graphics.getFontMetrics(font(size)).stringWidth(text);
    }

    @Override
    public void draw(Graphics2D graphics, String text, int x, int baseline, int size) {
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(font(size));
        graphics.drawString(text, x, baseline);
    }

    private static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }
}
