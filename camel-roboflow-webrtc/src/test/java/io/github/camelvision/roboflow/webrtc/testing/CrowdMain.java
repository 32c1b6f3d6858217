package io.github.camelvision.roboflow.webrtc.testing;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Two servers as a program: a Java worker, and one that sends bursts of results as fast as the channel takes them, acknowledged or not.
 * Prints the URLs of both and serves until its standard input ends.
 */
public final class CrowdMain {

    private static final int BURST = 5_000;
    /** The test is about sessions that hinder each other, not about a machine that has no time left. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    private CrowdMain() {}

    public static void main(String[] args) throws Exception {
        try (HttpWorker worker = new HttpWorker(Duration.ZERO, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                HostileServer flood = new HostileServer(Map.of("numbers", CrowdMain::flood))) {
            System.out.println("worker " + worker.url());
            System.out.println("flood " + flood.url());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void flood(HostileServer.Sending to) {
        for (long frame = 1; to.open(); frame++) {
            to.send(Results.message(frame));
            if (frame % BURST == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
