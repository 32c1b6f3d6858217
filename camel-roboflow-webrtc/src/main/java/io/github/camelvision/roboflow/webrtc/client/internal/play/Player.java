package io.github.camelvision.roboflow.webrtc.client.internal.play;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.client.internal.delivery.Deliveries;
import io.github.camelvision.roboflow.webrtc.client.internal.delivery.DeliveryQueue;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.RecordedItem;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import io.github.camelvision.roboflow.webrtc.testkit.RecordingReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a recording into a consumer's queue in place of a session, on a thread of its own: the next item when the route is done with the
 * one before, and not before its time where the playback keeps to the times.
 */
public final class Player implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Player.class);

    private final RoboflowWebrtcEndpoint endpoint;
    private final Recording recording;
    private final double speed;
    private final Deliveries deliveries;
    private final DeliveryQueue queue;
    private final Emit emit;
    private final Semaphore free;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Throwable failure;

    /** @throws IllegalArgumentException when the playback has no recording for the session */
    public Player(RoboflowWebrtcEndpoint endpoint, Playback playback, Deliveries deliveries, DeliveryQueue queue) {
        this.endpoint = endpoint;
        this.recording = playback.recording(endpoint.getSessionName());
        this.speed = playback.speed();
        this.deliveries = deliveries;
        this.queue = queue;
        this.emit = endpoint.getConfiguration().effectiveEmit();
        this.free = new Semaphore(endpoint.getConfiguration().getConcurrentConsumers());
        this.thread = new Thread(this::run, "roboflow-webrtc-playback-" + endpoint.getSessionName());
        thread.setDaemon(true);
    }

    /** What is played. */
    public String recording() {
        return recording.name();
    }

    /** Why it ended before its time, in words; null when it did not. */
    public String problem() {
        Throwable current = failure;
        return current == null ? null : "The playback ended: " + reason(current);
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    public void start() {
        thread.start();
    }

    private void run() {
        long delivered = 0;
        long skipped = 0;
        try (RecordingReader reader = recording.open()) {
            long begin = System.nanoTime();
            for (RecordedItem item = reader.next(); item != null && waitedFor(item, begin); item = reader.next()) {
                if (play(item)) {
                    delivered++;
                } else {
                    skipped++;
                }
            }
            if (delivered == 0 && skipped > 0 && closed.getCount() > 0) {
                LOG.warn("Session {}: the recording {} has nothing for emit={}: record it with the same option", endpoint.getSessionName(),
                        recording.name(), emit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) { // the route and the health check are told, whatever it was
            failure = e;
            LOG.error("Session {}: the playback ended: {}", endpoint.getSessionName(), reason(e));
            deliveries.failed(new RoboflowWebrtcException("The playback ended: " + reason(e), e));
        } finally {
            // who polls need not wait for more
            queue.over(true);
        }
    }

    /** False when the consumer stops. */
    private boolean waitedFor(RecordedItem item, long begin) throws InterruptedException {
        if (speed == 0) {
            return closed.getCount() > 0;
        }
        long due = begin + (long) (item.at().toNanos() / speed);
        return !closed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** False when the options of the route leave it out. */
    private boolean play(RecordedItem item) throws InterruptedException {
        boolean wanted = item.event() != null || emit == Emit.paired
                || (emit == Emit.predictions ? item.result() != null : item.hasFrame());
        if (!wanted) {
            return false;
        }
        free.acquire();
        if (item.event() != null) {
            // events keep their place in the queue, but nobody says when they are handled
            free.release();
            deliveries.event(SessionEvent.read(item.event()));
            return true;
        }
        boolean withFrames = emit != Emit.predictions;
        deliveries.offer(Delivery.of(emit == Emit.frames ? null : item.result(), withFrames ? item.frame() : null,
                withFrames ? item.imageField() : null, item.sessionId(), free::release));
        return emit != Emit.paired || item.hasFrame();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
