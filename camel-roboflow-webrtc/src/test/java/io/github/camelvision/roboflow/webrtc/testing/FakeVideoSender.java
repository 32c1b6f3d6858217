package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records pushes. Its clock follows a script instead of the time, so that tests know every pts to the tick. */
public final class FakeVideoSender implements RtcVideoSender {

    /** One push; {@code nanos} is when it really happened. */
    public record Push(Frame frame, long captureMs, long nanos) {}

    private static final long STEP_MS = 30;
    private static final int MAX_MORE_MS = 41;

    private final long[] script;
    private final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final List<String> bitrates = new CopyOnWriteArrayList<>();

    /** @param script capture times of the first pushes; each further push is 30 to 70 ms later, unevenly */
    public FakeVideoSender(long... script) {
        this.script = script;
    }

    @Override
    public synchronized long push(Frame frame) {
        int number = pushes.size();
        long last = pushes.isEmpty() ? 0 : pushes.get(number - 1).captureMs();
        long captureMs = number < script.length ? script[number] : last + STEP_MS + number * number % MAX_MORE_MS;
        pushes.add(new Push(frame, captureMs, System.nanoTime()));
        return captureMs;
    }

    @Override
    public void setBitrate(int minBitsPerSecond, int maxBitsPerSecond) {
        bitrates.add(minBitsPerSecond + "-" + maxBitsPerSecond);
    }

    public List<Push> pushes() {
        return pushes;
    }

    public long pushesOf(Frame frame) {
        return pushes.stream().filter(push -> push.frame() == frame).count();
    }

    /** Each as {@code min-max}. */
    public List<String> bitrates() {
        return bitrates;
    }
}
