package io.github.camelvision.roboflow.webrtc;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * The results of one video file, one for each frame, as they arrive. Asking for the next one says that the one before is handled: only
 * then is it acknowledged, so a slow reader slows the server and the memory stays the same however long the file is.
 *
 * <p>For one thread at a time. Reading blocks; a file that fails ends in a {@link RoboflowWebrtcException} from {@link #hasNext} and
 * {@link #next}, after the results that came before. Valid until the Exchange that carries it is completed.
 */
public final class FileResults implements Iterator<InferenceResult>, Closeable {

    /** Far more than any server's window: one that sends this many has ignored the acknowledgements. */
    private static final int MOST_WAITING = 1000;

    private final String file;
    private final String dataField;
    private final Session session;
    /** Guarded by this, as all below. */
    private final Queue<Delivery> waiting = new ArrayDeque<>();
    private Delivery current;
    private SessionEnd end;
    private boolean any;
    private boolean closed;

    /**
     * @param file its name, for messages
     * @param dataField the only output to give, or null
     */
    FileResults(String file, String dataField, SessionOptions options, RtcPeers peers) {
        this.file = file;
        this.dataField = dataField;
        this.session = new Session(options, peers, new Arrivals());
    }

    /**
     * Opens the session and waits for the first result.
     *
     * @throws RoboflowWebrtcException when there will be none
     */
    FileResults start() {
        session.start();
        try {
            hasNext();
            return this;
        } catch (RoboflowWebrtcException e) {
            close();
            throw e;
        }
    }

    String sessionId() {
        return session.status().sessionId();
    }

    /** How far the upload is; null before it has begun. */
    UploadProgress upload() {
        return session.stats().upload();
    }

    /** Waits for the next result or the end. The result before counts as handled now. */
    @Override
    public synchronized boolean hasNext() {
        if (current != null) {
            current.done();
            current = null;
        }
        while (waiting.isEmpty() && end == null && !closed) {
            await();
        }
        if (waiting.isEmpty() && !closed) {
            checkEnd();
        }
        return !waiting.isEmpty();
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoboflowWebrtcException("Interrupted while waiting for results of " + file, e);
        }
    }

    private void checkEnd() {
        if (end.cause() != null) {
            // a copy, so that its stack tells who waited
            throw new RoboflowWebrtcException(file + ": " + end.cause().getMessage(), end.cause());
        }
        if (end.reason() == SessionEnd.Reason.CLOSED) {
            throw new RoboflowWebrtcException(file + ": the session was closed before the end of the file");
        }
        if (end.terminationReason() != null) {
            throw new RoboflowWebrtcException(file + ": the server ended before the end of the file: " + end.terminationReason());
        }
        if (!any) {
            throw new RoboflowWebrtcException(file + ": the server found no picture in it");
        }
    }

    @Override
    public synchronized InferenceResult next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No more results of " + file);
        }
        current = waiting.remove();
        return dataField == null ? current.result() : current.result().onlyField(dataField);
    }

    /** Ends the session if it still runs. Idempotent, from any thread, never blocks. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            notifyAll();
        }
        session.close();
    }

    /** Waits for the end of the session. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return session.awaitEnd(timeout);
    }

    @Override
    public String toString() {
        return "FileResults[" + file + "]";
    }

    /** On the session loop. */
    private final class Arrivals implements SessionListener {

        @Override
        public void onDelivery(Delivery delivery) {
            boolean tooMany;
            synchronized (FileResults.this) {
                if (closed) {
                    return;
                }
                any = true;
                waiting.add(delivery);
                tooMany = waiting.size() > MOST_WAITING;
                FileResults.this.notifyAll();
            }
            if (tooMany) {
                session.fail(new RoboflowWebrtcException("The server sent " + MOST_WAITING
                        + " results without waiting for acknowledgements"));
            }
        }

        @Override
        public void onEnd(SessionEnd sessionEnd) {
            synchronized (FileResults.this) {
                end = sessionEnd;
                FileResults.this.notifyAll();
            }
        }
    }
}
