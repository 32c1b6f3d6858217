package io.github.camelvision.roboflow.webrtc.core.memory;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What all sessions together may hold of what their peers sent. Each has an {@link Account}, and one rule keeps it fair: a session may hold
 * as much as is left for all others. So a single one gets half of the budget, and of many that want everything none is left with nothing:
 * the rest is as large as the share of each. Nothing is reserved: this only counts. Safe for use from any thread; never blocks.
 */
public final class MemoryBudget {

    /** Counted with each thing that waits, for the objects around its bytes. */
    public static final int OVERHEAD = 128;

    private static final long MEBI = 1024 * 1024;
    private static final MemoryBudget HEAP = new MemoryBudget("memoryBudget", "give the JVM a larger heap (-Xmx)",
            Runtime.getRuntime().maxMemory() / 2);
    private static final MemoryBudget NATIVE = new MemoryBudget("nativeMemoryBudget", "give the process more memory",
            machineMemory() / 4);

    private final String option;
    private final String otherCure;
    private final long usual;
    private long capacity;
    private long used;
    private long refused;

    /** Of a component that has its own. @param capacity bytes */
    public static MemoryBudget ofHeap(long capacity) {
        return new MemoryBudget(HEAP.option, HEAP.otherCure, capacity);
    }

    private MemoryBudget(String option, String otherCure, long capacity) {
        this.option = option;
        this.otherCure = otherCure;
        this.usual = capacity;
        this.capacity = capacity;
    }

    /** Half of the largest heap, for all components that have no budget of their own. */
    public static MemoryBudget heap() {
        return HEAP;
    }

    /** What decoders may take outside of the heap: a quarter of the machine's memory, or the container's, in the whole process. */
    public static MemoryBudget nativeMemory() {
        return NATIVE;
    }

    private static long machineMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize() : 4096 * MEBI;
    }

    /** Another capacity, bytes; 0: the usual one again. */
    public synchronized void limit(long bytes) {
        capacity = bytes <= 0 ? usual : bytes;
    }

    /** Bytes that all accounts together may hold. */
    public synchronized long capacity() {
        return capacity;
    }

    /** Bytes that all accounts hold. */
    public synchronized long used() {
        return used;
    }

    /** How often an account wanted more than its share, since the start. */
    public synchronized long refused() {
        return refused;
    }

    /** @param owner whom a refusal names, at the beginning of a sentence */
    public Account account(String owner) {
        return new Account(owner);
    }

    private static String mebi(long bytes) {
        return bytes < MEBI ? (bytes + 1023) / 1024 + " KiB" : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MEBI);
    }

    /** What one session holds. */
    public final class Account implements AutoCloseable {

        private final String owner;
        private long held;
        private boolean closed;

        private Account(String owner) {
            this.owner = owner;
        }

        /** Holds so many bytes more, unless that is more than is left for the others; then it is false and counted. */
        public boolean take(long bytes) {
            synchronized (MemoryBudget.this) {
                if (!fits(bytes)) {
                    refused++;
                    return false;
                }
                takeAnyway(bytes);
                return true;
            }
        }

        /** Whether {@link #take} would. */
        public boolean fits(long bytes) {
            synchronized (MemoryBudget.this) {
                return closed || held + bytes <= capacity - used - bytes;
            }
        }

        /** For what is there already and cannot be refused any more: {@link #take} refuses the more for it. */
        public void takeAnyway(long bytes) {
            synchronized (MemoryBudget.this) {
                if (!closed) {
                    held += bytes;
                    used += bytes;
                }
            }
        }

        /** No longer holds so many bytes. */
        public void give(long bytes) {
            synchronized (MemoryBudget.this) {
                if (!closed) {
                    held -= bytes;
                    used -= bytes;
                }
            }
        }

        /** Bytes it holds. */
        public long held() {
            synchronized (MemoryBudget.this) {
                return held;
            }
        }

        /** One sentence: why so many more bytes were refused, and what cures it. */
        public String refusal(long bytes) {
            synchronized (MemoryBudget.this) {
                return owner + " holds " + mebi(held) + " and wants " + mebi(bytes) + " more, but of the " + mebi(capacity)
                        + " that all sessions share only " + mebi(Math.max(0, capacity - used)) + " are left, and no session may hold more"
                        + " than is left for the others: raise the component's option " + option + ", or " + otherCure;
            }
        }

        /** Gives everything back, and counts nothing any more. Idempotent. */
        @Override
        public void close() {
            synchronized (MemoryBudget.this) {
                give(held);
                closed = true;
            }
        }
    }
}
