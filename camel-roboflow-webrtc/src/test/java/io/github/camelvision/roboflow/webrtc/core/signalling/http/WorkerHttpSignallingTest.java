package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.notMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.signalling.ApiKeyTransport;
import io.github.camelvision.roboflow.webrtc.core.signalling.Calls;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.InitRequestTest;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.CallErrors;
import io.github.camelvision.roboflow.webrtc.core.signalling.refusal.Cure;
import java.util.concurrent.TimeUnit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerHttpSignallingTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final String PATH = "/initialise_webrtc_worker";
    private static final String ANSWER = """
            {"status": "success", "context": {"request_id": "r-1", "pipeline_id": "p-1"}, "sdp": "v=0 answer", "type": "answer",
             "new": []}""";
    private static final InitRequest REQUEST = InitRequestTest.minimal().build();

    private Signalling signalling;

    @AfterEach
    void close() {
        if (signalling != null) {
            signalling.close();
        }
    }

    @Test
    void postsTheRequestAndReadsTheAnswer() {
        SERVER.stubFor(post(PATH).willReturn(okJson(ANSWER)));

        InitAnswer answer = Calls.get(initialise(options()));

        assertThat(answer).isEqualTo(new InitAnswer("v=0 answer", "answer", "p-1", "r-1"));
        SERVER.verify(postRequestedFor(urlEqualTo(PATH))
                .withHeader("Content-Type", equalTo("application/json"))
                .withHeader("User-Agent", matching("camel-roboflow-webrtc/.+"))
                .withHeader("Authorization", absent())
                .withRequestBody(equalToJson(new String(REQUEST.toJson(Calls.KEY), StandardCharsets.UTF_8))));
    }

    /** Of a full heap, for instance: whoever waits for the answer must not wait for ever. */
    @Test
    void anErrorWhileTheAnswerIsReadIsTheCallsFailure() {
        SERVER.stubFor(post(PATH).willReturn(okJson(ANSWER)));
        HttpTransport transport = new HttpTransport(options());
        try {
            CompletableFuture<Object> call = transport.call(transport.request("POST", SERVER.baseUrl() + PATH, new byte[0]),
                    Duration.ofSeconds(45), 10_000,
                    new CallErrors("call", SERVER.baseUrl(), "option apiUrl", options(), Cure.session(options())),
                    reply -> {
                        throw new OutOfMemoryError("expected by the test");
                    });
            assertThatThrownBy(() -> call.get(45, TimeUnit.SECONDS)).hasCauseInstanceOf(OutOfMemoryError.class);
        } finally {
            transport.close();
        }
    }

    @Test
    void needsNoMoreThanSdpAndType() {
        SERVER.stubFor(post(PATH).willReturn(okJson("{\"sdp\": \"v=0\", \"type\": \"answer\"}")));

        assertThat(Calls.get(initialise(options()))).isEqualTo(new InitAnswer("v=0", "answer", null, null));
    }

    @Test
    void keepsThePathOfTheApiUrl() {
        SERVER.stubFor(post("/prefix" + PATH).willReturn(okJson(ANSWER)));

        assertThat(Calls.get(initialise(SignallingOptions.of(SERVER.baseUrl() + "/prefix//", null))).sdp()).isEqualTo("v=0 answer");
    }

    @Test
    void sendsTheKeyInTheHeaderOnly() {
        SERVER.stubFor(post(PATH).willReturn(okJson(ANSWER)));

        Calls.get(initialise(options().withApiKeyTransport(ApiKeyTransport.header)));

        SERVER.verify(postRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer " + Calls.KEY))
                .withRequestBody(notMatching(".*api_key.*")));
    }

    @Test
    void sendsTheKeyBothWays() {
        SERVER.stubFor(post(PATH).willReturn(okJson(ANSWER)));

        Calls.get(initialise(options().withApiKeyTransport(ApiKeyTransport.both)));

        SERVER.verify(postRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer " + Calls.KEY))
                .withRequestBody(matchingJsonPath("$.api_key", equalTo(Calls.KEY))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "400 | false | Check the workflow",
            "401 | false | Check the option apiKey",
            "402 | false | no credits left",
            "403 | false | belongs to the workspace",
            "404 | false | Check the options workspace, workflowId, workflowVersionId and modelId",
            "405 | false | does not offer WebRTC",
            "407 | false | proxy",
            "408 | true  | try again",
            "413 | false | too large",
            "422 | false | version",
            "423 | false | paused",
            "429 | true  | Too many streams",
            "451 | false | Check the option apiUrl",
            "500 | true  | The server failed",
            "502 | true  | try again later",
            "503 | true  | try again later"})
    void saysWhatTheServerSaidAndWhatToDo(int status, boolean retryable, String cure) {
        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(status).withBody("""
                {"message": "server words for %s", "error_type": "SomeError", "context": "some_context"}""".formatted(Calls.KEY))));

        SignallingException failure = Calls.failure(initialise(options()));

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure).hasMessageStartingWith("Cannot start the session at " + SERVER.baseUrl() + ": status " + status)
                .hasMessageContaining("server words for ***").hasMessageContaining("SomeError").hasMessageContaining("some_context")
                .hasMessageContaining(cure);
    }

    @Test
    void tellsWhenNoKeyIsSet() {
        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(401)));

        assertThat(Calls.failure(initialise(SignallingOptions.of(SERVER.baseUrl(), null)))).hasMessageContaining("none is set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"detail\": \"Not Found\"}", "{\"detail\":\"Not Found\"} ",
            "<html><body><h1>404</h1> nginx</body></html>", "", "{}", "404 page not found"})
    void anAbsentRouteMeansAServerWithoutWebRtc(String body) {
        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(404).withBody(body)));

        assertThat(Calls.failure(initialise(options()))).hasMessageContaining("self-hosted server with WebRTC enabled")
                .hasMessageContaining("WebRTC-capable URL").hasMessageContaining("apiUrl");
    }

    @Test
    void readsHtmlErrors() {
        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(502)
                .withBody("<html><head><title>502 Bad Gateway</title></head><body><hr>nginx " + Calls.KEY + "</body></html>")));

        assertThat(Calls.failure(initialise(options()))).hasMessageContaining("502 Bad Gateway nginx ***").hasMessageNotContaining("<");
    }

    @Test
    void keepsTheStatusOfErrorsLongerThanTheCap() {
        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(500).withBody("word " + "x".repeat(3 << 20))));

        SignallingException failure = Calls.failure(initialise(options()));
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure.getMessage()).contains("word x").hasSizeLessThan(600);
    }

    @Test
    void passesOnRetryAfter() {
        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "17")));
        assertThat(Calls.failure(initialise(options())).retryAfter()).contains(Duration.ofSeconds(17));

        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "Sat, 01 Jan 2000 00:00:00 GMT")));
        assertThat(Calls.failure(initialise(options())).retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void namesARedirectsTargetWithoutFollowingIt() {
        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(307)
                .withHeader("Location", "https://u:p@other.example/x/" + Calls.KEY + "?api_key=secret")));

        SignallingException failure = Calls.failure(initialise(options()));
        assertThat(failure.status()).isEqualTo(307);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("https://***@other.example/x/***").hasMessageNotContaining("secret")
                .hasMessageContaining("option apiUrl");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
            "<html>Welcome to nginx</html> | is not a JSON object: Welcome to nginx",
            "[1] | is not a JSON object",
            "\"text\" | is not a JSON object",
            "{\"type\": \"answer\"} | holds no sdp",
            "{\"sdp\": \" \", \"type\": \"answer\"} | holds no sdp",
            "{\"sdp\": {}, \"type\": \"answer\"} | holds no sdp",
            "{\"sdp\": \"v=0\", \"type\": \"offer\"} | instead of 'answer'",
            "{\"status\": \"failure\", \"message\": \"engine is down\"} | engine is down"})
    void refusesAnswersThatAreNone(String body, String words) {
        SERVER.stubFor(post(PATH).willReturn(okJson(body)));

        SignallingException failure = Calls.failure(initialise(options()));
        assertThat(failure.status()).isEqualTo(200);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining(words);
    }

    @Test
    void refusesAnEmptyAnswer() {
        SERVER.stubFor(post(PATH).willReturn(aResponse().withStatus(200)));

        assertThat(Calls.failure(initialise(options()))).hasMessageContaining("the answer is empty");
    }

    @Test
    void refusesAnEndlessAnswer() {
        SERVER.stubFor(post(PATH).willReturn(okJson("{\"sdp\": \"" + "x".repeat(3 << 20) + "\"}")));

        assertThat(Calls.failure(initialise(options()))).hasMessageContaining("longer than " + HttpTransport.MAX_ANSWER + " bytes");
    }

    @Test
    void givesUpOnAServerThatDoesNotAnswer() {
        assertTimesOut(okJson(ANSWER).withFixedDelay(4000));
    }

    @Test
    void givesUpOnABodyThatTrickles() {
        assertTimesOut(okJson(ANSWER).withChunkedDribbleDelay(20, 4000));
    }

    @Test
    void cancellingGivesTheRequestUp() {
        SERVER.stubFor(post(PATH).willReturn(okJson(ANSWER).withFixedDelay(2000)));
        CompletableFuture<InitAnswer> call = initialise(options());

        assertThat(call.cancel(true)).isTrue();
        assertThat(call).isCancelled();
    }

    @Test
    void closingCancelsWhatIsUnderWayAndWhatComesLater() {
        SERVER.stubFor(post(PATH).willReturn(okJson(ANSWER).withFixedDelay(2000)));
        CompletableFuture<InitAnswer> call = initialise(options());

        signalling.close();
        signalling.close();

        assertThat(call).isCancelled();
        assertThat(signalling.initialise(REQUEST)).isCancelled();
    }

    private void assertTimesOut(ResponseDefinitionBuilder response) {
        SERVER.stubFor(post(PATH).willReturn(response));

        SignallingException failure = Calls.failure(initialise(options().withRequestTimeout(Duration.ofMillis(300))));
        assertThat(failure.status()).isZero();
        assertThat(failure.retryable()).isTrue();
        assertThat(failure).hasMessageContaining("within 300 ms").hasMessageContaining("apiUrl");
    }

    private CompletableFuture<InitAnswer> initialise(SignallingOptions options) {
        signalling = new WorkerHttpSignalling(options);
        return signalling.initialise(REQUEST);
    }

    private static SignallingOptions options() {
        return SignallingOptions.of(SERVER.baseUrl() + "/", Calls.KEY);
    }
}
