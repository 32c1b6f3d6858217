package io.github.camelvision.roboflow.webrtc.testkit;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a session delivers into a file, on a thread of its own. Adding never blocks: a disk that is too slow for the session loses
 * items of the recording, which is logged, and not of the session.
 * So does a disk that is full: the file keeps the items that fit, each of them whole.
 */
public final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int MOST_WAITING = 64;
    private static final long CLOSE_SECONDS = 30;

    private final Path file;
    private final FileChannel output;
    private final long begin = System.nanoTime();
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final ExecutorService writer;
    private final MemoryBudget.Account memory;

    /** With the budget of sessions whose component has none of its own. */
    public Recorder(Path folder, String sessionName) {
        this(folder, sessionName, MemoryBudget.heap());
    }

    /**
     * @param folder made when it is not there; a recording of the same session in it is replaced
     * @param budget that items which wait to be written count in
     * @throws IllegalArgumentException when the file cannot be made
     */
    public Recorder(Path folder, String sessionName, MemoryBudget budget) {
        this.file = folder.resolve(Playback.fileName(sessionName) + Recording.SUFFIX);
        try {
            Files.createDirectories(folder);
            this.output = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            write(RecordingFormat.HEADER);
        } catch (IOException e) {
            throw new IllegalArgumentException("The option recordDirectory=" + folder + ": " + file + " cannot be written: " + e, e);
        }
        this.memory = budget.account("The recording of session " + sessionName);
        this.writer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "roboflow-webrtc-recorder-" + sessionName);
            thread.setDaemon(true);
            return thread;
        });
        LOG.info("Session {} is recorded to {}", sessionName, file.toAbsolutePath());
    }

    /** What there is not is null. */
    public void delivery(String sessionId, InferenceResult result, Frame frame, String imageField) {
        add(new RecordedItem(now(), sessionId, result, frame, imageField, null));
    }

    /** An event as JSON. */
    public void event(String sessionId, byte[] json) {
        add(new RecordedItem(now(), sessionId, null, null, null, json));
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void add(RecordedItem item) {
        long bytes = bytes(item);
        if (writer.isShutdown() || !room.tryAcquire()) {
            lose("the disk is slower than the session");
            return;
        }
        if (!memory.take(bytes)) {
            room.release();
            lose(memory.refusal(bytes));
            return;
        }
        writer.execute(() -> {
            try {
                // no buffer: whatever ends the process, what was delivered is there
                write(RecordingFormat.line(item));
            } catch (IOException | RuntimeException | Error e) { // an item less, but the next ones are written
                lose(e.toString());
            } finally {
                memory.give(bytes);
                room.release();
            }
        });
    }

    private void lose(String why) {
        if (lost.getAndIncrement() == 0) {
            LOG.warn("The recording {} is not complete: {}", file, why);
        }
    }

    /** Of an item, and of the line that is made of it. */
    private static long bytes(RecordedItem item) {
        long held = (item.event() == null ? 0 : item.event().length) + (item.result() == null ? 0 : item.result().json().length)
                + (item.frame() == null ? 0 : item.frame().i420().length);
        return MemoryBudget.OVERHEAD + 2 * held;
    }

    /** All of it, or nothing: half a line could not be read. */
    private void write(byte[] line) throws IOException {
        long begin = output.position();
        try {
            for (ByteBuffer rest = ByteBuffer.wrap(line); rest.hasRemaining();) {
                output.write(rest);
            }
        } catch (IOException e) {
            output.truncate(begin);
            throw e;
        }
    }

    /** Writes what waits, and ends the file. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The recording {} was not written within {} s", file, CLOSE_SECONDS);
            }
            output.close();
        } catch (IOException e) {
            LOG.warn("The recording {} is not complete: {}", file, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        memory.close();
        if (lost.get() > 0) {
            LOG.warn("The recording {} lacks {} items", file, lost.get());
        }
    }
}
