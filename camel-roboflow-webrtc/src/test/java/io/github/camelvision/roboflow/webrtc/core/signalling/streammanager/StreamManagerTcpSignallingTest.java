package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.signalling.Calls;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.testing.Ports;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a plain server socket that writes and reads the bytes on its own (DataOutput is big-endian). */
class StreamManagerTcpSignallingTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
    private final AtomicInteger closedByClient = new AtomicInteger();
    private ServerSocket server;
    private StreamManagerClient client;
    private volatile Reply reply;

    /** Answers one command. */
    private interface Reply {
        void write(DataOutputStream out) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "stream-manager-stand-in");
        thread.setDaemon(true);
        thread.start();
        client = client(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void startsASession() {
        reply = json("""
                {"request_id": "r", "pipeline_id": "p", "response": {"status": "success", "sdp": "v=0", "type": "answer"}}""");

        assertThat(Calls.get(client.initialise(InitRequestTest.minimal().build()))).isEqualTo(new InitAnswer("v=0", "answer", "p", "r"));
        JsonNode command = commands.get(0);
        assertThat(command.get("type").asText()).isEqualTo("webrtc");
        assertThat(command.get("api_key").asText()).isEqualTo(Calls.KEY);
        assertThat(command.at("/webrtc_offer/sdp").asText()).isEqualTo("v=0\r\n");
        assertThat(command.at("/video_configuration/type").asText()).isEqualTo("VideoConfiguration");
    }

    @Test
    void managesPipelines() {
        reply = json("""
                {"request_id": "r", "pipeline_id": "p", "response": {"status": "success", "pipelines": ["a", "b"], "outputs": [1]}}""");

        assertThat(Calls.get(client.list())).containsExactly("a", "b");
        assertThat(Calls.get(client.status("p")).get("outputs")).hasSize(1);
        assertThat(Calls.get(client.consume("p")).get("outputs")).hasSize(1);
        assertThat(Calls.get(client.pause("p"))).isNull();
        assertThat(Calls.get(client.resume("p"))).isNull();
        assertThat(Calls.get(client.terminate("p"))).isNull();
        assertThat(commands).allMatch(command -> command.path("api_key").asText().equals(Calls.KEY));
        commands.forEach(command -> ((ObjectNode) command).remove("api_key"));
        assertThat(commands).extracting(JsonNode::toString).containsExactly(
                "{\"type\":\"list_pipelines\"}", "{\"type\":\"status\",\"pipeline_id\":\"p\"}",
                "{\"type\":\"consume_result\",\"pipeline_id\":\"p\"}", "{\"type\":\"mute\",\"pipeline_id\":\"p\"}",
                "{\"type\":\"resume\",\"pipeline_id\":\"p\"}", "{\"type\":\"terminate\",\"pipeline_id\":\"p\"}");
    }

    @ParameterizedTest
    @CsvSource({"authorisation_error, 401", "not_found, 404", "invalid_payload, 400", "operation_error, 409", "internal_error, 500",
            "never_heard_of, 500"})
    void givesErrorTypesTheirStatus(String type, int status) {
        reply = json("{\"request_id\": \"r\", \"pipeline_id\": \"p\", \"response\": {\"status\": \"failure\", \"error_type\": \"" + type
                + "\", \"error_class\": \"X\", \"error_message\": \"inside\", \"public_error_message\": \"words " + Calls.KEY + "\"}}");

        SignallingException failure = Calls.failure(client.initialise(InitRequestTest.minimal().build()));
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.retryable()).isEqualTo(status == 500);
        assertThat(failure).hasMessageContaining("words ***").hasMessageContaining(type);
        assertThat(Calls.failure(client.pause("p")).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "[]", "{\"response\": 1}", "{\"response\": {\"status\": \"success\", \"type\": \"answer\"}}"})
    void refusesAnswersThatAreNone(String body) {
        reply = json(body);

        SignallingException failure = Calls.failure(client.initialise(InitRequestTest.minimal().build()));
        assertThat(failure.status()).isEqualTo(200);
        assertThat(failure).hasMessageContaining("Check that the option apiUrl").hasMessageNotContaining(". .");
    }

    @Test
    void refusesAnAnswerBeyondTheCapBeforeReadingIt() {
        reply = out -> out.writeInt(Integer.MAX_VALUE);

        assertThat(Calls.failure(client.list())).hasMessageContaining("2147483647");
    }

    @Test
    void readsAnAnswerThatComesInPieces() {
        reply = out -> {
            byte[] body = "{\"response\": {\"status\": \"success\", \"pipelines\": []}}".getBytes(UTF_8);
            out.write(0);
            out.flush();
            out.write(new byte[] {0, 0, (byte) body.length});
            out.flush();
            for (byte one : body) {
                out.write(one);
                out.flush();
            }
        };

        assertThat(Calls.get(client.list())).isEmpty();
    }

    @Test
    void aServerThatHangsUpIsAnInterruption() {
        reply = out -> out.writeInt(100);

        SignallingException failure = Calls.failure(client.list());
        assertThat(failure.status()).isZero();
        assertThat(failure).hasMessageContaining("connection broke").hasMessageContaining("0 of 100");
    }

    @Test
    void givesUpOnAServerThatDoesNotAnswer() throws IOException {
        client.close();
        client = client(Duration.ofMillis(200));
        reply = null;

        SignallingException failure = Calls.failure(client.list());
        assertThat(failure.status()).isZero();
        assertThat(failure).hasMessageContaining("within 200 ms");
        await().until(() -> closedByClient.get() == 1);
    }

    @Test
    void closingCancelsAndClosesTheConnection() {
        reply = null;
        CompletableFuture<List<String>> call = client.list();
        await().until(() -> commands.size() == 1);

        client.close();

        assertThat(call).isCancelled();
        assertThat(client.list()).isCancelled();
        await().until(() -> closedByClient.get() == 1);
    }

    @Test
    void nobodyListens() throws IOException {
        int port = Ports.take();
        client.close();
        client = new StreamManagerTcpSignalling(SignallingOptions.of("tcp://127.0.0.1:" + port, null), StreamManagerOptions.DEFAULTS);

        SignallingException failure = Calls.failure(client.list());
        assertThat(failure.status()).isZero();
        assertThat(failure).hasMessageContaining("refused").hasMessageContaining("apiUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h:7070", "tcp://h:7070/path"})
    void refusesOtherUrls(String url) {
        assertThatThrownBy(() -> new StreamManagerTcpSignalling(SignallingOptions.of(url, null), StreamManagerOptions.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("apiUrl").hasMessageContaining("tcp://host:7070");
    }

    private StreamManagerClient client(Duration timeout) {
        SignallingOptions options = SignallingOptions.of("tcp://127.0.0.1:" + server.getLocalPort(), Calls.KEY).withRequestTimeout(timeout);
        return new StreamManagerTcpSignalling(options, StreamManagerOptions.DEFAULTS);
    }

    private static Reply json(String body) {
        return out -> {
            byte[] bytes = body.getBytes(UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        };
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                commands.add(MAPPER.readTree(in.readNBytes(in.readInt())));
                if (reply != null) {
                    reply.write(new DataOutputStream(socket.getOutputStream()));
                } else if (in.read() < 0) {
                    closedByClient.incrementAndGet();
                }
            } catch (IOException e) {
                // The test closed the socket, or the client hung up: both are part of the tests.
            }
        }
    }
}
