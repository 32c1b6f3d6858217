package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureErrors;
import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.RateEstimate;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.UprightFrame;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * The frames of a device, stream or file that FFmpeg reads.
 *
 * <p>FFmpeg itself is used, not javacv's grabber: that opens under a lock of the whole process, takes no interrupt callback, sets no
 * limits, and ends at the first packet that is no video.
 */
final class FfmpegReader implements FrameReader {

    static final Duration READ_LIMIT = Duration.ofSeconds(5);
    /** A file is not waited for, but a slow disk may need its time. */
    private static final Duration FILE_LIMIT = Duration.ofSeconds(60);

    private static final long DEVICE_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    /** Codecs' headers are often wrong about cameras: more than this is not believed. */
    private static final double MOST_CODEC_FPS = 240;
    /** Errors in a row at the end of a file, after which its decoder is given up. */
    private static final int MOST_ERRORS = 64;
    private static final int MADE_UP = AVFrame.FF_DECODE_ERROR_INVALID_BITSTREAM | AVFrame.FF_DECODE_ERROR_CONCEALMENT_ACTIVE
            | AVFrame.FF_DECODE_ERROR_DECODE_SLICES;

    private final CaptureInput input;
    private final Interruption interruption;
    private final Demuxer demuxer;
    private final Damage damage;
    private final LiveClock clock = new LiveClock();
    private final RateEstimate rate = new RateEstimate();
    private final AVPacket packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "a packet");
    private final AVFrame decoded = Ffmpeg.allocated(avutil.av_frame_alloc(), "a frame");
    private FrameDecoder decoder;
    private boolean packetWaits;
    private boolean draining;
    private int errors;
    private long frames;

    private FfmpegReader(CaptureInput input, Interruption interruption) {
        this.input = input;
        this.interruption = interruption;
        demuxer = new Demuxer(input, interruption);
        damage = new Damage(input);
    }

    /**
     * Opens it, and waits for the first packet of its video, in {@link FrameOpener#LIMIT} at most as far as FFmpeg can be interrupted.
     *
     * @throws SourceException when it cannot be opened, or the capture was stopped
     * @throws OpenFailure the same with FFmpeg's error
     */
    static FfmpegReader open(CaptureInput input, Interruption interruption) {
        FfmpegReader opened = new FfmpegReader(input, interruption);
        try {
            opened.open();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private boolean isFile() {
        return input.kind() == CaptureInput.Kind.FILE;
    }

    private void open() {
        long since = System.nanoTime();
        interruption.allow(isFile() ? FILE_LIMIT : FrameOpener.LIMIT);
        int error = demuxer.open();
        if (error < 0) {
            throw notOpened(error, since);
        }
        if (isFile() && demuxer.stream() == null) {
            throw CaptureErrors.noVideo(input);
        }
        if (demuxer.stream() != null) {
            decoder = new FrameDecoder(input, demuxer.stream());
        }
        while (input.kind() == CaptureInput.Kind.STREAM && !packetWaits) {
            error = demuxer.read(packet);
            if (error < 0) {
                throw error == avutil.AVERROR_EOF() ? CaptureErrors.noVideo(input) : notOpened(error, since);
            }
            takePacket();
        }
    }

    private SourceException notOpened(int error, long since) {
        Duration waited = Duration.ofNanos(System.nanoTime() - since);
        // FFmpeg's words for a timeout are "Invalid data" or "Immediate exit requested"
        return input.kind() == CaptureInput.Kind.STREAM && waited.compareTo(READ_LIMIT) >= 0 && !interruption.stopped()
                ? CaptureErrors.silent(input, waited, "did not answer") : new OpenFailure(CaptureErrors.notOpened(input, error), error);
    }

    /** That FFmpeg could not open it, with its error. */
    static final class OpenFailure extends SourceException {

        private static final long serialVersionUID = 1L;
        private final int error;

        private OpenFailure(SourceException shown, int error) {
            super(shown.getMessage(), shown.retryable());
            this.error = error;
        }

        int error() {
            return error;
        }
    }

    @Override
    public Double fps() {
        Double declared = demuxer.fps();
        if (declared != null || decoder == null) {
            return declared;
        }
        double ofCodec = decoder.declaredFps();
        return ofCodec > 0 && ofCodec <= MOST_CODEC_FPS ? Double.valueOf(ofCodec) : rate.fps();
    }

    @Override
    public DecodedFrame read() {
        interruption.allow(isFile() ? FILE_LIMIT : READ_LIMIT);
        while (!interruption.stopped()) {
            int got = decoder == null ? org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN() : decoder.receive(decoded);
            if (got >= 0) {
                return decoded();
            }
            if (got == avutil.AVERROR_EOF() || draining && ++errors > MOST_ERRORS) {
                damage.throwIfAny(frames);
                return null;
            }
            if (got != org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN()) {
                undecodable(got);
            } else if (!draining) {
                feed();
            }
        }
        return null;
    }

    /** Gives the decoder one more packet, if one is there, or the end of the input. */
    private void feed() {
        if (!packetWaits && !readPacket()) {
            return;
        }
        packetWaits = false;
        try {
            // a container may say with an empty packet that a frame repeats the one before
            int error = packet.size() == 0 ? 0 : decoder.send(packet);
            if (error < 0) {
                undecodable(error);
            }
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    /** False when there is no packet of the video now, or none any more: the decoder is told. */
    private boolean readPacket() {
        int error = demuxer.read(packet);
        if (error >= 0) {
            takePacket();
            return packetWaits;
        }
        if (error == org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN() && !interruption.expired()) {
            interruption.pause(DEVICE_POLL_NANOS);
        } else if (!interruption.stopped()) {
            end(error);
        }
        return false;
    }

    private void end(int error) {
        boolean ended = error == avutil.AVERROR_EOF();
        if (!ended && !isFile()) {
            throw interruption.expired() ? CaptureErrors.silent(input, READ_LIMIT, "sent nothing") : CaptureErrors.lost(input, error);
        }
        if (isFile()) {
            int broken = ended ? demuxer.inputError() : error;
            String missing = FileEnd.missing(input.url());
            if (missing != null) {
                damage.cut(missing);
            } else if (broken < 0 && broken != avutil.AVERROR_EOF()) {
                damage.cut(Damage.words(broken));
            }
        }
        draining = true;
        if (decoder != null) {
            decoder.send(null);
        }
    }

    /** Keeps the packet for the decoder if it is of the video. */
    private void takePacket() {
        packetWaits = demuxer.isVideo(packet);
        if (!packetWaits) {
            avcodec.av_packet_unref(packet);
            return;
        }
        if (decoder == null) {
            decoder = new FrameDecoder(input, demuxer.stream());
        }
        interruption.allow(isFile() ? FILE_LIMIT : READ_LIMIT);
    }

    /** It costs a frame, not the source: the decoder finds the next one. */
    private void undecodable(int error) {
        if (decoder.overBudget() != null) {
            throw new SourceException(input + " cannot be decoded: " + decoder.overBudget(), true);
        }
        if (decoder.refused() != null) {
            throw CaptureErrors.tooLarge(input, decoder.refused());
        }
        if (isFile()) {
            damage.undecodable(frames == 0 ? 0 : frames + decoder.delay(), demuxer.startsAnywhere(), Damage.words(error));
        }
    }

    private DecodedFrame decoded() {
        try {
            errors = 0;
            if (isFile() && (decoded.decode_error_flags() & MADE_UP) != 0) {
                damage.undecodable(frames, demuxer.startsAnywhere(), "parts of frames are missing");
            }
            frames++;
            long pts = decoded.best_effort_timestamp();
            AVRational base = demuxer.stream().time_base();
            double seconds = base.den() == 0 ? 0 : base.num() / (double) base.den();
            if (input.kind() == CaptureInput.Kind.STREAM && seconds > 0) {
                pts = clock.pts(pts, seconds, fps());
            }
            if (pts == avutil.AV_NOPTS_VALUE || seconds <= 0) {
                return new DecodedFrame(UprightFrame.toFrame(decoded, Frame.NO_PTS), null, null);
            }
            rate.add(pts * seconds);
            return new DecodedFrame(UprightFrame.toFrame(decoded, Math.round(pts * seconds / DecodedFrame.RTP_TIME_BASE)), pts, seconds);
        } finally {
            avutil.av_frame_unref(decoded);
        }
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
        demuxer.close();
        avutil.av_frame_free(decoded);
        avcodec.av_packet_free(packet);
    }
}
