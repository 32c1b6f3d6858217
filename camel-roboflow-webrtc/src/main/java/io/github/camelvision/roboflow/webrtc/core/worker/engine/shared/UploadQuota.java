package io.github.camelvision.roboflow.webrtc.core.worker.engine.shared;

/** Bytes that the uploads of all sessions of a worker take on the disk. Thread-safe. */
public final class UploadQuota {

    private final long most;
    private long used;

    public UploadQuota(long most) {
        this.most = most;
    }

    public synchronized long used() {
        return used;
    }

    public long most() {
        return most;
    }

    private synchronized boolean grow(long bytes) {
        if (used + bytes > most) {
            return false;
        }
        used += bytes;
        return true;
    }

    private synchronized void shrink(long bytes) {
        used -= bytes;
    }

    /** What one upload takes. One thread at a time. */
    public final class Claim implements AutoCloseable {

        private long bytes;

        /** @return false when there is no room for so many more */
        public boolean grow(long more) {
            boolean room = UploadQuota.this.grow(more);
            bytes += room ? more : 0;
            return room;
        }

        public void shrink(long less) {
            bytes -= less;
            UploadQuota.this.shrink(less);
        }

        /** Gives everything back. Idempotent. */
        @Override
        public synchronized void close() {
            shrink(bytes);
        }
    }
}
