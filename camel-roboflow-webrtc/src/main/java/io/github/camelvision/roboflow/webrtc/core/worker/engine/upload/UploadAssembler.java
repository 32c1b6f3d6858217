package io.github.camelvision.roboflow.webrtc.core.worker.engine.upload;

import io.github.camelvision.roboflow.webrtc.core.error.OverBudgetException;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.UploadQuota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the chunks of an uploaded file together in a temporary file (docs/protocol.adoc#uploads), whatever their sizes and their order: a
 * chunk whose predecessors are there goes to the end of the file, one that is early waits in a second file. A repeated chunk is ignored.
 * Memory holds only the places of the early chunks, and their number is limited. One thread at a time.
 */
final class UploadAssembler implements AutoCloseable {

    /** Chunks that may wait for earlier ones. */
    static final int MAX_EARLY = 65_536;
    /** Left free on the disk. */
    private static final long DISK_RESERVE = 256L * 1024 * 1024;
    private static final long DISK_CHECK = 16L * 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(UploadAssembler.class);

    private record Place(long position, int length) {}

    private final Path directory;
    private final long maxBytes;
    private final long diskReserve;
    private final UploadQuota quota;
    private final MemoryBudget.Account memory;
    private UploadQuota.Claim claim;
    private long waitingBytes;
    private final Map<Long, Place> early = new HashMap<>();
    private UploadSpool file;
    private UploadSpool waiting;
    private long total;
    private long next;
    private long bytes;
    private long bytesAtCheck;

    /** @param directory for the temporary files; null is the system's */
    UploadAssembler(Path directory, long maxBytes, UploadQuota quota, MemoryBudget.Account memory) {
        this(directory, maxBytes, quota, memory, DISK_RESERVE);
    }

    /** With another amount of the disk that stays free, bytes. */
    UploadAssembler(Path directory, long maxBytes, UploadQuota quota, MemoryBudget.Account memory, long diskReserve) {
        this.quota = quota;
        this.memory = memory;
        this.claim = quota.new Claim();
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.diskReserve = diskReserve;
    }

    /**
     * Takes one message of the upload channel.
     *
     * @return true when the file is complete; then {@link #takeFile} hands it over
     * @throws ProtocolException when the chunk does not fit to the ones before, or the file gets too large
     * @throws SourceException when the file cannot be written
     */
    boolean add(byte[] message) {
        UploadChunk chunk = UploadChunk.parse(message);
        if (complete()) {
            throw new ProtocolException("The upload is complete, but chunk " + chunk.index() + " came after it");
        }
        if (total == 0) {
            begin(chunk);
        }
        if (chunk.total() != total) {
            throw new ProtocolException("The upload announced " + total + " chunks, now " + chunk.total());
        }
        if (chunk.index() < next || early.containsKey(chunk.index())) {
            return false;
        }
        bytes += chunk.payload().length;
        if (bytes > maxBytes) {
            throw tooLarge();
        }
        try {
            store(chunk);
        } catch (IOException e) {
            throw new SourceException("The uploaded file cannot be stored: " + e.getMessage(), false, e);
        }
        return complete();
    }

    /** Chunks have one size as a rule, so that one of them tells what is to come. */
    private void begin(UploadChunk chunk) {
        total = chunk.total();
        boolean whole = chunk.index() < total - 1;
        if (total > maxBytes || whole && (total - 1) * chunk.payload().length > maxBytes) {
            throw tooLarge();
        }
    }

    private boolean complete() {
        return total > 0 && next == total;
    }

    private ProtocolException tooLarge() {
        return new ProtocolException(
                "The uploaded file has more than the " + maxBytes + " bytes that the worker's option maxUploadSize allows");
    }

    private void claim(long length) {
        if (!claim.grow(length)) {
            throw new ProtocolException(
                    "The uploads of all sessions take " + quota.used() + " bytes, and there is no room for more among the "
                            + quota.most() + " that the worker's option maxUploadTotal allows: upload the file again later");
        }
    }

    private void store(UploadChunk chunk) throws IOException {
        if (file == null) {
            file = UploadSpool.create(directory);
        }
        checkDisk();
        claim(chunk.payload().length);
        if (chunk.index() == next) {
            file.append(chunk.payload());
            next++;
            takeEarly();
            return;
        }
        if (early.size() >= MAX_EARLY) {
            throw new ProtocolException("Chunk " + next + " of the upload is missing, and " + MAX_EARLY + " later ones are there: no more "
                    + "are kept");
        }
        if (!memory.take(MemoryBudget.OVERHEAD)) {
            throw new OverBudgetException(memory.refusal(MemoryBudget.OVERHEAD));
        }
        if (waiting == null) {
            waiting = UploadSpool.create(directory);
        }
        waitingBytes += chunk.payload().length;
        early.put(chunk.index(), new Place(waiting.append(chunk.payload()), chunk.payload().length));
    }

    private void takeEarly() throws IOException {
        Place place = early.remove(next);
        while (place != null) {
            memory.give(MemoryBudget.OVERHEAD);
            claim(place.length());
            file.append(waiting.read(place.position(), place.length()));
            next++;
            place = early.remove(next);
        }
        if (waiting != null && early.isEmpty()) {
            waiting.clear();
            claim.shrink(waitingBytes);
            waitingBytes = 0;
        }
    }

    private void checkDisk() throws IOException {
        if (bytesAtCheck == 0 || bytes - bytesAtCheck >= DISK_CHECK) {
            bytesAtCheck = bytes;
            if (file.usableSpace() < diskReserve) {
                throw new IOException("less than " + (diskReserve >> 20) + " MiB are free in " + file.path().getParent()
                        + "; the worker's option uploadDir names another directory");
            }
        }
    }

    /** Bytes of the file so far. */
    long bytes() {
        return bytes;
    }

    /** The complete file; the caller deletes it. */
    UploadedFile takeFile() {
        UploadedFile taken = new UploadedFile(file.path(), claim);
        file.close();
        file = null;
        claim = quota.new Claim();
        close();
        return taken;
    }

    /** Deletes the file unless it was taken. Idempotent. */
    @Override
    public void close() {
        file = discard(file);
        waiting = discard(waiting);
        memory.give((long) early.size() * MemoryBudget.OVERHEAD);
        early.clear();
        claim.close();
    }

    private static UploadSpool discard(UploadSpool spool) {
        if (spool != null) {
            spool.close();
            delete(spool.path());
        }
        return null;
    }

    /** Deletes a file; a failure is logged. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The temporary file {} of an upload cannot be deleted: {}", file, e.toString());
        }
    }
}
