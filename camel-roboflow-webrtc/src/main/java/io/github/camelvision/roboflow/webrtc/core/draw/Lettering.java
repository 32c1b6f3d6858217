package io.github.camelvision.roboflow.webrtc.core.draw;

import java.awt.AWTError;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How text gets onto an image: with the JDK's fonts, or without any. */
interface Lettering {

    /** Width of a text in pixels; {@code size} is the height of a line without its spacing. */
    int width(Graphics2D graphics, String text, int size);

    /** Draws in the current colour; {@code baseline} is the y under the letters. */
    void draw(Graphics2D graphics, String text, int x, int baseline, int size);

    /** The JDK's fonts where they work. Tried once. */
    static Lettering best() {
        return Best.LETTERING;
    }

    /**
     * A headless JDK in a container without fontconfig or freetype throws at the first text, each version something else
     * (InternalError, UnsatisfiedLinkError, NullPointerException), and NoClassDefFoundError ever after.
     */
    static Lettering usable(Lettering preferred, Lettering fallback) {
        Logger log = LoggerFactory.getLogger(Lettering.class);
        try {
            Graphics2D graphics = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR).createGraphics();
            try {
                preferred.draw(graphics, "Ag1", 0, 12, 10);
                return preferred.width(graphics, "Ag1", 10) > 0 ? preferred : fallback;
            } finally {
                graphics.dispose();
            }
        } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
            log.info("This JDK cannot draw text ({}: {}): labels on images use a built-in bitmap font; install fontconfig and a font for "
                    + "better ones", e.getClass().getSimpleName(), e.getMessage());
            log.debug("Java2D text failed", e);
            return fallback;
        }
    }

    /** Holds the choice, made when first needed. */
    final class Best {
        private static final Lettering LETTERING = usable(new FontLettering(), new BitmapLettering());

        private Best() {}
    }
}
