package io.github.camelvision.roboflow.webrtc.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** FFmpeg's moving test picture as an MP4 file, made once. */
final class BenchVideo {

    private static final int FPS = 30;

    private BenchVideo() {}

    static Path of(int width, int height, int frames, Path directory) throws IOException {
        Path file = directory.resolve("bench-" + width + "x" + height + "-" + frames + ".mp4");
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(directory);
        Path part = directory.resolve(file.getFileName() + ".part");
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        try (FFmpegFrameGrabber generator = new FFmpegFrameGrabber("testsrc2=size=" + width + "x" + height + ":rate=" + FPS);
                FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(part.toString(), width, height)) {
            generator.setFormat("lavfi");
            generator.start();
            recorder.setFormat("mp4");
            recorder.setFrameRate(FPS);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setVideoBitrate(width * height * 4);
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                Frame frame = generator.grabImage();
                recorder.record(frame);
            }
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
