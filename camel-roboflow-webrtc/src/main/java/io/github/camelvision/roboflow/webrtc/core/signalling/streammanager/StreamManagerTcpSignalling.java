package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.signalling.Checks;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.AnswerParser;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.CallThreads;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.HttpTransport;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.PendingCalls;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.ServerText;
import io.github.camelvision.roboflow.webrtc.core.wire.StreamManagerFrame;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Stream Manager over its TCP port: one command a connection, framed as {@link StreamManagerFrame} says
 * (docs/protocol.adoc#stream-manager-calls). The port is for trusted networks: nothing is encrypted.
 */
public final class StreamManagerTcpSignalling implements StreamManagerClient {

    /** The port when {@code apiUrl} names none. */
    public static final int DEFAULT_PORT = 7070;

    private static final Logger LOG = LoggerFactory.getLogger(StreamManagerTcpSignalling.class);
    // TCP has no status line; what was understood counts as this.
    private static final int OK = 200;

    private final SignallingOptions options;
    private final StreamManagerOptions pipelineOptions;
    private final String host;
    private final int port;
    private final PendingCalls pending = new PendingCalls();

    /** @throws IllegalArgumentException when {@code apiUrl} is not {@code tcp://host[:port]} */
    public StreamManagerTcpSignalling(SignallingOptions options, StreamManagerOptions pipelineOptions) {
        URI uri = URI.create(options.apiUrl());
        if (!"tcp".equals(uri.getScheme()) || !uri.getRawPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "The option apiUrl: '" + options.apiUrl() + "' is not of the form tcp://host:" + DEFAULT_PORT);
        }
        this.options = options;
        this.pipelineOptions = pipelineOptions;
        this.host = uri.getHost();
        this.port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    }

    /** @throws IllegalArgumentException when the source needs what the Stream Manager cannot do */
    @Override
    public CompletableFuture<InitAnswer> initialise(InitRequest request) {
        LOG.debug("webrtc to {}: {}", options.apiUrl(), request);
        ObjectNode command = command("webrtc", null);
        // No headers over TCP: the key can only be in the payload.
        command.setAll(StreamManagerPayload.of(request, pipelineOptions, options.apiKey()));
        return call(command, HttpTransport.MAX_ANSWER, StreamManagerReplies.startErrors(options),
                (envelope, errors) -> AnswerParser.parse(OK, envelope.path("response"), envelope, errors));
    }

    @Override
    public CompletableFuture<List<String>> list() {
        return call(command("list_pipelines", null), HttpTransport.MAX_ANSWER, StreamManagerReplies.errors("list the pipelines", options),
                (envelope, errors) -> StreamManagerReplies.pipelines(OK, envelope.path("response"), errors));
    }

    @Override
    public CompletableFuture<JsonNode> status(String pipelineId) {
        return manage("status", pipelineId, answer -> answer);
    }

    @Override
    public CompletableFuture<Void> pause(String pipelineId) {
        return manage("mute", pipelineId, answer -> null);
    }

    @Override
    public CompletableFuture<Void> resume(String pipelineId) {
        return manage("resume", pipelineId, answer -> null);
    }

    @Override
    public CompletableFuture<Void> terminate(String pipelineId) {
        return manage("terminate", pipelineId, answer -> null);
    }

    @Override
    public CompletableFuture<JsonNode> consume(String pipelineId, List<String> excludedFields) {
        ObjectNode command = command("consume_result", Checks.text("pipelineId", pipelineId));
        if (!excludedFields.isEmpty()) {
            command.set("excluded_fields", SignallingJson.tree(excludedFields));
        }
        return manage(command, answer -> answer);
    }

    private <T> CompletableFuture<T> manage(String type, String pipelineId, Function<JsonNode, T> result) {
        return manage(command(type, Checks.text("pipelineId", pipelineId)), result);
    }

    private <T> CompletableFuture<T> manage(ObjectNode command, Function<JsonNode, T> result) {
        String purpose = command.path("type").asText() + " pipeline '" + command.path("pipeline_id").asText() + "'";
        CallErrors errors = StreamManagerReplies.errors(purpose, options);
        return call(command, StreamManagerReplies.MAX_RESULT, errors,
                (envelope, e) -> result.apply(StreamManagerReplies.success(OK, envelope.path("response"), e)));
    }

    private ObjectNode command(String type, String pipelineId) {
        ObjectNode command = JsonNodeFactory.instance.objectNode().put("type", type);
        if (options.apiKey() != null) {
            // no headers over TCP
            command.put("api_key", options.apiKey());
        }
        return pipelineId == null ? command : command.put("pipeline_id", pipelineId);
    }

    private <T> CompletableFuture<T> call(ObjectNode command, int maxAnswer, CallErrors errors, BiFunction<JsonNode, CallErrors, T> parse) {
        byte[] frame = StreamManagerFrame.encode(SignallingJson.bytes(command));
        CompletableFuture<T> result = pending.begin();
        if (result.isDone()) {
            return result;
        }
        Socket socket = new Socket();
        CompletableFuture<byte[]> exchange = new CompletableFuture<>();
        CallThreads.EXECUTOR.execute(() -> {
            try (socket) {
                exchange.complete(exchange(socket, frame, maxAnswer));
            } catch (Throwable e) { // who waits must hear of it
                exchange.completeExceptionally(e);
            }
        });
        exchange.orTimeout(options.requestTimeout().toMillis(), TimeUnit.MILLISECONDS).whenCompleteAsync((answer, failure) -> {
            try {
                result.complete(parse.apply(envelope(answer, failure, errors), errors));
            } catch (Throwable e) { // who waits must hear of it
                result.completeExceptionally(e);
            }
        }, CallThreads.EXECUTOR);
        // Closing the socket is what ends a blocked connect or read.
        result.whenComplete((answer, failure) -> close(socket));
        return result;
    }

    private JsonNode envelope(byte[] answer, Throwable failure, CallErrors errors) {
        if (failure instanceof ProtocolException) {
            throw errors.unusable(OK, "is not framed as it should be: " + failure.getMessage());
        }
        if (failure != null) {
            throw errors.unreachable(failure, options.requestTimeout());
        }
        JsonNode envelope = SignallingJson.parseOrNull(answer);
        if (envelope == null || !envelope.path("response").isObject()) {
            throw errors.unusable(OK, "is not JSON with a response object", ServerText.of(answer, options.apiKey()));
        }
        return envelope;
    }

    private byte[] exchange(Socket socket, byte[] frame, int maxAnswer) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        try {
            socket.connect(address, (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis()));
        } catch (SocketTimeoutException e) {
            throw new ConnectTimeoutException("connect timed out");
        }
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(frame);
        socket.getOutputStream().flush();
        InputStream in = socket.getInputStream();
        int length = StreamManagerFrame.payloadLength(read(in, StreamManagerFrame.HEADER_SIZE), maxAnswer);
        return read(in, length);
    }

    /** Exactly so many bytes; memory grows with what arrives, not with what the header promises. */
    private static byte[] read(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("closed after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing the Stream Manager's connection failed", e);
        }
    }

    @Override
    public boolean onThisHost() {
        return options.onThisHost();
    }

    @Override
    public void close() {
        pending.close();
    }
}
