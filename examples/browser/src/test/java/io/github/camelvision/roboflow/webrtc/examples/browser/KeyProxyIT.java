package io.github.camelvision.roboflow.webrtc.examples.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the route between page and server lets through. A plain HTTP server stands for Roboflow's. */
@TestMethodOrder(OrderAnnotation.class)
class KeyProxyIT {

    private static final String KEY = "rf-secret-key";
    private static final String PAGE_REQUEST = "{\"offer\":{\"type\":\"offer\",\"sdp\":\"v=0\"},"
            + "\"wrtcParams\":{\"workspaceName\":\"other\",\"workflowId\":\"count\","
            + "\"streamOutputNames\":[\"image\"],\"dataOutputNames\":[\"predictions\",\"secret\"],"
            + "\"realtimeProcessing\":false,\"rtspUrl\":\"rtsp://10.0.0.1/\",\"requestedPlan\":\"large\",\"workflowSpec\":{\"a\":1},"
            + "\"iceServers\":[{\"urls\":[\"turn:evil.example\"]}],\"apiKey\":\"mine\"}}";

    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();
    private static final List<Map<String, List<String>>> HEADERS = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path directory;

    private static HttpServer server;
    private static ExampleProcess example;

    private final ObjectMapper json = new ObjectMapper();

    @BeforeAll
    static void start() throws Exception {
        Browser.assumeAvailable();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/initialise_webrtc_worker", exchange -> {
            try (exchange) {
                RECEIVED.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                HEADERS.add(Map.copyOf(exchange.getRequestHeaders()));
                byte[] answer = "{\"type\":\"answer\",\"sdp\":\"v=0 answer\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        example = ExampleProcess.start(directory, Map.of("ROBOFLOW_API_KEY", KEY), "--server",
                "http://127.0.0.1:" + server.getAddress().getPort(), "--workspace", "acme", "--workflow", "count");
    }

    @AfterAll
    static void stop() {
        if (example != null) {
            example.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @BeforeEach
    void forget() {
        RECEIVED.clear();
        HEADERS.clear();
    }

    @Test
    @Order(1)
    void addsTheKeyAndLetsThroughOnlyWhatThePageNeeds() throws Exception {
        HttpResponse<String> answer = ask(PAGE_REQUEST, example.origin());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.readTree(answer.body()).path("sdp").asText()).isEqualTo("v=0 answer");

        JsonNode request = json.readTree(RECEIVED.get(0));
        assertThat(request.path("api_key").asText()).isEqualTo(KEY);
        assertThat(request.at("/workflow_configuration/workspace_name").asText()).isEqualTo("acme");
        assertThat(request.at("/workflow_configuration/workflow_id").asText()).isEqualTo("count");
        assertThat(request.path("data_output").toString()).isEqualTo("[\"predictions\"]");
        assertThat(request.path("webrtc_realtime_processing").asBoolean()).isFalse();
        assertThat(RECEIVED.get(0)).doesNotContain("rtsp").doesNotContain("large").doesNotContain("evil").doesNotContain("workflow_spec");
        assertThat(HEADERS.get(0).keySet()).doesNotContain("Cookie", "Origin");
        for (String path : List.of("", "app.js", "session.js", "api/config", "api/turn-config")) {
            assertThat(get(path).body()).doesNotContain(KEY);
        }
        assertThat(example.log()).doesNotContain(KEY);
    }

    @Test
    @Order(2)
    void refusesOtherPagesOtherWorkflowsAndLargeBodies() throws Exception {
        assertThat(ask(PAGE_REQUEST, "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(ask(PAGE_REQUEST, null).statusCode()).isEqualTo(403);
        assertThat(ask(PAGE_REQUEST.replace("count", "other"), example.origin()).statusCode()).isEqualTo(400);
        assertThat(ask("oops", example.origin()).statusCode()).isEqualTo(400);
        assertThat(ask(PAGE_REQUEST.replace("v=0", "v=0" + "x".repeat(300_000)), example.origin()).statusCode()).isEqualTo(413);
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    @Order(3)
    void saysThatTheServerIsAway() throws Exception {
        server.stop(0);
        HttpResponse<String> answer = ask(PAGE_REQUEST, example.origin());
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("The vision server cannot be reached");
    }

    /** The last: afterwards nothing is answered for a minute. */
    @Test
    @Order(4)
    void limitsHowOftenAClientMayAsk() throws Exception {
        boolean limited = false;
        for (int i = 0; i < 60 && !limited; i++) {
            HttpResponse<String> answer = ask(PAGE_REQUEST, example.origin());
            limited = answer.statusCode() == 429 && answer.body().contains("Wait a minute");
        }
        assertThat(limited).isTrue();
    }

    private HttpResponse<String> ask(String body, String origin) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(example.url() + "api/init-webrtc"))
                .header("Content-Type", "application/json").header("Cookie", "a=b").POST(HttpRequest.BodyPublishers.ofString(body));
        if (origin != null) {
            request.header("Origin", origin);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(example.url() + path))
                .header("Sec-Fetch-Site", "same-origin").build(), HttpResponse.BodyHandlers.ofString());
    }
}
