package io.github.camelvision.roboflow.webrtc.examples.bench;

import io.github.camelvision.roboflow.webrtc.examples.bench.peers.PaintedNumber;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** FFmpeg's moving test pattern with the frame's number in it, from 1, as an MP4 file, made once. */
public final class BenchVideo {

    private BenchVideo() {}

    public static Path of(int width, int height, int fps, int frames, Path directory) throws IOException {
        Path file = directory.resolve("bench-" + width + "x" + height + "-" + fps + "-" + frames + ".mp4");
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(directory);
        Path part = directory.resolve(file.getFileName() + ".part");
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        try (FFmpegFrameGrabber generator = new FFmpegFrameGrabber("testsrc2=size=" + width + "x" + height + ":rate=" + fps);
                FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(part.toString(), width, height)) {
            generator.setFormat("lavfi");
            generator.start();
            recorder.setFormat("mp4");
            recorder.setFrameRate(fps);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setVideoBitrate(width * height * 4);
            recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
            recorder.start();
            for (int i = 0; i < frames; i++) {
                Frame frame = generator.grabImage();
                paint(frame, i + 1);
                recorder.record(frame);
            }
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void paint(Frame frame, int number) {
        ByteBuffer bgr = (ByteBuffer) frame.image[0];
        PaintedNumber.paint(frame.imageWidth, frame.imageHeight, number, (left, top, right, bottom, white) -> {
            for (int y = top; y < bottom; y++) {
                for (int at = y * frame.imageStride + 3 * left; at < y * frame.imageStride + 3 * right; at++) {
                    bgr.put(at, (byte) (white ? 255 : 0));
                }
            }
        });
    }
}
