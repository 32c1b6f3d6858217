package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.Orientation;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FrameGrabber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the first video stream of a file or URL with FFmpeg into upright I420 frames. Opened, used and closed by one thread, since
 * FFmpeg's calls may block.
 */
final class VideoDecoder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VideoDecoder.class);
    /** Two sessions on a machine of two cores must not start sixteen decoder threads. */
    private static final String THREADS = "2";

    /** javacv 1.5.13: "avformat_open_input() error -1330794744: Could not open input …". */
    private static final Pattern ERROR_NUMBER = Pattern.compile("\\(\\) error (-\\d{1,10}):");

    private final String name;
    private final FFmpegFrameGrabber grabber;
    private final I420Copier copier = new I420Copier();
    private double timeBase;
    private double fps;
    private int rotation;
    private boolean open;

    static {
        // FFmpeg writes to standard error, bypassing every log configuration; failures come back as exceptions
        avutil.av_log_set_level(avutil.AV_LOG_FATAL);
    }

    /**
     * @param location file or URL
     * @param name what messages call it; without credentials
     * @param options of FFmpeg's demuxer and protocol
     */
    VideoDecoder(String location, String name, Map<String, String> options) {
        this.name = name;
        grabber = new FFmpegFrameGrabber(location);
        options.forEach(grabber::setOption);
        grabber.setVideoOption("threads", THREADS);
        grabber.setImageMode(FrameGrabber.ImageMode.RAW);
    }

    /** @param format FFmpeg's name of the container, when it must not be guessed */
    VideoDecoder format(String format) {
        grabber.setFormat(format);
        return this;
    }

    /** @throws SourceException when there is no video in it */
    void open() {
        try {
            // start() would hold a lock of the whole process, for as long as a dead camera takes
            grabber.startUnsafe();
            open = true;
        } catch (FrameGrabber.Exception e) {
            throw failure("cannot be opened as video", e);
        }
        AVStream stream = videoStream(grabber.getFormatContext());
        if (stream == null) {
            throw new SourceException(name + " has no video stream", false);
        }
        timeBase = ratio(stream.time_base());
        fps = ratio(stream.avg_frame_rate());
        if (fps <= 0) {
            fps = ratio(stream.r_frame_rate());
        }
        // the matrix tells counter-clockwise degrees by which the picture is to be turned for display
        rotation = Math.floorMod((int) Math.round(-grabber.getDisplayRotation() / 90) * 90, 360);
    }

    /** Frames per second as the container declares them; null when it does not. */
    Double fps() {
        return fps > 0 && fps < 1000 ? fps : null;
    }

    /** The next frame, or null at the end. @throws SourceException when reading fails */
    DecodedFrame next() {
        try {
            org.bytedeco.javacv.Frame grabbed = grabber.grabFrame(false, true, true, false);
            if (grabbed == null || !(grabbed.opaque instanceof AVFrame picture)) {
                return null;
            }
            long pts = picture.best_effort_timestamp();
            boolean known = pts != avutil.AV_NOPTS_VALUE && timeBase > 0;
            long ticks = known ? Math.round(pts * timeBase / DecodedFrame.RTP_TIME_BASE) : Frame.NO_PTS;
            Frame frame = Orientation.ofTurn(rotation).applyTo(copier.copy(picture, ticks));
            return new DecodedFrame(frame, known ? pts : null, known ? timeBase : null);
        } catch (FrameGrabber.Exception e) {
            throw failure("cannot be read on", e);
        }
    }

    private SourceException failure(String what, FrameGrabber.Exception e) {
        // the grabber's message repeats the URL with its credentials: only FFmpeg's own words are told
        LOG.debug("{} {}: {}", name, what, Redaction.text(e.getMessage()));
        return new SourceException(name + " " + what + ": " + reason(e.getMessage()), false);
    }

    private static String reason(String message) {
        Matcher number = ERROR_NUMBER.matcher(message == null ? "" : message);
        if (!number.find()) {
            return "FFmpeg found no video that it can decode in it";
        }
        int error = Integer.parseInt(number.group(1));
        String cure = error == avutil.AVERROR_HTTP_UNAUTHORIZED() || error == avutil.AVERROR_HTTP_FORBIDDEN()
                ? " (user name and password belong into the URL, special characters percent-encoded)" : "";
        return Ffmpeg.message(error) + cure;
    }

    private static AVStream videoStream(AVFormatContext context) {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (context.streams(i).codecpar().codec_type() == avutil.AVMEDIA_TYPE_VIDEO) {
                return context.streams(i);
            }
        }
        return null;
    }

    private static double ratio(AVRational ratio) {
        return ratio.den() == 0 ? 0 : (double) ratio.num() / ratio.den();
    }

    @Override
    public void close() {
        copier.close();
        try {
            if (open) {
                grabber.stop();
            }
            grabber.release();
        } catch (FrameGrabber.Exception e) {
            LOG.debug("{} could not be closed: {}", name, Redaction.text(e.getMessage()));
        }
    }
}
