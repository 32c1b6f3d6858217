package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import java.time.Duration;

/**
 * Shows a frame on the returned track until the first result is pushed (docs/protocol.adoc#stream-manager-session). Belongs to the
 * session's loop.
 */
public final class StartingVideo implements RtcVideoSender {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Loop loop;
    private final RtcVideoSender target;
    private final Frame shown;
    private Loop.Timer timer;
    private boolean over;

    public StartingVideo(Loop loop, RtcVideoSender target, Frame shown) {
        this.loop = loop;
        this.target = target;
        this.shown = shown;
    }

    public void start() {
        timer = loop.schedule(INTERVAL, this::show);
    }

    private void show() {
        if (!over) {
            target.push(shown);
            start();
        }
    }

    @Override
    public long push(Frame frame) {
        over = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        return target.push(frame);
    }

    @Override
    public void setBitrate(int minBitsPerSecond, int maxBitsPerSecond) {
        target.setBitrate(minBitsPerSecond, maxBitsPerSecond);
    }
}
