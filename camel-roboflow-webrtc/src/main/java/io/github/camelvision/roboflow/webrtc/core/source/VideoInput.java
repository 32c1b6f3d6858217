package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.DecodedPicture;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * One opened device or stream and its decoder. Belongs to one thread, which opens, reads and closes it.
 *
 * <p>FFmpeg itself is used, not javacv's grabber: that opens under a lock of the whole process and takes no interrupt callback, so a dead
 * camera would hold it for ever.
 */
final class VideoInput implements AutoCloseable {

    static final Duration OPEN_LIMIT = Duration.ofSeconds(10);
    static final Duration READ_LIMIT = Duration.ofSeconds(5);

    private static final int TICKS_PER_SECOND = 90_000;
    private static final long DEVICE_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    /** As the image decoder's cap: 64 megapixels. */
    private static final long MOST_PIXELS = 64L * 1024 * 1024;
    private static final double MOST_FPS = 1000;

    private final CaptureInput input;
    private final Interruption interruption;
    private final AVPacket packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "a packet");
    private final AVFrame picture = Ffmpeg.allocated(avutil.av_frame_alloc(), "a frame");
    private AVFormatContext context;
    private AVCodecContext decoder;
    private AVStream stream;
    private long openingSince;

    private VideoInput(CaptureInput input, Interruption interruption) {
        this.input = input;
        this.interruption = interruption;
    }

    /**
     * Opens it, in {@link #OPEN_LIMIT} at most as far as FFmpeg can be interrupted.
     *
     * @throws SourceException when it cannot be opened, or the capture was stopped
     */
    static VideoInput open(CaptureInput input, Interruption interruption) {
        if (input.isStream()) {
            CaptureLibraries.requireStreams();
        } else {
            CaptureLibraries.requireDevices();
        }
        VideoInput opened = new VideoInput(input, interruption);
        try {
            opened.open();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void open() {
        interruption.allow(OPEN_LIMIT);
        openingSince = System.nanoTime();
        AVInputFormat format = null;
        if (input.format() != null) {
            format = avformat.av_find_input_format(input.format());
            if (format == null) {
                throw new SourceException("deviceFormat=" + input.format() + " is not part of FFmpeg on this platform: use v4l2 on Linux, "
                        + "avfoundation on macOS, dshow on Windows, or lavfi", false);
            }
        }
        context = Ffmpeg.allocated(avformat.avformat_alloc_context(), "a format context");
        Interruption.installIn(context);
        if (!input.isStream()) {
            // a driver cannot be interrupted, so it must not block
            context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_NONBLOCK);
        }
        AVDictionary options = new AVDictionary(null);
        try {
            input.options().forEach((name, value) -> avutil.av_dict_set(options, name, value, 0));
            int error = avformat.avformat_open_input(context, input.url(), format, options);
            if (error < 0) {
                // FFmpeg has freed it
                context = null;
                throw notOpened(error);
            }
        } finally {
            avutil.av_dict_free(options);
        }
        if (input.isStream()) {
            check(avformat.avformat_find_stream_info(context, (AVDictionary) null));
        }
        openDecoder();
    }

    private void openDecoder() {
        int index = check(avformat.av_find_best_stream(context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0));
        for (int other = 0; other < context.nb_streams(); other++) {
            if (other != index) {
                context.streams(other).discard(avcodec.AVDISCARD_ALL);
            }
        }
        stream = context.streams(index);
        AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null) {
            throw new SourceException(input + " has video in a format that FFmpeg cannot decode here", false);
        }
        decoder = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "a decoder");
        check(avcodec.avcodec_parameters_to_context(decoder, stream.codecpar()));
        decoder.pkt_timebase(stream.time_base());
        decoder.max_pixels(MOST_PIXELS);
        // frame threads would hold back a picture each
        decoder.thread_count(1);
        decoder.flags(decoder.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
        check(avcodec.avcodec_open2(decoder, codec, (AVDictionary) null));
    }

    private int check(int result) {
        if (result < 0) {
            throw notOpened(result);
        }
        return result;
    }

    private SourceException notOpened(int error) {
        Duration waited = Duration.ofNanos(System.nanoTime() - openingSince);
        // FFmpeg's words for a timeout are "Invalid data" or "Immediate exit requested"
        return input.isStream() && waited.compareTo(READ_LIMIT) >= 0 && !interruption.stopped()
                ? CaptureErrors.silent(input, waited, "did not answer") : CaptureErrors.notOpened(input, error);
    }

    /** Pictures per second as device or stream declare them; null when they do not. */
    Double fps() {
        AVRational rate = avformat.av_guess_frame_rate(context, stream, null);
        double fps = rate.den() == 0 ? 0 : rate.num() / (double) rate.den();
        return fps > 0 && fps <= MOST_FPS ? fps : null;
    }

    /**
     * The next picture, with its pts in 90 kHz ticks if it has one. Waits {@link #READ_LIMIT} for it at most.
     *
     * @return null when the capture was stopped
     * @throws SourceException when the source ended, broke or was silent; retryable
     */
    Frame read() {
        interruption.allow(READ_LIMIT);
        boolean draining = false;
        while (!interruption.stopped()) {
            int got = avcodec.avcodec_receive_frame(decoder, picture);
            if (got >= 0) {
                return frame();
            }
            if (got == avutil.AVERROR_EOF()) {
                throw CaptureErrors.ended(input);
            }
            if (draining || got != org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN()) {
                throw CaptureErrors.lost(input, got);
            }
            draining = !feed();
        }
        return null;
    }

    /** Gives the decoder one more packet, if one is there. False at the end of the input. */
    private boolean feed() {
        int error = avformat.av_read_frame(context, packet);
        if (error == avutil.AVERROR_EOF()) {
            avcodec.avcodec_send_packet(decoder, null);
            return false;
        }
        if (error < 0) {
            if (interruption.expired() && !interruption.stopped()) {
                throw CaptureErrors.silent(input, READ_LIMIT, "sent nothing");
            }
            if (error == org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN()) {
                interruption.pause(DEVICE_POLL_NANOS);
            } else if (!interruption.stopped()) {
                throw CaptureErrors.lost(input, error);
            }
            return true;
        }
        try {
            if (packet.stream_index() == stream.index()) {
                // A damaged packet costs a picture, not the stream: the decoder finds the next one.
                avcodec.avcodec_send_packet(decoder, packet);
                interruption.allow(READ_LIMIT);
            }
        } finally {
            avcodec.av_packet_unref(packet);
        }
        return true;
    }

    private Frame frame() {
        try {
            long pts = picture.best_effort_timestamp();
            return DecodedPicture.toFrame(picture, pts == avutil.AV_NOPTS_VALUE ? Frame.NO_PTS : ticks(pts));
        } finally {
            avutil.av_frame_unref(picture);
        }
    }

    private long ticks(long pts) {
        AVRational base = stream.time_base();
        return Math.round(pts * (double) base.num() * TICKS_PER_SECOND / base.den());
    }

    @Override
    public void close() {
        if (decoder != null) {
            avcodec.avcodec_free_context(decoder);
            decoder = null;
        }
        if (context != null) {
            // an RTSP server is told good-bye, and must not keep us for that
            interruption.allow(Duration.ofSeconds(1));
            avformat.avformat_close_input(context);
            context = null;
        }
        avutil.av_frame_free(picture);
        avcodec.av_packet_free(packet);
    }
}
