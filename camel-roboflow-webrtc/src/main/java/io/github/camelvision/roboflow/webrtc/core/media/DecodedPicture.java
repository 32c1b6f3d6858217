package io.github.camelvision.roboflow.webrtc.core.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** What FFmpeg decoded, as a {@link Frame}. */
public final class DecodedPicture {

    private DecodedPicture() {
    }

    /**
     * Copies and, if need be, converts a decoded picture.
     *
     * @param picture native, of any pixel format; stays the caller's and may be used again
     * @param pts in 90 kHz ticks, or {@link Frame#NO_PTS}
     */
    public static Frame toFrame(AVFrame picture, long pts) {
        Ffmpeg.require();
        return Frame.ofI420(picture.width(), picture.height(), PixelConverter.toI420(NativeFrame.borrowed(picture)), pts);
    }
}
