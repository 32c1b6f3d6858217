package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerOptions;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.request.RequestedWorkflow;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The port against bytes that were written out by hand (docs/protocol.adoc#stream-manager-calls). */
class ManagerTcpServerTest {

    private static final String LIST_PIPELINES = "00000019" + "7b2274797065223a226c6973745f706970656c696e6573227d";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WorkerServer worker = new WorkerServer(WorkerOptions.builder().apiKeys(List.of()).build(), task -> null,
            (ice, listener) -> {
                throw new IllegalStateException("no peer in this test");
            });
    private MemoryBudget memory = MemoryBudget.ofHeap(64 << 20);
    private ManagerTcpServer server = server(4, TimeUnit.SECONDS.toNanos(90));

    private ManagerTcpServer server(int connections, long lifeNanos) {
        PipelineManager manager = new PipelineManager(new PipelineManager.Workers() {
            @Override
            public WorkerServer find(RequestedWorkflow workflow) {
                return worker;
            }

            @Override
            public Collection<WorkerServer> all() {
                return List.of(worker);
            }
        });
        return new ManagerTcpServer("127.0.0.1", 0, manager, memory, connections, lifeNanos);
    }

    @AfterEach
    void close() {
        server.close();
        worker.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private JsonNode answer(String hex) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            return read(socket);
        }
    }

    private static JsonNode read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return JSON.readTree(in.readNBytes(in.readInt()));
    }

    private static String framed(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return "%08x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
    }

    @Test
    void answersACommandInAFrame() throws IOException {
        JsonNode answer = answer(LIST_PIPELINES);
        assertThat(answer.at("/response/status").asText()).isEqualTo("success");
        assertThat(answer.at("/response/pipelines").isArray()).isTrue();
        assertThat(answer.path("request_id").asText()).isNotBlank();
        assertThat(answer.path("pipeline_id").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"00000000", "7fffffff", "ffffffff", "00100001", "000000025b5d", "000000026869"})
    void whatIsNoCommandIsAnInvalidPayload(String hex) throws IOException {
        assertThat(answer(hex + (hex.length() % 2 == 0 ? "" : "0")).at("/response/error_type").asText()).isEqualTo("invalid_payload");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"type\":\"dance\"} | invalid_payload", "{} | invalid_payload",
            "{\"type\":\"status\"} | not_found", "{\"type\":\"mute\",\"pipeline_id\":\"x\"} | not_found",
            "{\"type\":\"webrtc\"} | invalid_payload",
            "{\"type\":\"webrtc\",\"processing_configuration\":{\"workspace_name\":\"a\",\"workflow_id\":\"b\"}} | invalid_payload",
            "{\"type\":\"init\",\"processing_configuration\":{\"workspace_name\":\"a\",\"workflow_id\":\"b\"},\"video_configuration\":"
                    + "{\"video_reference\":\"/etc/passwd\"}} | invalid_payload",
            "{\"type\":\"init\",\"processing_configuration\":{\"workspace_name\":\"a\",\"workflow_id\":\"b\"},\"video_configuration\":"
                    + "{\"video_reference\":\"rtsp://u:secret@10.0.0.1/x\"}} | invalid_payload"})
    void everyRefusalNamesItsKindAndNoSecret(String json, String type) throws IOException {
        JsonNode response = answer(framed(json)).path("response");
        assertThat(response.path("status").asText()).isEqualTo("failure");
        assertThat(response.path("error_type").asText()).isEqualTo(type);
        assertThat(response.path("public_error_message").asText()).isNotBlank().doesNotContain("secret");
    }

    @Test
    void aCrashInsideIsAnInternalErrorWithoutItsText() throws IOException {
        JsonNode response = answer(framed("{\"type\":\"webrtc\",\"processing_configuration\":{\"workspace_name\":\"a\","
                + "\"workflow_id\":\"b\"},\"webrtc_offer\":{\"type\":\"offer\",\"sdp\":\"v=0\"}}")).path("response");
        assertThat(response.path("error_type").asText()).isEqualTo("internal_error");
        assertThat(response.path("error_message").asText()).doesNotContain("no peer in this test");
        assertThat(answer(LIST_PIPELINES).at("/response/pipelines")).isEmpty();
    }

    @Test
    void oneConnectionTooManyIsClosedAndTheNextFreePlaceServesAgain() throws IOException {
        server.close();
        server = server(1, TimeUnit.SECONDS.toNanos(90));
        try (Socket first = connect()) {
            first.getOutputStream().write(0);
            // accepted in order: when the second one is closed the first one has the only place
            try (Socket second = connect()) {
                assertThat(second.getInputStream().read()).isNegative();
            }
            first.getOutputStream().write(HexFormat.of().parseHex(LIST_PIPELINES.substring(2)));
            assertThat(read(first).at("/response/status").asText()).isEqualTo("success");
        }
    }

    @Test
    void aCommandForWhichThereIsNoMemoryIsRefusedAlone() throws IOException {
        server.close();
        memory = MemoryBudget.ofHeap(64 << 10);
        server = server(4, TimeUnit.SECONDS.toNanos(90));
        // half of a command, which is held while the rest does not come
        try (Socket slow = connect()) {
            byte[] part = new byte[20_000];
            byte[] header = HexFormat.of().parseHex("00010000");
            slow.getOutputStream().write(header);
            slow.getOutputStream().write(part);
            await().until(() -> memory.used() == header.length + part.length);
            JsonNode response = answer(framed(" ".repeat(60_000) + "{\"type\":\"list_pipelines\"}")).path("response");
            assertThat(response.path("error_type").asText()).isEqualTo("operation_error");
            assertThat(response.path("error_class").asText()).isEqualTo("NotEnoughMemory");
            assertThat(response.path("error_message").asText()).contains("A command to the Stream Manager holds").contains("memoryBudget");
            assertThat(memory.refused()).isEqualTo(1);
            assertThat(answer(LIST_PIPELINES).at("/response/status").asText()).isEqualTo("success");
        }
        await().until(() -> memory.used() == 0);
    }

    @Test
    void aReplyForWhichThereIsNoMemoryIsRefused() throws IOException {
        server.close();
        // enough for the command, and not for the reply
        memory = MemoryBudget.ofHeap(550);
        server = server(4, TimeUnit.SECONDS.toNanos(90));
        assertThat(answer(LIST_PIPELINES).at("/response/error_class").asText()).isEqualTo("NotEnoughMemory");
        await().until(() -> memory.used() == 0);
    }

    @Test
    void aConnectionThatTakesTooLongIsClosed() throws IOException {
        server.close();
        server = server(4, TimeUnit.MILLISECONDS.toNanos(50));
        try (Socket idle = connect()) {
            assertThat(idle.getInputStream().read()).isNegative();
        }
    }
}
