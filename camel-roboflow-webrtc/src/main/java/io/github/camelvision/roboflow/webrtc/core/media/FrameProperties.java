package io.github.camelvision.roboflow.webrtc.core.media;

/**
 * What {@link Frame} says of itself, and the same as properties, for expression languages that know only these. The properties are
 * not in the class: Camel's bean language takes {@code x} for ambiguous where one class declares both {@code x()} and {@code
 * getX()}.
 */
public interface FrameProperties {

    int width();

    int height();

    long pts();

    // ---- the same as properties

    default int getWidth() {
        return width();
    }

    default int getHeight() {
        return height();
    }

    default long getPts() {
        return pts();
    }
}
