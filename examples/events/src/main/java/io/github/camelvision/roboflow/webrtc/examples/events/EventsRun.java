package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What the routes tell while they run, and when it is over. Thread safe. */
final class EventsRun {

    private final EventLog log;
    private final List<ObjectEvent> events = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Exception failure;

    EventsRun(EventLog log) {
        this.log = log;
    }

    synchronized void happened(ObjectEvent event) throws IOException {
        events.add(event);
        log.add(event);
    }

    /** The video is at its end: all its events were told before. */
    void completed(SessionEvent event) {
        if (event.state() == SessionState.FAILED) {
            failed(new ExampleException(event.reason()));
        } else {
            stop();
        }
    }

    void failed(Exception cause) {
        // What breaks while everything is being closed is no failure of the run.
        if (over.getCount() > 0) {
            failure = cause;
        }
        stop();
    }

    void stop() {
        over.countDown();
    }

    void await() throws InterruptedException {
        over.await();
    }

    /** Why it ended early, or null. */
    Exception failure() {
        return failure;
    }

    synchronized List<ObjectEvent> events() {
        return List.copyOf(events);
    }

    long objects() {
        return events().stream().filter(event -> event.type() == ObjectEvent.Type.appeared).count();
    }
}
