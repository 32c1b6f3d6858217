package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import io.github.camelvision.roboflow.webrtc.examples.common.Progress;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What both routes tell while they run, and when it is over. Thread safe, except for the writers, which belong to the client's route. */
final class QuickstartRun {

    private final PredictionLog log;
    private final AnnotatedVideo video;
    private final boolean live;
    private final Progress progress;
    private final PrintStream warnings;
    private final AtomicLong processed = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Exception failure;
    private volatile boolean connected;

    /**
     * @param live whether the input may come back after an outage, as a stream does and a file does not
     * @param connected whether the server is known to be there: before it is, nothing is tried again
     */
    QuickstartRun(PredictionLog log, AnnotatedVideo video, boolean live, boolean connected, Progress progress, PrintStream warnings) {
        this.log = log;
        this.video = video;
        this.live = live;
        this.connected = connected;
        this.progress = progress;
        this.warnings = warnings;
    }

    PredictionLog log() {
        return log;
    }

    AnnotatedVideo video() {
        return video;
    }

    /** The worker took a frame. */
    void frameProcessed() {
        processed.incrementAndGet();
    }

    void progress() {
        progress.show(log.written());
    }

    void connected() {
        connected = true;
    }

    /** A line for the user, on the error output. */
    void say(String line) {
        warnings.println(line);
    }

    /** The session is over: at the end of the video, or because it failed. */
    void ended(SessionEvent event) {
        if (event.state() == SessionState.FAILED) {
            failed(new ExampleException(event.reason()));
        } else {
            completed();
        }
    }

    /** The user wants no more of the video, or it is at its end. */
    void completed() {
        end.countDown();
    }

    void failed(Exception cause) {
        if (end.getCount() == 0) {
            // What breaks while everything is being closed is no failure of the run.
            return;
        }
        if (live && connected && (cause instanceof TransportException || cause instanceof SignallingException)) {
            warnings.println("quickstart: " + cause.getMessage() + "; trying again");
            return;
        }
        failure = cause;
        end.countDown();
    }

    /** Waits for the end of the video, a failure, {@link #completed()}, or so many seconds, 0 for any number. */
    void await(int seconds) throws InterruptedException {
        if (seconds == 0) {
            end.await();
        } else if (!end.await(seconds, TimeUnit.SECONDS)) {
            end.countDown();
        }
        progress.end();
    }

    /** Why it ended early, or null. */
    Exception failure() {
        return failure;
    }

    /** Frames with a prediction, and those whose numbers were passed over. */
    long numbered() {
        return log.written() + log.gaps();
    }

    /** Frames that the worker's workflow was given or, by the numbers that came, must have been given. */
    long processed() {
        return Math.max(processed.get(), numbered());
    }
}
