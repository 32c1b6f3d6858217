package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;

/** How like pictures are to those that FFmpeg shows. */
public final class Likeness {

    private static final double SAME = 99;

    private Likeness() {}

    /**
     * PSNR of the worst plane (Y, U or V) of the worst frame, in dB; 99 when all are the same.
     *
     * @param shown planes of all frames, one after the other, at least as many as there are pictures
     */
    public static double worst(List<Frame> pictures, byte[] shown) {
        double worst = SAME;
        int offset = 0;
        for (Frame picture : pictures) {
            worst = Math.min(worst, of(picture, shown, offset));
            offset += picture.i420().length;
        }
        return worst;
    }

    /** PSNR of the worst plane of a picture beside the one at this offset; 0 when there is none. */
    public static double of(Frame picture, byte[] shown, int offset) {
        byte[] planes = picture.i420();
        if (offset + planes.length > shown.length) {
            return 0;
        }
        return Math.min(psnr(planes, 0, picture.offsetU(), shown, offset), Math.min(
                psnr(planes, picture.offsetU(), picture.offsetV(), shown, offset),
                psnr(planes, picture.offsetV(), planes.length, shown, offset)));
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
