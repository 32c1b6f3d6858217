package io.github.camelvision.roboflow.webrtc.core.media;

import io.github.camelvision.roboflow.webrtc.core.media.image.ExifOrientation;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** What FFmpeg decoded, as a {@link Frame}. */
public final class UprightFrame {

    private static final int MATRIX_BYTES = 9 * Integer.BYTES;
    /** Fixed point: 16 bits after the point, and 30 in the last element. */
    private static final int ONE = 1 << 16;
    private static final int LAST = 1 << 30;

    private UprightFrame() {}

    /**
     * Copies a decoded frame, converts it to I420 of limited range, and turns and mirrors it as the file says.
     *
     * @param decoded native, of any pixel format; stays the caller's and may be used again
     * @param pts in 90 kHz ticks, or {@link Frame#NO_PTS}
     */
    public static Frame toFrame(AVFrame decoded, long pts) {
        Ffmpeg.require();
        byte[] i420 = PixelConverter.toI420(NativeFrame.borrowed(decoded));
        return orientation(decoded).applyTo(Frame.ofI420(decoded.width(), decoded.height(), i420, pts));
    }

    /**
     * What a PNG or WebP says in its EXIF of how to hold the image. FFmpeg reads that of a JPEG alone.
     *
     * @param codec FFmpeg's id; upright for all others
     */
    public static Orientation noted(int codec, AVPacket packet) {
        boolean still = codec == avcodec.AV_CODEC_ID_PNG || codec == avcodec.AV_CODEC_ID_WEBP;
        return still && packet.size() > 0 ? Orientation.ofExif(ExifOrientation.of(packet.data().capacity(packet.size()).asByteBuffer()))
                : Orientation.UPRIGHT;
    }

    /** Gives a decoded frame that has no display matrix one with the orientation that was noted for it. */
    public static void note(AVFrame decoded, Orientation noted) {
        if (noted == Orientation.UPRIGHT || avutil.av_frame_get_side_data(decoded, avutil.AV_FRAME_DATA_DISPLAYMATRIX) != null) {
            return;
        }
        AVFrameSideData matrix = Ffmpeg.allocated(avutil.av_frame_new_side_data(decoded, avutil.AV_FRAME_DATA_DISPLAYMATRIX, MATRIX_BYTES),
                "a display matrix");
        int[] part = noted.matrix();
        matrix.data().capacity(MATRIX_BYTES).asByteBuffer().order(ByteOrder.nativeOrder()).asIntBuffer()
                .put(new int[] {part[0] * ONE, part[1] * ONE, 0, part[2] * ONE, part[3] * ONE, 0, 0, 0, LAST});
    }

    private static Orientation orientation(AVFrame decoded) {
        AVFrameSideData matrix = avutil.av_frame_get_side_data(decoded, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.size() < MATRIX_BYTES) {
            return Orientation.UPRIGHT;
        }
        IntBuffer values = matrix.data().capacity(MATRIX_BYTES).asByteBuffer().order(ByteOrder.nativeOrder()).asIntBuffer();
        // rows of three: a b u, c d v, x y w
        return Orientation.ofMatrix(values.get(0), values.get(1), values.get(3), values.get(4));
    }
}
