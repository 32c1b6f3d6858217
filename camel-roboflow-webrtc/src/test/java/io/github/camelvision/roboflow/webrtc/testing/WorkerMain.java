package io.github.camelvision.roboflow.webrtc.testing;

import java.net.InetSocketAddress;
import java.time.Duration;

/** A Java worker as a program: prints its URL and serves until its standard input ends. Argument: the address to bind to. */
public final class WorkerMain {

    private WorkerMain() {}

    public static void main(String[] args) throws Exception {
        try (HttpWorker worker = new HttpWorker(Duration.ZERO, new InetSocketAddress(args[0], 0))) {
            System.out.println("url " + worker.url());
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
