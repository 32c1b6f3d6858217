package io.github.camelvision.roboflow.webrtc.worker.internal;

import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.worker.RequestPaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Message;

/**
 * The body of one request, which counts with its tree as long as the request is not answered: strangers decide how many requests there
 * are at a time. What of it a session keeps counts as the session's.
 */
public final class RequestBody implements AutoCloseable {

    /** Most bytes of a body. */
    public static final int MOST_BYTES = RequestPaths.LARGEST_REQUEST;

    private static final int PART = 64 * 1024;

    private final MemoryBudget.Account memory;
    private final byte[] bytes;

    private RequestBody(MemoryBudget.Account memory, byte[] bytes) {
        this.memory = memory;
        this.bytes = bytes;
    }

    /**
     * Reads a body, at most one byte more than what is allowed, so that who gets it can refuse it.
     *
     * @throws WorkerRejectedException 503 when there is no memory for it
     */
    public static RequestBody read(Message message, MemoryBudget budget) throws IOException {
        MemoryBudget.Account memory = budget.account("A request to the worker");
        try (InputStream in = message.getBody(InputStream.class)) {
            byte[] bytes = in == null ? new byte[0] : read(in, memory);
            take(Json.treeBytes(bytes), memory);
            return new RequestBody(memory, bytes);
        } catch (IOException | RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    private static byte[] read(InputStream in, MemoryBudget.Account memory) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (byte[] part = {}; read.size() <= MOST_BYTES;) {
            part = in.readNBytes(Math.min(PART, MOST_BYTES + 1 - read.size()));
            if (part.length == 0) {
                break;
            }
            take(part.length, memory);
            read.writeBytes(part);
        }
        return read.toByteArray();
    }

    private static void take(long bytes, MemoryBudget.Account memory) {
        if (!memory.take(bytes)) {
            throw WorkerRejectedException.noMemory(memory.refusal(bytes));
        }
    }

    public byte[] bytes() {
        return bytes;
    }

    /** The request is answered. Idempotent. */
    @Override
    public void close() {
        memory.close();
    }
}
