package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureErrors;
import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameBudget;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.UprightFrame;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import io.github.camelvision.roboflow.webrtc.core.media.Orientation;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;

/** FFmpeg's decoder of one video stream, within a {@link FrameBudget}. Belongs to one thread. */
final class FrameDecoder implements AutoCloseable {

    /** Two files on a machine of two cores must not start sixteen decoder threads. */
    private static final int FILE_THREADS = 2;
    /** Pixels of a frame up to which decoding it in a thread of its own costs as much again as decoding it. */
    private static final int SMALL_FRAME = 1280 * 720;

    private final FrameBudget budget = new FrameBudget();
    private AVCodecContext context;
    /** Of the packet that was sent last; each still is one packet. */
    private Orientation noted = Orientation.UPRIGHT;

    /** @throws SourceException when FFmpeg has no decoder for it, or its frames are too large */
    FrameDecoder(CaptureInput input, AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        if ((long) parameters.width() * parameters.height() > FrameBudget.MOST_PIXELS) {
            throw CaptureErrors.tooLarge(input, parameters.width() + "x" + parameters.height() + " pixels");
        }
        AVCodec codec = avcodec.avcodec_find_decoder(parameters.codec_id());
        if (codec == null) {
            throw new SourceException(input + " has video in the format " + avcodec.avcodec_get_name(parameters.codec_id()).getString()
                    + ", which FFmpeg cannot decode here", false);
        }
        context = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "a decoder");
        try {
            check(input, avcodec.avcodec_parameters_to_context(context, parameters));
            context.pkt_timebase(stream.time_base());
            budget.installIn(context);
            boolean still = parameters.codec_id() == avcodec.AV_CODEC_ID_PNG || parameters.codec_id() == avcodec.AV_CODEC_ID_WEBP;
            boolean small = (long) parameters.width() * parameters.height() <= SMALL_FRAME;
            if (input.kind() == CaptureInput.Kind.FILE && !still && !small) {
                context.thread_count(FILE_THREADS);
            } else {
                // decoding threads would hold back a frame each, so that what a still notes would go to another;
                // low delay would give B-frames in the wrong order
                context.thread_count(1);
            }
            check(input, avcodec.avcodec_open2(context, codec, (AVDictionary) null));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static void check(CaptureInput input, int error) {
        if (error < 0) {
            throw CaptureErrors.notOpened(input, error);
        }
    }

    /** @param packet null: there are no more. @return FFmpeg's error, negative */
    int send(AVPacket packet) {
        if (packet != null) {
            noted = UprightFrame.noted(context.codec_id(), packet);
        }
        return avcodec.avcodec_send_packet(context, packet);
    }

    /** @return FFmpeg's error, negative, also where it wants another packet */
    int receive(AVFrame decoded) {
        int result = avcodec.avcodec_receive_frame(context, decoded);
        if (result >= 0) {
            UprightFrame.note(decoded, noted);
        }
        return result;
    }

    /** How many frames it may hold back. */
    int delay() {
        return context.has_b_frames() + context.thread_count() - 1;
    }

    /** The size of a frame that was too large to decode; null if none was. */
    String refused() {
        return budget.refused();
    }

    /** Frames per second as the codec's own headers declare them; 0 when they do not, or before they were read. */
    double declaredFps() {
        return context.framerate().den() == 0 ? 0 : context.framerate().num() / (double) context.framerate().den();
    }

    /** Why there is no memory for its frames at present; null when there is. */
    String overBudget() {
        return budget.overBudget();
    }

    @Override
    public void close() {
        if (context != null) {
            avcodec.avcodec_free_context(context);
            context = null;
        }
        budget.close();
    }
}
