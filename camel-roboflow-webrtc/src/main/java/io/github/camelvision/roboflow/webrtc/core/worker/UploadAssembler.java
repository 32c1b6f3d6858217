package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the chunks of an uploaded file together in a temporary file (protocol.md 4). The channel is ordered and reliable, so the next
 * chunk must be the next of the file; a repeated one is ignored. One thread at a time.
 */
final class UploadAssembler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadAssembler.class);

    private final Path directory;
    private final long maxBytes;
    private Path file;
    private FileChannel channel;
    private long total;
    private long next;
    private long bytes;

    /** @param directory for the temporary file; null is the system's */
    UploadAssembler(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
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
            total = chunk.total();
            long expected = (total - 1) * chunk.payload().length;
            if (total > maxBytes || expected > maxBytes) {
                throw tooLarge();
            }
        }
        if (chunk.total() != total) {
            throw new ProtocolException("The upload announced " + total + " chunks, now " + chunk.total());
        }
        if (chunk.index() < next) {
            return false;
        }
        if (chunk.index() > next) {
            throw new ProtocolException("Chunk " + next + " of the upload is missing: chunk " + chunk.index() + " came instead");
        }
        bytes += chunk.payload().length;
        if (bytes > maxBytes) {
            throw tooLarge();
        }
        write(chunk.payload());
        next++;
        return complete();
    }

    private boolean complete() {
        return total > 0 && next == total;
    }

    private ProtocolException tooLarge() {
        return new ProtocolException(
                "The uploaded file has more than the " + maxBytes + " bytes that the worker's option maxUploadSize allows");
    }

    private void write(byte[] payload) {
        try {
            if (channel == null) {
                file = directory == null ? Files.createTempFile("roboflow-upload-", ".video")
                        : Files.createTempFile(directory, "roboflow-upload-", ".video");
                channel = FileChannel.open(file, StandardOpenOption.WRITE);
            }
            ByteBuffer buffer = ByteBuffer.wrap(payload);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new SourceException("The uploaded file cannot be stored: " + e.getMessage(), false, e);
        }
    }

    /** Bytes of the file so far. */
    long bytes() {
        return bytes;
    }

    /** The complete file; the caller deletes it. */
    Path takeFile() {
        closeChannel();
        Path taken = file;
        file = null;
        return taken;
    }

    /** Deletes the file unless it was taken. Idempotent. */
    @Override
    public void close() {
        closeChannel();
        if (file != null) {
            delete(file);
            file = null;
        }
    }

    private void closeChannel() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("An upload's file could not be closed", e);
            }
            channel = null;
        }
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
