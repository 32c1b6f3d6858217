package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameProcessor;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerServerTest {

    private static final FrameProcessor NOTHING = task -> CompletableFuture.completedFuture(Map.of());
    private static final RtcPeers FAKES = FakeWorkerPeer::new;

    private WorkerServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop().toCompletableFuture().join();
            assertThat(server.sessions()).isEmpty();
        }
    }

    @Test
    void answersAnOffer() {
        WorkerAnswer answer = post(WorkerOptions.builder(), "{}", Map.of());
        assertThat(answer.status()).isEqualTo(200);
        JsonNode json = json(answer);
        assertThat(json.path("status").asText()).isEqualTo("success");
        assertThat(json.path("type").asText()).isEqualTo("answer");
        assertThat(json.path("sdp").asText()).isEqualTo("v=0 answer");
        assertThat(json.path("context").has("pipeline_id")).isTrue();
        assertThat(server.sessions()).containsExactly(answer.session());
    }

    @Test
    void whatAClientCallsThingsForgesNoLinesOfTheLog() {
        String evil = "x\\nERROR forged\\u001b[2J" + "y".repeat(5000);
        try (CapturedLog log = new CapturedLog()) {
            WorkerAnswer answer = post(WorkerOptions.builder(), "{'workflow_configuration':{'workspace_name':'" + evil + "','workflow_id':'"
                    + evil + "'},'stream_output':['" + evil + "'],'data_output':['" + evil + "']}", Map.of());
            assertThat(answer.status()).isEqualTo(200);
            answer.session().close();
            await().until(() -> server.sessions().isEmpty());
            assertThat(log.lines()).anyMatch(line -> line.contains("x ERROR forged"));
            assertThat(log.lines()).noneMatch(line -> line.chars().anyMatch(Character::isISOControl))
                    .noneMatch(line -> line.length() > 2000);
            assertThat(answer.session().toString().chars().noneMatch(Character::isISOControl)).isTrue();
        }
    }

    @Test
    void aBodyOfDeepNestingIsRefused() {
        refused(post(WorkerOptions.builder(), "{'x':[" + "[".repeat(300) + "]".repeat(300) + "]}", Map.of()), 422, "not valid JSON");
    }

    @Test
    void keysAreTakenFromBodyOrHeader() {
        assertThat(post(keys("secret"), "{}", Map.of()).status()).isEqualTo(200);
        stop();
        assertThat(post(keys("other"), "{}", Map.of("authorization", "Bearer other")).status()).isEqualTo(200);
        stop();
        refused(post(keys("other"), "{}", Map.of()), 401, "API key");
        refused(post(keys("other"), "{'api_key':null}", Map.of("Authorization", "Basic other")), 401, "API key");
    }

    @Test
    void anotherWorkflowIs404WithTheAvailableOnes() {
        refused(post(WorkerOptions.builder().workflowId("count"), "{}", Map.of()), 404, "'detect'", "[count]");
        assertThat(post(WorkerOptions.builder().workflowId("detect"), "{}", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void tooManySessionsAre429UntilOneIsClosed() {
        WorkerAnswer first = post(WorkerOptions.builder().maxSessions(1), "{}", Map.of());
        WorkerAnswer second = again("{}");
        refused(second, 429, "maxSessions");
        assertThat(second.headers()).containsKey("Retry-After");
        first.session().close();
        await().until(() -> server.sessions().isEmpty());
        assertThat(again("{}").status()).isEqualTo(200);
    }

    @Test
    void aRequestThatIsTooMuchForTheMemoryIs503AndTheNextOneIsAnswered() {
        MemoryBudget budget = MemoryBudget.ofHeap(100_000);
        String large = "{'workflow_configuration':{'workspace_name':'a','workflow_id':'b','workflows_parameters':{'list':["
                + "0,".repeat(2_000) + "0]}}}";
        WorkerAnswer refused = post(WorkerOptions.builder().memory(budget), large, Map.of());
        refused(refused, 503, "holds", "memoryBudget");
        assertThat(refused.headers()).containsKey("Retry-After");
        assertThat(budget.refused()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(server.sessions()).isEmpty());
        assertThat(budget.used()).isZero();
        assertThat(again("{}").status()).isEqualTo(200);
        assertThat(budget.used()).isPositive();
    }

    /** Who never connects holds a place for 5 seconds where others want it. */
    @Test
    void aClientThatNeverComesGivesItsPlaceToTheNextOne() {
        WorkerAnswer absent = post(WorkerOptions.builder().maxSessions(1), "{}", Map.of());
        refused(again("{}"), 429, "maxSessions");
        await().atMost(Duration.ofSeconds(15)).until(() -> again("{}").status() == 200);
        await().until(() -> absent.session().state() == WorkerSession.State.CLOSED);
        assertThat(server.sessions()).hasSize(1).doesNotContain(absent.session());
    }

    @Test
    void captureIsRefusedUnlessTheHostIsAllowed() {
        refused(post(WorkerOptions.builder(), "{'rtsp_url':'rtsp://user:pass@cam/1'}", Map.of()), 400, "'cam'", "allowedSourceHosts");
    }

    @Test
    void anOfferThatCannotBeAnsweredIs400AndLeavesNoSession() {
        refused(post(WorkerOptions.builder(), "{'webrtc_offer':{'type':'offer','sdp':'v=0 broken'}}", Map.of()), 400, "webrtc_offer");
        await().until(() -> server.sessions().isEmpty());
    }

    @Test
    void aLibraryThatCannotBeLoadedIs500WithItsCure() {
        server = new WorkerServer(WorkerOptions.defaults(), NOTHING, (ice, listener) -> {
            throw new NativeException("install libfoo");
        });
        refused(again("{}"), 500, "install libfoo");
        await().until(() -> server.sessions().isEmpty());
    }

    @Test
    void aStoppedWorkerRefuses() {
        post(WorkerOptions.builder(), "{}", Map.of());
        server.stop().toCompletableFuture().join();
        refused(again("{}"), 503, "stopped");
    }

    private IceConfig iceOf(WorkerOptions.Builder options, String request) {
        FakeWorkerPeer[] made = new FakeWorkerPeer[1];
        server = new WorkerServer(options.build(), NOTHING, (ice, listener) -> {
            made[0] = new FakeWorkerPeer(ice, listener);
            return made[0];
        });
        assertThat(again(request).status()).isEqualTo(200);
        return made[0].ice;
    }

    private static final String ICE = "{'webrtc_config':{'iceServers':[{'urls':['stun:a.example.com','turn:10.0.0.1:3478?transport=tcp'],"
            + "'username':'u','credential':'geheim'},{'urls':'turn:[::1]:99','username':'u','credential':'geheim'}]}}";

    @Test
    void iceServersOfTheClientAreIgnoredAndToldInOneLineUnlessTheirHostsAreAllowed() {
        try (CapturedLog log = new CapturedLog()) {
            assertThat(iceOf(WorkerOptions.builder(), ICE).servers()).isEmpty();
            assertThat(log.lines().stream().filter(line -> line.contains("allowedIceHosts"))).singleElement().asString()
                    .contains("a.example.com", "10.0.0.1", "::1").doesNotContain("geheim");
        }
    }

    @Test
    void iceServersOfTheClientThatAreAllowedComeAfterTheWorkersOwn() {
        IceConfig.Server own = new IceConfig.Server(List.of("stun:own"), null, null);
        IceConfig ice = iceOf(WorkerOptions.builder().iceServers(new IceConfig(List.of(own), false))
                .allowedIceHosts(List.of("*.example.com", "10.0.0.1:3478")), ICE);
        assertThat(ice.servers()).containsExactly(own,
                new IceConfig.Server(List.of("stun:a.example.com", "turn:10.0.0.1:3478?transport=tcp"), "u", "geheim"));
    }

    @Test
    void anAsteriskAllowsEveryIceServer() {
        assertThat(iceOf(WorkerOptions.builder().allowedIceHosts(List.of("*")), ICE).servers()).hasSize(2);
    }

    @Test
    void theAnswerTellsHowLongASessionIsServed() {
        assertThat(new String(post(WorkerOptions.builder().maxSessionAge(Duration.ofMinutes(2)), "{}", Map.of()).body(),
                StandardCharsets.UTF_8)).contains("\"max_session_age\":120.0");
    }

    private static WorkerOptions.Builder keys(String key) {
        return WorkerOptions.builder().apiKeys(List.of(key));
    }

    private WorkerAnswer post(WorkerOptions.Builder options, String request, Map<String, String> headers) {
        server = new WorkerServer(options.build(), NOTHING, FAKES);
        return post(request, headers);
    }

    private WorkerAnswer again(String request) {
        return post(request, Map.of());
    }

    private WorkerAnswer post(String request, Map<String, String> headers) {
        return server.initialise(WorkerRequests.body(request), headers).toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }

    private static void refused(WorkerAnswer answer, int status, String... parts) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(json(answer).path("message").asText()).contains(parts).doesNotContain("secret").doesNotContain("pass");
        assertThat(json(answer).path("error_type").asText()).isNotBlank();
        assertThat(answer.session()).isNull();
    }

    private static JsonNode json(WorkerAnswer answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
