package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.NativeFrame;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Loader;

/**
 * An MP4 that browsers play and that is playable up to the last second whenever the process ends: each second is a fragment of its own,
 * which begins with a key frame. H.264 where FFmpeg was built with openh264, else VP9. Frames of another size than the first are scaled
 * to it. Belongs to one thread.
 */
final class Mp4Writer implements AutoCloseable {

    static final String H264 = "libopenh264";
    static final String VP9 = "libvpx-vp9";

    private static final int TICKS = 90_000;
    private static final int USUAL_FPS = 30;
    private static final int MOST_WIDTH = 3840;
    private static final int MOST_HEIGHT = 2160;
    private static final int LEAST_SIDE = 16;
    /** Bits a second for each pixel of the frame: 2.8 Mbit/s at 1280x720. */
    private static final int BITS = 3;
    private static final int LEAST_BITS = 400_000;
    /** The coarsest quantizer: letters stay readable, also where frames are far apart in time. */
    private static final int COARSEST = 36;

    private final Path file;
    private final int width;
    private final int height;
    private AVFormatContext format;
    private AVIOContext io;
    private AVCodecContext encoder;
    private AVStream stream;
    private AVPacket packet;
    private SwsContext scaler;
    private int scaledWidth;
    private int scaledHeight;
    private long lastPts = -1;
    private long nextKey;

    /**
     * @param frameWidth of the first frame, as {@code frameHeight}
     * @param encoderName one of FFmpeg's encoders
     * @throws IOException when the file cannot be written
     */
    private Mp4Writer(Path file, int frameWidth, int frameHeight, String encoderName) throws IOException {
        this.file = file;
        double scale = Math.min(1, Math.min(MOST_WIDTH / (double) frameWidth, MOST_HEIGHT / (double) frameHeight));
        this.width = even(frameWidth * scale);
        this.height = even(frameHeight * scale);
        try {
            open(encoderName);
        } catch (IOException | RuntimeException e) {
            free();
            throw e;
        }
    }

    static Mp4Writer open(Path file, int width, int height) throws IOException {
        Ffmpeg.require();
        Loader.load(avformat.class);
        return open(file, width, height, avcodec.avcodec_find_encoder_by_name(H264) != null ? H264 : VP9);
    }

    static Mp4Writer open(Path file, int width, int height, String encoder) throws IOException {
        Ffmpeg.require();
        Loader.load(avformat.class);
        return new Mp4Writer(file, width, height, encoder);
    }

    private static int even(double side) {
        return Math.max(LEAST_SIDE, (int) Math.round(side) & ~1);
    }

    private void open(String encoderName) throws IOException {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(encoderName);
        if (codec == null) {
            throw new NativeException("FFmpeg was built without the encoder " + encoderName + ", so clips cannot be written: use "
                    + "org.bytedeco:ffmpeg of this library's version");
        }
        format = new AVFormatContext(null);
        check(avformat.avformat_alloc_output_context2(format, null, "mp4", file.toString()), "begin");
        encoder = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "an encoder");
        packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "a packet");
        encoder.width(width).height(height).pix_fmt(avutil.AV_PIX_FMT_YUV420P).color_range(avutil.AVCOL_RANGE_MPEG)
                .colorspace(avutil.AVCOL_SPC_SMPTE170M).bit_rate(Math.max(LEAST_BITS, (long) BITS * width * height))
                .gop_size(10 * USUAL_FPS).max_b_frames(0).thread_count(1).qmax(COARSEST)
                .flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        encoder.time_base().num(1).den(TICKS);
        encoder.framerate().num(USUAL_FPS).den(1);
        if (VP9.equals(encoderName)) {
            avutil.av_opt_set(encoder.priv_data(), "deadline", "realtime", 0);
            avutil.av_opt_set(encoder.priv_data(), "cpu-used", "8", 0);
            avutil.av_opt_set(encoder.priv_data(), "lag-in-frames", "0", 0);
        }
        check(avcodec.avcodec_open2(encoder, codec, (AVDictionary) null), "encode");
        stream = Ffmpeg.allocated(avformat.avformat_new_stream(format, null), "a stream");
        check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder), "encode");
        stream.time_base(encoder.time_base());
        io = new AVIOContext(null);
        check(avformat.avio_open(io, "file:" + file, avformat.AVIO_FLAG_WRITE), "open");
        format.pb(io);
        format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "movflags", "frag_keyframe+empty_moov+default_base_moof", 0);
        try {
            check(avformat.avformat_write_header(format, options), "begin");
        } finally {
            avutil.av_dict_free(options);
        }
    }

    /**
     * Appends a frame.
     *
     * @param micros since the first frame; at least a tick more than the frame before
     */
    void add(Frame frame, long micros) throws IOException {
        long pts = Math.max(lastPts + 1, Math.round(micros * (TICKS / 1e6)));
        try (NativeFrame plain = NativeFrame.ofI420(avutil.AV_PIX_FMT_YUV420P, frame.width(), frame.height(), frame.i420())) {
            if (frame.width() == width && frame.height() == height) {
                encode(plain.av(), pts);
            } else {
                try (NativeFrame scaled = NativeFrame.of(avutil.AV_PIX_FMT_YUV420P, width, height)) {
                    scale(plain.av(), scaled.av());
                    encode(scaled.av(), pts);
                }
            }
        }
    }

    private void scale(AVFrame from, AVFrame to) {
        if (scaler == null || scaledWidth != from.width() || scaledHeight != from.height()) {
            swscale.sws_freeContext(scaler);
            scaler = Ffmpeg.allocated(swscale.sws_getContext(from.width(), from.height(), avutil.AV_PIX_FMT_YUV420P, width, height,
                    avutil.AV_PIX_FMT_YUV420P, swscale.SWS_BILINEAR, null, null, (DoublePointer) null), "a scaler");
            scaledWidth = from.width();
            scaledHeight = from.height();
        }
        swscale.sws_scale(scaler, from.data(), from.linesize(), 0, from.height(), to.data(), to.linesize());
    }

    private void encode(AVFrame frame, long pts) throws IOException {
        lastPts = pts;
        frame.pts(pts).color_range(avutil.AVCOL_RANGE_MPEG);
        if (pts >= nextKey) {
            frame.pict_type(avutil.AV_PICTURE_TYPE_I);
            nextKey = pts + TICKS;
        }
        check(avcodec.avcodec_send_frame(encoder, frame), "encode");
        drain();
    }

    private void drain() throws IOException {
        int result = avcodec.avcodec_receive_packet(encoder, packet);
        while (result >= 0) {
            packet.stream_index(stream.index());
            avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            check(avformat.av_interleaved_write_frame(format, packet), "write");
            result = avcodec.avcodec_receive_packet(encoder, packet);
        }
        if (result != avutil.AVERROR_EAGAIN() && result != avutil.AVERROR_EOF()) {
            check(result, "encode");
        }
    }

    /** The file is complete. It is playable before, but for the newest second. */
    void finish() throws IOException {
        check(avcodec.avcodec_send_frame(encoder, null), "encode");
        drain();
        check(avformat.av_write_trailer(format), "write");
    }

    private void check(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException("FFmpeg cannot " + what + " the clip " + file + " of " + width + "x" + height + ": "
                    + Ffmpeg.message(result));
        }
    }

    /** Frees everything; without {@link #finish} the file ends with the second before. */
    @Override
    public void close() {
        free();
    }

    private void free() {
        swscale.sws_freeContext(scaler);
        scaler = null;
        avcodec.av_packet_free(packet);
        // FFmpeg reads through the pointer: it must not be null
        if (encoder != null) {
            avcodec.avcodec_free_context(encoder);
            encoder = null;
        }
        if (io != null && !io.isNull()) {
            avformat.avio_closep(io);
        }
        io = null;
        if (format != null) {
            avformat.avformat_free_context(format);
            format = null;
        }
    }
}
