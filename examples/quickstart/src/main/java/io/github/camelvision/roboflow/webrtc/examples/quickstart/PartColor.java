package io.github.camelvision.roboflow.webrtc.examples.quickstart;

/** The colours of the parts: how they are painted (B, G, R) and which hues (OpenCV's 0..179) they are recognised by. */
enum PartColor {
    RED("red", 40, 40, 205, 170, 11),
    YELLOW("yellow", 40, 200, 215, 20, 40),
    GREEN("green", 60, 170, 50, 45, 85),
    BLUE("blue", 200, 95, 40, 98, 128);

    private final String label;
    private final int blue;
    private final int green;
    private final int red;
    private final int hueFrom;
    private final int hueTo;

    PartColor(String label, int blue, int green, int red, int hueFrom, int hueTo) {
        this.label = label;
        this.blue = blue;
        this.green = green;
        this.red = red;
        this.hueFrom = hueFrom;
        this.hueTo = hueTo;
    }

    /** The detection's {@code color}. */
    String label() {
        return label;
    }

    int blue() {
        return blue;
    }

    int green() {
        return green;
    }

    int red() {
        return red;
    }

    /** First hue of the colour's range; greater than {@link #hueTo()} where the range goes round through 0. */
    int hueFrom() {
        return hueFrom;
    }

    /** Last hue of the colour's range. */
    int hueTo() {
        return hueTo;
    }
}
