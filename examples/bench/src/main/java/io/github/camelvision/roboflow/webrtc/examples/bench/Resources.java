package io.github.camelvision.roboflow.webrtc.examples.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** Processor time and allocations of this process since the object was made. */
final class Resources {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long cpuNanos = PROCESS.getProcessCpuTime();
    private final Map<Long, Long> allocated = allocatedByThread();

    Resources() {
        THREADS.resetPeakThreadCount();
    }

    double cpuMillis() {
        return (PROCESS.getProcessCpuTime() - cpuNanos) / 1e6;
    }

    /** By the threads that live now; those that ended meanwhile are not in it. */
    double allocatedKb() {
        long sum = 0;
        for (Map.Entry<Long, Long> thread : allocatedByThread().entrySet()) {
            sum += thread.getValue() - allocated.getOrDefault(thread.getKey(), 0L);
        }
        return sum / 1024.0;
    }

    int mostThreads() {
        return THREADS.getPeakThreadCount();
    }

    private static Map<Long, Long> allocatedByThread() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            byThread.put(ids[i], Math.max(0, bytes[i]));
        }
        return byThread;
    }
}
