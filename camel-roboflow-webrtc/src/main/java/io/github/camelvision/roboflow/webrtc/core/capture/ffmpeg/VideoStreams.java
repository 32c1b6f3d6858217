package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Which stream of an input is its video, as FFmpeg's own command chooses it. */
final class VideoStreams {

    private static final int NO_VIDEO = avformat.AV_DISPOSITION_ATTACHED_PIC | avformat.AV_DISPOSITION_TIMED_THUMBNAILS;
    private static final long DEFAULT_FIRST = 1L << 41;
    private static final long MOVING_FIRST = 1L << 40;

    private VideoStreams() {}

    /**
     * The one that is marked as the default, of several one that is more than a single frame, the one with most pixels, the first. Covers
     * and thumbnails are none.
     *
     * @return null when there is none, or none yet
     */
    static AVStream choose(AVFormatContext context) {
        AVStream best = null;
        long most = -1;
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            long score = score(stream);
            if (score > most) {
                most = score;
                best = stream;
            }
        }
        return best;
    }

    private static long score(AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        if (parameters.codec_type() != avutil.AVMEDIA_TYPE_VIDEO || (stream.disposition() & NO_VIDEO) != 0
                || parameters.codec_id() == avcodec.AV_CODEC_ID_NONE) {
            return -1;
        }
        long pixels = (long) Math.max(0, parameters.width()) * Math.max(0, parameters.height());
        // an animated AVIF shows its first frame as a stream of its own
        return pixels + (stream.nb_frames() == 1 ? 0 : MOVING_FIRST)
                + ((stream.disposition() & avformat.AV_DISPOSITION_DEFAULT) == 0 ? 0 : DEFAULT_FIRST);
    }
}
