package io.github.camelvision.roboflow.webrtc.core.media;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avutil;

/** What FFmpeg decoded, as a {@link Frame}. */
public final class DecodedPicture {

    private static final int MATRIX_BYTES = 9 * Integer.BYTES;

    private DecodedPicture() {}

    /**
     * Copies a decoded picture, converts it to I420 of limited range, and turns and mirrors it as the file says.
     *
     * @param picture native, of any pixel format; stays the caller's and may be used again
     * @param pts in 90 kHz ticks, or {@link Frame#NO_PTS}
     */
    public static Frame toFrame(AVFrame picture, long pts) {
        Ffmpeg.require();
        byte[] i420 = PixelConverter.toI420(NativeFrame.borrowed(picture));
        return orientation(picture).applyTo(Frame.ofI420(picture.width(), picture.height(), i420, pts));
    }

    private static Orientation orientation(AVFrame picture) {
        AVFrameSideData matrix = avutil.av_frame_get_side_data(picture, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.size() < MATRIX_BYTES) {
            return Orientation.UPRIGHT;
        }
        IntBuffer values = matrix.data().capacity(MATRIX_BYTES).asByteBuffer().order(ByteOrder.nativeOrder()).asIntBuffer();
        // rows of three: a b u, c d v, x y w
        return Orientation.ofMatrix(values.get(0), values.get(1), values.get(3), values.get(4));
    }
}
