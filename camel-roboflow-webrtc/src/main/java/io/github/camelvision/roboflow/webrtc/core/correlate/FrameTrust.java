package io.github.camelvision.roboflow.webrtc.core.correlate;

/**
 * Whether a result was made from the frame that was sent.
 *
 * <p>A frame is coded as the difference from those before it. A receiver that missed one may go on decoding all the same (aiortc
 * does, docs/protocol.adoc#mixed-frames): until the next key frame it shows mixtures of old frames and new ones, under the right times.
 * Nothing in the results tells so, except that one of them is missing. But the size changes only with a key frame. So after a
 * gap no result is believed until the size has changed, and the sender sees to that by sending one frame of another size.
 *
 * <p>Pure and single-threaded.
 */
public final class FrameTrust {

    private int width;
    private int height;
    private boolean any;
    private boolean doubtful;

    /**
     * A result came, in the order of the frames.
     *
     * @param gap whether frames sent between the result before and this one were not answered
     * @param resultWidth of the frame as the server decoded it; null when it does not tell: then everything is believed
     * @return whether to believe it
     */
    public boolean result(boolean gap, Integer resultWidth, Integer resultHeight) {
        if (resultWidth == null || resultHeight == null) {
            doubtful = false;
            return true;
        }
        // decoding begins with a key frame, so what was missed before does not matter
        boolean keyFrame = !any || resultWidth != width || resultHeight != height;
        any = true;
        width = resultWidth;
        height = resultHeight;
        doubtful = !keyFrame && (doubtful || gap);
        return !doubtful;
    }

    /** Results are not believed now. */
    public boolean doubtful() {
        return doubtful;
    }
}
