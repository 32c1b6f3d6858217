package io.github.camelvision.roboflow.webrtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must be told theirs. A port is this JVM's until it ends, by a lock that other test JVMs respect, and no system
 * hands one of this range to a connection that asks for any port: so nobody takes it before the server does, or while the server is away.
 */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int COUNT = 10_000;

    private Ports() {}

    /** A port on which nothing listens and that nobody else will take. */
    public static int take() {
        int start = ThreadLocalRandom.current().nextInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (start + i) % COUNT;
            if (claimed(port) && free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port from " + FIRST + " on is free");
    }

    /** The lock ends with the JVM: the channel stays open on purpose. */
    private static boolean claimed(int port) {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "roboflow-webrtc-test-port-" + port + ".lock");
        try {
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return true;
            }
            channel.close();
            return false;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean free(int port) {
        try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
