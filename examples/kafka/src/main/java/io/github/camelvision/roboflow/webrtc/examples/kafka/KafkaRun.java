package io.github.camelvision.roboflow.webrtc.examples.kafka;

import io.github.camelvision.roboflow.webrtc.examples.common.Progress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the routes tell while they run, and when it is over. Thread safe. */
final class KafkaRun {

    private final String id;
    private final Ledger ledger = new Ledger();
    private final CameraFiles files;
    private final Progress progress;
    private final CountDownLatch open;
    private volatile boolean over;
    private volatile Exception failure;

    /** @param id of the run, in the records and as the consumer's group */
    KafkaRun(String id, CameraFiles files, Progress progress, int cameras) {
        this.id = id;
        this.files = files;
        this.progress = progress;
        this.open = new CountDownLatch(cameras);
    }

    String id() {
        return id;
    }

    Ledger ledger() {
        return ledger;
    }

    CameraFiles files() {
        return files;
    }

    void progress() {
        progress.show(ledger.received());
    }

    /** A camera is at its end. */
    void completed() {
        open.countDown();
    }

    void failed(Exception cause) {
        // What breaks while everything is being closed is no failure of the run.
        if (!over && failure == null) {
            failure = cause;
        }
        stop();
    }

    /** Ends the run before all cameras are at their ends. */
    void stop() {
        over = true;
        while (open.getCount() > 0) {
            open.countDown();
        }
    }

    /** Waits so long at most. @return whether all cameras are at their ends, or the run is over for another reason */
    boolean await(long millis) throws InterruptedException {
        return open.await(millis, TimeUnit.MILLISECONDS);
    }

    void await() throws InterruptedException {
        open.await();
    }

    /** Why it ended early, or null. */
    Exception failure() {
        return failure;
    }
}
