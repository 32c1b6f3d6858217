package io.github.camelvision.roboflow.webrtc.core.worker.engine.upload;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A temporary file of an upload, open for writing at its end and for reading anywhere. One thread at a time. */
final class UploadSpool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadSpool.class);

    private final Path path;
    private final FileChannel channel;

    private UploadSpool(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @param directory null is the system's for temporary files */
    static UploadSpool create(Path directory) throws IOException {
        Path path = directory == null ? Files.createTempFile("roboflow-upload-", ".video")
                : Files.createTempFile(directory, "roboflow-upload-", ".video");
        return new UploadSpool(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    Path path() {
        return path;
    }

    /** @return where the bytes begin */
    long append(byte[] payload) throws IOException {
        long position = channel.size();
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
        return position;
    }

    byte[] read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the temporary file is shorter than what was written to it");
            }
        }
        return buffer.array();
    }

    /** Drops everything that was written. */
    void clear() throws IOException {
        channel.truncate(0);
    }

    /** Bytes that can still be written to the disk; asked of the file, since a change of root hides its mount point. */
    long usableSpace() {
        return path.toFile().getUsableSpace();
    }

    /** Keeps the file itself. Idempotent. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("An upload's file could not be closed", e);
        }
    }
}
