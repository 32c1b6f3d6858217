package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FrameGrabber;

/**
 * What a video file's container says about it.
 *
 * @param frames number of frames as the container estimates it, 0 when unknown
 * @param fps frames per second, 0 when unknown
 */
record VideoProbe(int width, int height, int frames, double fps) {

    /** @throws ExampleException when FFmpeg finds no video in the file */
    static VideoProbe of(Path file) {
        avutil.av_log_set_level(avutil.AV_LOG_FATAL);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.start();
            if (grabber.getImageWidth() <= 0) {
                throw new ExampleException(file + " has no video in it; name a video file");
            }
            return new VideoProbe(grabber.getImageWidth(), grabber.getImageHeight(), grabber.getLengthInVideoFrames(),
                    grabber.getVideoFrameRate());
        } catch (FrameGrabber.Exception e) {
            throw new ExampleException(file + " cannot be read as a video; name a file that FFmpeg reads", e);
        }
    }
}
