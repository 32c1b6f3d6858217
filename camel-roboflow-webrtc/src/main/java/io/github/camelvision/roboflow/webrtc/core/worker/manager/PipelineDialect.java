package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import io.github.camelvision.roboflow.webrtc.core.wire.StreamManagerOutputs;
import io.github.camelvision.roboflow.webrtc.core.worker.SessionDialect;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is the Stream Manager's own in a session: pausing, {@code max_fps}, and the probe that measures the frame rate over the first
 * frames when nobody declared it. Frames arrive on one thread; the rest is asked from anywhere.
 */
final class PipelineDialect implements SessionDialect {

    private final int probeFrames;
    private final long intervalNanos;
    private volatile boolean paused;
    private volatile Double measuredFps;
    private int probed;
    private long probeStartNanos;
    private boolean limited;
    private long dueNanos;

    PipelineDialect(PipelineSettings settings) {
        probeFrames = settings.request().declaredFps() == null ? settings.fpsProbeFrames() : 0;
        intervalNanos = settings.maxFps() == null ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / settings.maxFps());
    }

    @Override
    public boolean bareValues() {
        return true;
    }

    @Override
    public boolean drains() {
        return true;
    }

    @Override
    public boolean videoMayStop() {
        return true;
    }

    @Override
    public List<ClientMessage.Outputs> read(String text) {
        return List.of(StreamManagerOutputs.parse(text));
    }

    @Override
    public boolean admits() {
        return admits(System.nanoTime());
    }

    synchronized boolean admits(long nowNanos) {
        probe(nowNanos);
        if (paused) {
            return false;
        }
        if (intervalNanos == 0) {
            return true;
        }
        if (limited && nowNanos - dueNanos < 0) {
            return false;
        }
        boolean late = !limited || nowNanos - dueNanos > intervalNanos;
        dueNanos = (late ? nowNanos : dueNanos) + intervalNanos;
        limited = true;
        return true;
    }

    private void probe(long nowNanos) {
        if (probed >= probeFrames) {
            return;
        }
        probed++;
        if (probed == 1) {
            probeStartNanos = nowNanos;
        } else if (probed == probeFrames) {
            double seconds = Math.max(1e-6, (nowNanos - probeStartNanos) / 1e9);
            measuredFps = (probeFrames - 1) / seconds;
        }
    }

    @Override
    public Double measuredFps() {
        return measuredFps;
    }

    @Override
    public boolean paused() {
        return paused;
    }

    /** @return false when it was so before */
    synchronized boolean pause(boolean value) {
        boolean changed = paused != value;
        paused = value;
        return changed;
    }

    @Override
    public Frame startingFrame() {
        return Starting.FRAME;
    }

    /** Painted when the first pipeline needs it. */
    private static final class Starting {

        private static final int WIDTH = 1280;
        private static final int HEIGHT = 720;
        private static final Frame FRAME = paint();

        private static Frame paint() {
            byte[] i420 = new byte[Frame.sizeOf(WIDTH, HEIGHT)];
            // black: luma at its lower limit, no colour
            Arrays.fill(i420, 0, WIDTH * HEIGHT, (byte) 16);
            Arrays.fill(i420, WIDTH * HEIGHT, i420.length, (byte) 128);
            return Annotator.text(Frame.ofI420(WIDTH, HEIGHT, i420, Frame.NO_PTS), List.of("Inference pipeline is starting..."));
        }
    }
}
