package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.rtc.ChannelProbe;
import io.github.camelvision.roboflow.webrtc.core.rtc.PeerPair;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connects two peers, sends a message and a few frames, closes all and returns: for tests in a JVM of their own. */
final class LoopbackMain {

    private LoopbackMain() {}

    public static void main(String[] args) throws Exception {
        try (RtcRuntime runtime = RtcRuntime.shared(); PeerPair pair = new PeerPair(runtime)) {
            RtcChannel channel = pair.offerer.createChannel("inference", new ChannelProbe());
            RtcVideoSender sender = pair.offerer.sendAndReceiveVideo();
            pair.connect();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            boolean sent = false;
            for (int i = 0; System.nanoTime() < end && !complete(pair); i++) {
                sent = sent || channel.trySend("hello".getBytes(), false);
                sender.push(PaintedFrames.paint(i, 320, 240));
                LockSupport.parkNanos(20_000_000);
            }
            System.out.println(complete(pair) ? "loopback works" : "loopback failed");
        } catch (NativeException e) {
            System.out.println("NativeException: " + e.getMessage());
        }
    }

    private static boolean complete(PeerPair pair) {
        return !pair.answererProbe.frames.isEmpty() && !pair.answererProbe.remote.messages.isEmpty();
    }
}
