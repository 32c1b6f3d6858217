package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.WorkerCounters;

/**
 * The returned video track: pushes processed frames and keeps the encoder's bitrate in step with their size. Without a lower bound
 * libwebrtc starts near 300 kbit/s and skips most of a busy scene (docs/protocol.adoc#bitrate). Belongs to the session's loop.
 */
public final class VideoReturn {

    private static final double BITS_PER_PIXEL = 0.1;
    private static final int LEAST_MIN_BITRATE = 300_000;
    private static final int MOST_MIN_BITRATE = 10_000_000;
    private static final int MAX_TO_MIN = 3;
    private static final double DEFAULT_FPS = 30;
    private static final double MOST_FPS = 60;

    private final RtcVideoSender sender;
    private final WorkerCounters counters;
    private int width;
    private int height;
    private double fps;

    public VideoReturn(RtcVideoSender sender, WorkerCounters counters) {
        this.sender = sender;
        this.counters = counters;
    }

    /**
     * @param framesPerSecond expected; null if unknown
     * @return capture time of the sent frame, see {@link RtcVideoSender#push}
     */
    long push(Frame frame, Double framesPerSecond) {
        double rate = framesPerSecond == null ? DEFAULT_FPS : Math.min(framesPerSecond, MOST_FPS);
        if (frame.width() != width || frame.height() != height || rate != fps) {
            width = frame.width();
            height = frame.height();
            fps = rate;
            int min = minBitrate(width, height, rate);
            sender.setBitrate(min, min * MAX_TO_MIN);
        }
        counters.videoFramesOut.increment();
        return sender.push(frame);
    }

    static int minBitrate(int width, int height, double fps) {
        double bits = BITS_PER_PIXEL * width * height * fps;
        return (int) Math.max(LEAST_MIN_BITRATE, Math.min(MOST_MIN_BITRATE, bits));
    }
}
