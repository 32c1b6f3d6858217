package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameRecorder;

/**
 * MP4 files with painted frames: frame i (from 1) carries the number i, so it equals the frame id that a worker gives it.
 * Made once per set of parameters, under target/test-videos.
 *
 * @param frames number of frames
 * @param width of the frame as it is shown
 * @param height of the frame as it is shown
 * @param fps frames per second
 * @param codec the video codec; H.264 is Constrained Baseline, without B-frames
 * @param rotation degrees clockwise (0, 90, 180, 270) that a player must turn the stored frame by
 */
public record TestVideos(int frames, int width, int height, double fps, Codec codec, int rotation) {

    /** What the LGPL build of FFmpeg can encode. */
    public enum Codec {
        h264(avcodec.AV_CODEC_ID_H264, "libopenh264"),
        mpeg4(avcodec.AV_CODEC_ID_MPEG4, "mpeg4");

        private final int id;
        private final String encoder;

        Codec(int id, String encoder) {
            this.id = id;
            this.encoder = encoder;
        }
    }

    /** 640x480 frames at 30 fps, H.264. */
    public static TestVideos of(int frames) {
        return new TestVideos(frames, 640, 480, 30, Codec.h264, 0);
    }

    public TestVideos size(int newWidth, int newHeight) {
        return new TestVideos(frames, newWidth, newHeight, fps, codec, rotation);
    }

    public TestVideos fps(double newFps) {
        return new TestVideos(frames, width, height, newFps, codec, rotation);
    }

    public TestVideos codec(Codec newCodec) {
        return new TestVideos(frames, width, height, fps, newCodec, rotation);
    }

    public TestVideos rotated(int degreesClockwise) {
        return new TestVideos(frames, width, height, fps, codec, degreesClockwise);
    }

    /** The file; made now if it is not there yet. Any thread, any process. */
    public Path file() {
        Path directory = PythonEnvironment.module().resolve("target").resolve("test-videos");
        Path file = directory.resolve("painted-" + frames + "x" + width + "x" + height + "-" + fps + "-" + codec + "-" + rotation + ".mp4");
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.createDirectories(directory);
            Path part = Files.createTempFile(directory, "part", ".mp4");
            write(part);
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path path) throws FrameRecorder.Exception {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        boolean upright = rotation % 180 == 0;
        int storedWidth = upright ? width : height;
        int storedHeight = upright ? height : width;
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(path.toFile(), storedWidth, storedHeight, 0)) {
            recorder.setFormat("mp4");
            recorder.setVideoCodec(codec.id);
            recorder.setVideoCodecName(codec.encoder);
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(fps);
            recorder.setGopSize(30);
            recorder.setMaxBFrames(0);
            recorder.setVideoBitrate(width * height * 13);
            if (rotation != 0) {
                // FFmpeg counts counterclockwise.
                recorder.setDisplayRotation(-rotation);
            }
            recorder.start();
            for (int number = 1; number <= frames; number++) {
                byte[] stored = turnBack(PaintedFrames.paint(number, width, height));
                recorder.recordImage(storedWidth, storedHeight, org.bytedeco.javacv.Frame.DEPTH_UBYTE, 1, storedWidth,
                        avutil.AV_PIX_FMT_YUV420P, ByteBuffer.wrap(stored));
            }
            recorder.stop();
        }
    }

    /** The I420 planes turned counterclockwise by the rotation: what the player's turn undoes. */
    private byte[] turnBack(Frame frame) {
        byte[] planes = frame.i420();
        for (int turned = 0; turned < rotation; turned += 90) {
            boolean even = turned % 180 == 0;
            planes = quarterTurn(planes, even ? width : height, even ? height : width);
        }
        return planes;
    }

    private static byte[] quarterTurn(byte[] i420, int width, int height) {
        byte[] turned = new byte[i420.length];
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        quarterTurn(i420, 0, width, height, turned);
        quarterTurn(i420, width * height, chromaWidth, chromaHeight, turned);
        quarterTurn(i420, width * height + chromaWidth * chromaHeight, chromaWidth, chromaHeight, turned);
        return turned;
    }

    private static void quarterTurn(byte[] from, int offset, int width, int height, byte[] to) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                to[offset + (width - 1 - x) * height + y] = from[offset + y * width + x];
            }
        }
    }
}
