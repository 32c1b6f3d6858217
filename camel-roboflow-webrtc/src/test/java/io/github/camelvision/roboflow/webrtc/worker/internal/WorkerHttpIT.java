package io.github.camelvision.roboflow.webrtc.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.testing.AttackRow;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.Offer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.worker.WorkerDevConsole;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the worker answers over HTTP, with a real server and real offers. */
@Timeout(180)
class WorkerHttpIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String INIT = "/initialise_webrtc_worker";
    private static final String HEARTBEAT = "/webrtc/session/heartbeat";
    private static String offer;

    private final HttpClient http = HttpClient.newHttpClient();
    private RouteFixture worker;

    @BeforeAll
    static void makeOffer() {
        offer = Offer.make();
    }

    @AfterEach
    void stop() {
        if (worker != null) {
            worker.close();
        }
    }

    private void start(String options) throws Exception {
        worker = new RouteFixture(options).start();
    }

    @Test
    void aKeyInBodyOrHeaderIsLetInAndAnyOtherIs401() throws Exception {
        start("&apiKeys=first,second");
        assertThat(post(INIT, body("{'api_key':'first'}")).statusCode()).isEqualTo(200);
        assertThat(post(INIT, body("{}"), "Authorization", "Bearer second").statusCode()).isEqualTo(200);
        refused(post(INIT, body("{}")), 401, "API key");
        refused(post(INIT, body("{'api_key':'firs'}")), 401, "API key");
        refused(post(INIT, body("{'api_key':'third'}"), "Authorization", "Bearer fourth"), 401, "API key");
        refused(post(INIT, body("{}"), "Authorization", "Basic second"), 401, "API key");
    }

    @Test
    void oneSessionTooManyIs429UntilOneEnds() throws Exception {
        start("&maxSessions=1");
        String id = json(post(INIT, body("{}"))).path("session_id").asText();
        HttpResponse<String> second = post(INIT, body("{}"));
        refused(second, 429, "maxSessions");
        assertThat(second.headers().firstValue("Retry-After")).isPresent();
        assertThat(post("/webrtc/session/end", "{\"session_id\":\"" + id + "\"}").statusCode()).isEqualTo(200);
        await().atMost(LONG).until(() -> post(INIT, body("{}")).statusCode() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'turn:host:99999'", "'stun:'", "'turn:host?transport=sctp'", "'http://host'", "'stun:ho st'", "7",
            "'turn:no-credentials'"})
    void anIceServerThatIsNoneIs400(String url) throws Exception {
        start("&allowedIceHosts=*");
        refused(post(INIT, body("{'webrtc_config':{'iceServers':[{'urls':[" + url + "]}]}}")), 400, "iceServers");
        await().atMost(LONG).until(() -> sessions() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=0", "v=0\\r\\nnonsense",
            "v=0\\r\\no=- 1 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\nm=video 9 X 96\\r\\n",
            "v=0\\r\\no=- 1 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\\r\\n"
                    + "a=mid:0\\r\\n"})
    void anOfferThatIsNoneIs400(String sdp) throws Exception {
        start("");
        refused(post(INIT, body("{'webrtc_offer':{'type':'offer','sdp':'" + sdp + "'}}")), 400, "webrtc_offer");
        await().atMost(LONG).until(() -> sessions() == 0);
    }

    @Test
    void whatContradictsTheProtocolIs400AndTooMuchIs413() throws Exception {
        start("&allowedSourceHosts=cam.example");
        refused(post(INIT, "{not json"), 422, "not valid JSON");
        refused(post(INIT, "[]"), 422, "JSON object");
        refused(post(INIT, ""), 422, "JSON");
        refused(post(INIT, body("{'rtsp_url':'rtsp://operator:word@other.example/1'}")), 400, "'other.example'");
        refused(post(INIT, body("{'rtsp_url':'ftp://cam.example/1'}")), 400, "rtsp://");
        refused(post(INIT, body("{'mjpeg_url':'http://cam.example/1','video_file_upload':true}")), 400, "Only one");
        refused(post(INIT, body("{'requested_plan':'" + "x".repeat(1024 * 1024) + "'}")), 413, "bytes");
    }

    @Test
    void outputsAreValidatedAgainstTheWorkflowThatCameWithTheRequest() throws Exception {
        start("");
        worker.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:any").routeId("any").setBody(constant(Map.of()));
            }
        });
        String workflow = "'workflow_configuration':{'workflow_specification':{'outputs':[{'name':'count'},{'name':'image'}]}}";
        refused(post(INIT, body("{" + workflow + ",'data_output':['cuont']}")), 400, "[cuont]", "[count, image]");
        refused(post(INIT, body("{" + workflow + ",'stream_output':['picture']}")), 400, "'picture'", "[count, image]");
        assertThat(post(INIT, body("{" + workflow + ",'data_output':['count'],'stream_output':['image']}")).statusCode()).isEqualTo(200);
        refused(post(INIT, body("{'workflow_configuration':{'workspace_name':'acme'}}")), 400, "workflow_specification");
    }

    @Test
    void theMostSpecificWorkerAnswersAndWithoutOneItIs404() throws Exception {
        start("");
        refused(post(INIT, body("{'workflow_configuration':{'workspace_name':'acme','workflow_id':'other'}}")), 404,
                "'other'", "*/numbers");
        worker.routes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String options : new String[] {"exact?workspace=acme&workflowId=count", "workspace?workspace=acme", "rest"}) {
                    from("roboflow-webrtc-worker:" + options).setBody(constant(Map.of()));
                }
            }
        });
        opens("acme", "count", "exact");
        opens("other", "numbers", "numbers");
        opens("acme", "other", "workspace");
        opens("other", "other", "rest");
    }

    private void opens(String workspace, String workflow, String name) throws Exception {
        int before = sessions(name);
        assertThat(post(INIT, body("{'workflow_configuration':{'workspace_name':'" + workspace + "','workflow_id':'" + workflow + "'}}"))
                .statusCode()).isEqualTo(200);
        assertThat(sessions(name)).as(name).isEqualTo(before + 1);
    }

    @Test
    void aSessionIsKeptAliveAndEndedByItsId() throws Exception {
        start("&apiKeys=key");
        String id = json(post(INIT, body("{'api_key':'key'}"))).path("session_id").asText();
        String known = "{\"session_id\":\"" + id + "\",\"api_key\":\"key\"}";
        HttpResponse<String> beat = post(HEARTBEAT, known);
        assertThat(beat.statusCode()).isEqualTo(200);
        assertThat(json(beat).path("status").asText()).isEqualTo("ok");
        refused(post(HEARTBEAT, "{\"session_id\":\"" + id + "\",\"api_key\":\"no\"}"), 401, "API key");
        refused(post(HEARTBEAT, "{\"session_id\":\"unknown\",\"api_key\":\"key\"}"), 404, "No session");
        refused(post(HEARTBEAT, "{\"api_key\":\"key\"}"), 422, "session_id");
        refused(post(HEARTBEAT, "nonsense"), 422, "session_id");
        assertThat(json(post(HEARTBEAT, "{\"session_id\":\"" + id + "\"}")).path("detail").toString())
                .isEqualTo("{\"status\":\"error\",\"message\":\"unauthorized\"}");
        assertThat(json(post(HEARTBEAT, "{\"session_id\":\"unknown\",\"api_key\":\"key\"}")).path("detail").toString())
                .isEqualTo("{\"status\":\"error\",\"message\":\"session not found\"}");
        assertThat(json(post(HEARTBEAT, "{}")).at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"session_id\"]");
        assertThat(post(HEARTBEAT + "?api_key=key", "{\"session_id\":\"" + id + "\"}").statusCode()).isEqualTo(200);
        assertThat(sessions()).isEqualTo(1);
        assertThat(post("/webrtc/session/heartbeat/end", known).statusCode()).isEqualTo(200);
        await().atMost(LONG).until(() -> sessions() == 0);
        refused(post(HEARTBEAT, known), 404, "No session");
    }

    @Test
    void infoAndConsoleSayWhatThisIsWithoutItsSecrets() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            start("&apiKeys=hidden-word&maxSessions=3");
            post(INIT, body("{'api_key':'hidden-word'}"));
            post(INIT, body("{'api_key':'wrong'}"));
            HttpResponse<String> info = get("/info");
            assertThat(info.statusCode()).isEqualTo(200);
            JsonNode json = json(info);
            assertThat(json.path("name").asText()).isEqualTo("camel-roboflow-webrtc-worker");
            assertThat(json.path("version").asText()).isNotBlank();
            assertThat(UUID.fromString(json.path("uuid").asText())).isNotNull();
            assertThat(json(get("/info")).path("uuid")).isEqualTo(json.path("uuid"));
            assertThat(json.path("sessions").asInt()).isEqualTo(1);
            assertThat(json.at("/workers/0/workflow_id").asText()).isEqualTo("numbers");
            assertThat(json.at("/workers/0/max_sessions").asInt()).isEqualTo(3);
            String text = (String) console().call(DevConsole.MediaType.TEXT);
            assertThat(text).contains("numbers:", "serves: */numbers", "sessionsOpened: 1", "sessionsRefused: 1", "state: NEGOTIATING");
            assertThat(console().call(DevConsole.MediaType.JSON).toString()).contains("framesProcessed");
            assertThat(info.body() + text + console().call(DevConsole.MediaType.JSON)).doesNotContain("hidden-word");
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("hidden-word"));
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, '', false", "::1, '', false", "0.0.0.0, '', true", "0.0.0.0, &apiKeys=hidden-word, false"})
    void aWorkerWithoutKeysThatOthersReachSaysSoWhenItStarts(String host, String options, boolean told) throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            worker = new RouteFixture(host, options).start();
            List<String> lines = log.lines().stream().filter(line -> line.contains("has no apiKeys")).toList();
            assertThat(lines).hasSize(told ? 1 : 0);
            assertThat(lines).allMatch(line -> line.startsWith("WARN Worker numbers") && line.contains("0.0.0.0"));
        }
    }

    @Test
    void otherVerbsAndPathsAreNoWayIn() throws Exception {
        start("&apiKeys=key");
        int asked = 0;
        for (String verb : new String[] {"GET", "PUT", "DELETE", "PATCH", "HEAD", "TRACE"}) {
            for (String path : new String[] {INIT, HEARTBEAT, HEARTBEAT + "/end"}) {
                HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(LONG).method(verb, BodyPublishers.noBody()).build();
                assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).as(verb + " " + path).isBetween(400, 501);
                asked++;
            }
        }
        for (String path : new String[] {"/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", INIT + "/../../../etc/passwd", "//etc/passwd",
                INIT + "%00", "/webrtc/session/", "/info/../roboflow-webrtc/"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isBetween(400, 501);
            assertThat(answer.body()).doesNotContain("root:");
            asked++;
        }
        assertThat(sessions()).isZero();
        AttackRow.write("verbs and paths that are no calls", "worker", asked + " requests", "each refused, no session opened", "-");
    }

    /** Connections that never finish their request: the server's business, yet the worker goes on. */
    @Test
    void halfRequestsKeepNobodyOut() throws Exception {
        start("");
        int halves = 200;
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < halves; i++) {
                Socket socket = new Socket(uri("/").getHost(), uri("/").getPort());
                sockets.add(socket);
                String head = "POST " + INIT + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
                socket.getOutputStream().write((i % 2 == 0 ? head : head + "Content-Length: 1000000\r\n\r\n{").getBytes());
            }
            assertThat(post(INIT, body("{}")).statusCode()).isEqualTo(200);
            assertThat(sessions()).isEqualTo(1);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        AttackRow.write("requests that are never finished", "worker", halves + " connections", "another client opened a session meanwhile",
                "-");
    }

    private DevConsole console() {
        WorkerDevConsole console = new WorkerDevConsole();
        console.setCamelContext(worker.context());
        return console;
    }

    @Test
    void nothingIsServedAnyMoreWhenTheLastWorkerIsStopped() throws Exception {
        start("");
        worker.context().getRouteController().stopRoute("worker");
        assertThat(post(INIT, body("{}")).statusCode()).isEqualTo(404);
        assertThat(get("/info").statusCode()).isEqualTo(404);
        worker.context().getRouteController().startRoute("worker");
        assertThat(post(INIT, body("{}")).statusCode()).isEqualTo(200);
        assertThat(get("/info").statusCode()).isEqualTo(200);
    }

    private int sessions() throws Exception {
        return json(get("/info")).path("sessions").asInt();
    }

    private int sessions(String name) throws Exception {
        for (JsonNode one : json(get("/info")).path("workers")) {
            if (one.path("name").asText().equals(name)) {
                return one.path("sessions").asInt();
            }
        }
        throw new AssertionError("No worker " + name);
    }

    private static void refused(HttpResponse<String> answer, int status, String... parts) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("message").asText()).contains(parts).doesNotContain("word@");
        assertThat(json(answer).path("error_type").asText()).isNotBlank();
    }

    private static String body(String overrides) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("webrtc_realtime_processing", true);
        body.putObject("workflow_configuration").put("workspace_name", "acme").put("workflow_id", "numbers");
        body.putObject("webrtc_offer").put("type", "offer").put("sdp", offer);
        body.setAll((ObjectNode) JSON.readTree(overrides.replace('\'', '"')));
        return JSON.writeValueAsString(body);
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void aKeyInTheQueryIsLetIn() throws Exception {
        start("&apiKeys=key");
        assertThat(post(INIT + "?other=1&api_key=%6Bey", body("{}")).statusCode()).isEqualTo(200);
        refused(post(INIT + "?api_key=wrong", body("{}")), 401, "API key");
        refused(post(INIT, body("{}"), "api_key", "key"), 401, "API key");
    }

    @Test
    void aFieldThatIsMissingOrOfTheWrongTypeIs422WithItsPlace() throws Exception {
        start("");
        HttpResponse<String> noOffer = post(INIT, "{\"workflow_configuration\":{\"workspace_name\":\"acme\",\"workflow_id\":\"numbers\"}}");
        refused(noOffer, 422, "webrtc_offer");
        assertThat(json(noOffer).at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"webrtc_offer\"]");
        assertThat(json(noOffer).at("/detail/0/msg").asText()).contains("webrtc_offer");
        assertThat(json(noOffer).at("/detail/0/type").asText()).isNotBlank();
        assertThat(json(post(INIT, "{not json")).at("/detail/0/loc").toString()).isEqualTo("[\"body\"]");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(worker.context().resolvePropertyPlaceholders("{{worker.url}}") + path);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
