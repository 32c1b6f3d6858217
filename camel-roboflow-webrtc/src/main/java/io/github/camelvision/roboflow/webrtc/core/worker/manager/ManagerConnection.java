package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.wire.StreamManagerFrame;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection to the Stream Manager's port: one command in, one reply out. Blocks its thread; closing the socket frees it. */
final class ManagerConnection {

    /** As the worker's own POST. */
    static final int MAX_COMMAND = 1024 * 1024;

    /** From the connection to the command's last byte, however slowly it trickles. */
    private static final long COMMAND_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int PART = 8192;
    private static final long REPLY_SECONDS = 60;
    private static final ObjectMapper JSON = Json.counting();

    private final Socket socket;
    private final PipelineManager manager;
    private final MemoryBudget.Account memory;
    private final long deadlineNanos = System.nanoTime() + COMMAND_NANOS;

    /** @param memory of this connection: its command and its reply count as long as it is open */
    ManagerConnection(Socket socket, PipelineManager manager, MemoryBudget.Account memory) {
        this.socket = socket;
        this.manager = manager;
        this.memory = memory;
    }

    void run() throws IOException {
        socket.setTcpNoDelay(true);
        ManagerReply reply;
        try {
            int length = StreamManagerFrame.payloadLength(read(StreamManagerFrame.HEADER_SIZE), MAX_COMMAND);
            reply = answer(read(length));
        } catch (WorkerRejectedException e) {
            reply = ManagerReply.failure(null, ManagerException.of(e));
        } catch (ProtocolException e) {
            reply = ManagerReply.failure(null, ManagerException.invalid(e.getMessage()));
        }
        byte[] body = reply.tcpBody();
        if (!memory.take(body.length)) {
            // who reads it slowly would hold it for long
            body = noMemory(body.length).tcpBody();
        }
        socket.getOutputStream().write(StreamManagerFrame.encode(body));
        socket.getOutputStream().flush();
        socket.shutdownOutput();
    }

    private ManagerReply noMemory(int bytes) {
        return ManagerReply.failure(null, ManagerException.of(WorkerRejectedException.noMemory(memory.refusal(bytes))));
    }

    private void take(long bytes) {
        if (!memory.take(bytes)) {
            throw WorkerRejectedException.noMemory(memory.refusal(bytes));
        }
    }

    private ManagerReply answer(byte[] json) {
        take(Json.treeBytes(json));
        JsonNode command;
        try {
            command = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // the parser's message may quote the command, which may hold a key
            throw new ProtocolException("The command is not valid JSON");
        } catch (IOException e) {
            throw new ProtocolException("The command cannot be read");
        }
        if (!command.isObject()) {
            throw new ProtocolException("The command is not a JSON object");
        }
        try {
            return manager.execute(new ManagerCommand(command.path("type").asText(null), command.path("pipeline_id").asText(null),
                    command, Map.of())).toCompletableFuture().get(REPLY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return ManagerReply.failure(null, ManagerException.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ManagerReply.failure(null, ManagerException.of(e));
        }
    }

    private byte[] read(int length) throws IOException {
        InputStream in = socket.getInputStream();
        // grows with what arrives, not with what the header promises
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[Math.min(length, PART)];
        while (bytes.size() < length) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("no whole command came in time");
            }
            socket.setSoTimeout((int) left);
            int n = in.read(part, 0, Math.min(part.length, length - bytes.size()));
            if (n < 0) {
                throw new EOFException("closed after " + bytes.size() + " of " + length + " bytes");
            }
            take(n);
            bytes.write(part, 0, n);
        }
        return bytes.toByteArray();
    }
}
