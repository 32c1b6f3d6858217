package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.error.LastWords;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.loop.LogContext;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputSelector;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A feed that reads on a thread of its own, since reading may block. */
abstract class FeedThread implements FrameFeed {

    private static final Logger LOG = LoggerFactory.getLogger(FeedThread.class);

    /** Also where there is no memory for more words: an error is never a regular end. */
    private static final String BROKEN = "The video cannot be decoded";

    private final String sessionId;
    private final String threadName;
    private final AtomicBoolean started = new AtomicBoolean();
    private final Interruption interruption = new Interruption();
    private volatile Thread thread;

    /** @param activity at the end of the thread's name */
    FeedThread(String sessionId, String activity) {
        this.sessionId = sessionId;
        this.threadName = "roboflow-worker-" + sessionId + "-" + activity;
    }

    /**
     * Reads everything there is, on the feed's thread.
     *
     * @return why there is no more; null at a regular end
     * @throws RoboflowWebrtcException whose message says why there is no more
     */
    abstract String read(Sink sink) throws InterruptedException;

    /** Runs once, when the feed has ended or was stopped. */
    abstract void cleanUp();

    @Override
    public final void start(Sink sink) {
        if (started.compareAndSet(false, true)) {
            thread = new Thread(() -> run(sink), threadName);
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public final void stop() {
        interruption.stop();
        if (started.compareAndSet(false, true)) {
            cleanUp();
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    final boolean running() {
        return !interruption.stopped();
    }

    /** Ends what the feed waits for when it is stopped. */
    final Interruption interruption() {
        return interruption;
    }

    private void run(Sink sink) {
        String problem = BROKEN;
        try {
            LogContext.ofThread(sessionId);
            problem = read(sink);
        } catch (RoboflowWebrtcException e) {
            problem = e.getMessage();
        } catch (InterruptedException e) {
            // stop() interrupts: the thread ends here, nobody is left to tell
            LOG.debug("{} was stopped", threadName);
        } catch (Throwable e) { // the session waits for the end of its video, whatever ended it
            LastWords.error(LOG, "{} failed", threadName, e);
            problem = BROKEN + ": " + OutputSelector.text(e);
        } finally {
            try {
                cleanUp();
            } finally {
                if (running()) {
                    sink.ended(problem);
                }
            }
        }
    }
}
