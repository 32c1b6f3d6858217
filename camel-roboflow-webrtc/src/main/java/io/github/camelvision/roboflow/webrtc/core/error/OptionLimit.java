package io.github.camelvision.roboflow.webrtc.core.error;

/** The least that an option takes. */
public final class OptionLimit {

    private OptionLimit() {}

    /** @throws IllegalArgumentException which names the option */
    public static void atLeast(long least, String option, long value) {
        if (value < least) {
            throw new IllegalArgumentException("The option " + option + " must be at least " + least + ", not " + value);
        }
    }
}
