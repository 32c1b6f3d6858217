package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FrameGrabber;

/**
 * Counts the frames of a video file by decoding all of it, on a thread of its own while the video is streamed: what a container says
 * about its length is an estimate, and what the worker says must not be what it is measured by.
 */
final class FrameCount implements AutoCloseable {

    private final Path file;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long frames;
    private volatile FrameGrabber.Exception failure;

    private FrameCount(Path file) {
        this.file = file;
        this.thread = new Thread(this::count, "quickstart-count");
        thread.setDaemon(true);
    }

    static FrameCount start(Path file) {
        FrameCount count = new FrameCount(file);
        count.thread.start();
        return count;
    }

    private void count() {
        avutil.av_log_set_level(avutil.AV_LOG_FATAL);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.setVideoOption("threads", "1");
            grabber.setImageMode(FrameGrabber.ImageMode.RAW);
            grabber.start();
            while (!stopped && grabber.grabFrame(false, true, false, false) != null) {
                frames++;
            }
        } catch (FrameGrabber.Exception e) {
            failure = e;
        }
    }

    /** Waits for the end of the file. @throws ExampleException when it cannot be read to its end */
    long await() throws InterruptedException {
        thread.join();
        if (failure != null) {
            throw new ExampleException(file + " can be read only up to frame " + frames, failure);
        }
        return frames;
    }

    /** Stops counting. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
