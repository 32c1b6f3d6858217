package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.opencv.opencv_core.Mat;

/** Writes BGR images of one size into an MP4 file: H.264 where FFmpeg's build has an encoder, MPEG-4 part 2 otherwise. One thread. */
final class VideoWriter implements AutoCloseable {

    private final FFmpegFrameRecorder recorder;
    private final Frame frame;

    VideoWriter(Path file, int width, int height, double fps) throws IOException {
        boolean h264 = avcodec.avcodec_find_encoder_by_name("libopenh264") != null;
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        recorder = new FFmpegFrameRecorder(file.toString(), width & ~1, height & ~1);
        recorder.setFormat("mp4");
        recorder.setFrameRate(fps);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.setVideoBitrate(Math.max(1_000_000, (int) (width * height * fps * 0.4)));
        if (h264) {
            recorder.setVideoCodecName("libopenh264");
        } else {
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
        }
        recorder.start();
        frame = new Frame(width & ~1, height & ~1, Frame.DEPTH_UBYTE, 3);
    }

    /** @param bgr a continuous 8-bit BGR image at least as large as the video; an odd last row or column is left out */
    void write(Mat bgr) throws IOException {
        frame.image[0] = bgr.createBuffer();
        frame.imageStride = (int) bgr.step();
        frame.opaque = null;
        recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
    }

    @Override
    public void close() throws IOException {
        // close() of javacv stops, writes the trailer and releases.
        recorder.close();
    }
}
