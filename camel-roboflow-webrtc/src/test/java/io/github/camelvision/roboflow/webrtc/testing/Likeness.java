package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;

/** How like frames are to those that FFmpeg shows. */
public final class Likeness {

    private static final double SAME = 99;

    private Likeness() {}

    /**
     * PSNR of the worst plane (Y, U or V) of the worst frame, in dB; 99 when all are the same.
     *
     * @param shown planes of all frames, one after the other, at least as many as there are frames
     */
    public static double worst(List<Frame> frames, byte[] shown) {
        double worst = SAME;
        int offset = 0;
        for (Frame frame : frames) {
            worst = Math.min(worst, of(frame, shown, offset));
            offset += frame.i420().length;
        }
        return worst;
    }

    /** PSNR of the worst plane of a frame beside the one at this offset; 0 when there is none. */
    public static double of(Frame frame, byte[] shown, int offset) {
        byte[] planes = frame.i420();
        if (offset + planes.length > shown.length) {
            return 0;
        }
        return Math.min(psnr(planes, 0, frame.offsetU(), shown, offset), Math.min(
                psnr(planes, frame.offsetU(), frame.offsetV(), shown, offset),
                psnr(planes, frame.offsetV(), planes.length, shown, offset)));
    }

    private static double psnr(byte[] planes, int from, int to, byte[] shown, int offset) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double difference = (planes[i] & 0xFF) - (shown[offset + i] & 0xFF);
            sum += difference * difference;
        }
        return sum == 0 ? SAME : Math.min(SAME, 10 * Math.log10(255.0 * 255.0 * (to - from) / sum));
    }
}
