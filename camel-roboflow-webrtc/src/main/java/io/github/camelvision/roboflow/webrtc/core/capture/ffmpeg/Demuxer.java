package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** One opened device, stream or file, and the packets of its video; all other streams are discarded. Belongs to one thread. */
final class Demuxer implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final String MOST_STREAMS = "256";
    private static final String PROBE_BYTES = "5000000";
    private static final String PROBE_MICROS = "5000000";
    /** FFmpeg decodes while it looks at a file, without our limits: a list of allowed decoders that names none stops that. */
    private static final String NO_DECODER = "none";
    private static final double MOST_FPS = 1000;

    private final CaptureInput input;
    private final Interruption interruption;
    private AVFormatContext context;
    private AVStream stream;

    Demuxer(CaptureInput input, Interruption interruption) {
        this.input = input;
        this.interruption = interruption;
    }

    /** @return FFmpeg's error, negative; otherwise it is open */
    int open() {
        AVInputFormat format = format();
        context = Ffmpeg.allocated(avformat.avformat_alloc_context(), "a format context");
        NativeInterrupt.installIn(context, interruption);
        if (input.isDevice()) {
            // a driver cannot be interrupted, so it must not block
            context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_NONBLOCK);
        }
        AVDictionary options = new AVDictionary(null);
        try {
            input.options().forEach((name, value) -> avutil.av_dict_set(options, name, value, 0));
            avutil.av_dict_set(options, "max_streams", MOST_STREAMS, 0);
            avutil.av_dict_set(options, "codec_whitelist", NO_DECODER, 0);
            if (input.kind() == CaptureInput.Kind.FILE) {
                avutil.av_dict_set(options, "probesize", PROBE_BYTES, 0);
                avutil.av_dict_set(options, "analyzeduration", PROBE_MICROS, 0);
            }
            if (input.isRtsp()) {
                NativeInterrupt.allowOneConnection(context);
            }
            int error = avformat.avformat_open_input(context, input.url(), format, options);
            if (error < 0) {
                // FFmpeg has freed it
                context = null;
                return error;
            }
            refuseUnknown(options);
        } finally {
            avutil.av_dict_free(options);
        }
        // A live stream shows its first frame sooner without; a device has told everything
        return input.kind() == CaptureInput.Kind.FILE ? avformat.avformat_find_stream_info(context, (AVDictionary) null) : 0;
    }

    private AVInputFormat format() {
        if (input.format() == null) {
            return null;
        }
        AVInputFormat format = avformat.av_find_input_format(input.format());
        if (format == null) {
            String cure = ": deviceFormat=" + input.format() + " must be v4l2 on Linux, avfoundation on macOS, dshow on Windows, or lavfi";
            throw new SourceException("FFmpeg has no format " + input.format() + " on this platform" + (input.isDevice() ? cure : ""),
                    false);
        }
        return format;
    }

    private void refuseUnknown(AVDictionary left) {
        List<String> unknown = new ArrayList<>();
        AVDictionaryEntry entry = avutil.av_dict_get(left, "", null, avutil.AV_DICT_IGNORE_SUFFIX);
        while (entry != null) {
            unknown.add(entry.key().getString());
            entry = avutil.av_dict_get(left, "", entry, avutil.AV_DICT_IGNORE_SUFFIX);
        }
        if (!unknown.isEmpty()) {
            throw new NativeException("This FFmpeg does not know the options " + unknown + " that " + input + " is opened with: use the"
                    + " version that this library was built for");
        }
    }

    /** The stream that {@link #read} gives packets of; null while there is none yet. */
    AVStream stream() {
        if (stream == null) {
            stream = VideoStreams.choose(context);
            if (stream != null) {
                for (int other = 0; other < context.nb_streams(); other++) {
                    context.streams(other).discard(other == stream.index() ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
                }
            }
        }
        return stream;
    }

    /** Reads the next packet of any stream. @return FFmpeg's error, negative, also at the end */
    int read(AVPacket packet) {
        return avformat.av_read_frame(context, packet);
    }

    boolean isVideo(AVPacket packet) {
        AVStream video = stream();
        return video != null && packet.stream_index() == video.index();
    }

    /** FFmpeg's error of the input itself, negative; 0 when it is sound. */
    int inputError() {
        return context.pb() == null ? 0 : context.pb().error();
    }

    /** Whether a sound input of this format may begin in the middle of something. */
    boolean startsAnywhere() {
        return (context.iformat().flags() & (avformat.AVFMT_TS_DISCONT | avformat.AVFMT_NOTIMESTAMPS)) != 0;
    }

    /** Frames per second as the container declares them, or as its first packets came; null when neither is known. */
    Double fps() {
        if (stream() == null) {
            return null;
        }
        AVRational rate = avformat.av_guess_frame_rate(context, stream, null);
        double fps = rate.den() == 0 ? 0 : rate.num() / (double) rate.den();
        return fps > 0 && fps < MOST_FPS ? fps : null;
    }

    @Override
    public void close() {
        if (context != null) {
            // an RTSP server is told good-bye, and must not keep us for that
            interruption.allow(CLOSE_LIMIT);
            avformat.avformat_close_input(context);
            context = null;
        }
        NativeInterrupt.forget();
    }
}
