package io.github.camelvision.roboflow.webrtc.testing;

import java.lang.management.ManagementFactory;

/** What the JVM holds. */
public final class Heap {

    public static final long MEGABYTE = 1024 * 1024;

    private Heap() {}

    /** Bytes in use after a collection. */
    public static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
