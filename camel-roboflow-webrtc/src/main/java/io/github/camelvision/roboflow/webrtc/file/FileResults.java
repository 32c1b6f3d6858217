package io.github.camelvision.roboflow.webrtc.file;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.github.camelvision.roboflow.webrtc.DataField;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * The results of one video file, one for each frame, as they arrive. Asking a reader for the next one says that the one before is handled:
 * only then is it acknowledged, so a slow reader slows the server and the memory stays the same however long the file is.
 *
 * <p>Every {@link #iterator()} is a reader that begins with the first result, for one thread at a time; several may read at once or one
 * after the other, in the route that got the results, behind {@code wireTap}, {@code multicast}, {@code aggregate} or {@code seda}, or in
 * the caller of {@code requestBody}. For this the results stay, as long as they take up less than 64 MB and a sixteenth of the heap; a
 * reader that comes too late for the first ones of more gets an exception. Reading blocks; a file that fails ends in a
 * {@link RoboflowWebrtcException} from {@code hasNext} and {@code next}, after the results that came before.
 *
 * <p>When the Exchange that carries them is completed before all were read, the rest arrives unread, as far as it fits, and the session
 * ends with the file. It ends at once when the Exchange fails, with {@link #close}, and when nobody has read for five minutes.
 */
@JsonSerialize(using = FileResultsSerializer.class)
public final class FileResults implements Iterable<InferenceResult> {

    /** Far more than any server's window: one that sends this many has ignored the acknowledgements. */
    private static final int MOST_WAITING = 1000;
    private static final long MOST_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

    private final String file;
    private final DataField dataField;
    private final Consumer<FileResults> onEnd;
    private final Session session;
    private final Iterator<InferenceResult> own = new Reader();
    /** Guarded by this, as all below. */
    private final KeptResults kept;
    private SessionEnd end;
    /** Null while open. */
    private String closed;
    private long lastRead = System.nanoTime();

    /**
     * @param file its name, for messages
     * @param dataField the only output to give
     * @param onEnd told once, when the session has ended, on its loop
     */
    public FileResults(String file, DataField dataField, SessionOptions options, RtcPeers peers, Consumer<FileResults> onEnd) {
        this(file, dataField, options, peers, onEnd, MOST_BYTES);
    }

    FileResults(String file, DataField dataField, SessionOptions options, RtcPeers peers, Consumer<FileResults> onEnd, long mostBytes) {
        this.file = file;
        this.dataField = dataField;
        this.onEnd = onEnd;
        this.kept = new KeptResults(mostBytes);
        this.session = new Session(options, peers, new Arrivals());
    }

    /**
     * Opens the session and waits for the first result.
     *
     * @throws RoboflowWebrtcException when there will be none
     */
    public FileResults start() {
        session.start();
        try {
            own.hasNext();
            return this;
        } catch (RoboflowWebrtcException e) {
            close();
            throw e;
        }
    }

    /** The session in which the file was processed, as in the header of that name. */
    public String sessionId() {
        return session.status().sessionId();
    }

    /** How far the upload is; null before it has begun. */
    public UploadProgress upload() {
        return session.stats().upload();
    }

    /** A new reader, which begins with the first result. */
    @Override
    public Iterator<InferenceResult> iterator() {
        return new Reader();
    }

    /** Of one reader that all callers share: waits for the next result or the end. The result before counts as handled now. */
    public boolean hasNext() {
        return own.hasNext();
    }

    /** Of one reader that all callers share: waits for the next result. */
    public InferenceResult next() {
        return own.next();
    }

    /** Waits until there is a result with this number, or there will be none. */
    private synchronized boolean await(long number) {
        lastRead = System.nanoTime();
        kept.handled(Math.min(number, kept.arrived()));
        while (kept.arrived() <= number && end == null && closed == null) {
            await();
        }
        lastRead = System.nanoTime();
        if (closed != null && !(complete() && number >= kept.arrived())) {
            throw new RoboflowWebrtcException(file + ": the results were closed before they were read to the end: " + closed);
        }
        if (number < kept.first()) {
            throw new RoboflowWebrtcException(file + ": results 1 to " + kept.first()
                    + " are no longer kept, since others have read on and "
                    + "all of them take up too much memory: read the results once, and share what you make of each");
        }
        if (number < kept.arrived()) {
            return true;
        }
        checkEnd();
        return false;
    }

    private boolean complete() {
        return end != null && end.cause() == null && end.reason() != SessionEnd.Reason.CLOSED;
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
        if (kept.arrived() == 0) {
            throw new RoboflowWebrtcException(file + ": the server found no frame in it");
        }
    }

    private synchronized InferenceResult get(long number) {
        if (closed != null) {
            throw new RoboflowWebrtcException(file + ": the results were closed: " + closed);
        }
        return kept.get(number);
    }

    /** What was not read so far arrives unread from now on, as long as it fits. */
    public synchronized void readAhead() {
        if (closed == null) {
            kept.readAhead();
        }
    }

    /** For how long nobody has asked for a result. */
    public synchronized Duration idle() {
        return Duration.ofNanos(System.nanoTime() - lastRead);
    }

    /**
     * Ends the session if it still runs, and gives the results up. Idempotent, from any thread, never blocks. This is no
     * {@link java.io.Closeable}, since Camel's splitter closes those, and others may still read.
     */
    public void close() {
        close("the route closed them");
    }

    /** @param why for who reads them later */
    public void close(String why) {
        synchronized (this) {
            if (closed == null) {
                closed = why;
                kept.clear();
                notifyAll();
            }
        }
        session.close();
    }

    /** Waits for the end of the session. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return session.awaitEnd(timeout);
    }

    @Override
    public String toString() {
        return "FileResults[" + file + "]";
    }

    /** One pass over the results. */
    private final class Reader implements Iterator<InferenceResult> {

        private long number;

        @Override
        public boolean hasNext() {
            return await(number);
        }

        @Override
        public InferenceResult next() {
            if (!hasNext()) {
                throw new NoSuchElementException("No more results of " + file);
            }
            InferenceResult result = get(number);
            number++;
            return dataField.of(result);
        }
    }

    /** On the session loop. */
    private final class Arrivals implements SessionListener {

        @Override
        public void onDelivery(Delivery delivery) {
            boolean tooMany;
            synchronized (FileResults.this) {
                if (closed != null) {
                    return;
                }
                kept.add(delivery);
                tooMany = kept.waiting() > MOST_WAITING;
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
            onEnd.accept(FileResults.this);
        }
    }
}
