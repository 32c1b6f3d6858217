package io.github.camelvision.roboflow.webrtc.core.signalling.streammanager;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.signalling.ApiKeyTransport;
import io.github.camelvision.roboflow.webrtc.core.signalling.Calls;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamManagerHttpSignallingTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private StreamManagerClient client;

    @BeforeEach
    void open() {
        client = new StreamManagerHttpSignalling(SignallingOptions.of(SERVER.baseUrl(), Calls.KEY), StreamManagerOptions.DEFAULTS);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void startsASession() {
        SERVER.stubFor(post("/inference_pipelines/initialise_webrtc").willReturn(okJson("""
                {"status": "success", "context": {"request_id": "r", "pipeline_id": "p"}, "sdp": "v=0", "type": "answer"}""")));

        assertThat(Calls.get(client.initialise(InitRequestTest.minimal().build()))).isEqualTo(new InitAnswer("v=0", "answer", "p", "r"));
        SERVER.verify(postRequestedFor(urlEqualTo("/inference_pipelines/initialise_webrtc"))
                .withRequestBody(matchingJsonPath("$.api_key", equalTo(Calls.KEY)))
                .withRequestBody(matchingJsonPath("$.sink_configuration.type", equalTo("MemorySinkConfiguration"))));
    }

    @Test
    void managesPipelines() {
        SERVER.stubFor(get("/inference_pipelines/list").willReturn(okJson("{\"status\": \"success\", \"pipelines\": [\"a\", \"b\"]}")));
        SERVER.stubFor(get("/inference_pipelines/a%20b/status").willReturn(okJson("{\"status\": \"success\", \"report\": {\"x\": 1}}")));
        SERVER.stubFor(get("/inference_pipelines/a%20b/consume").willReturn(okJson("{\"status\": \"success\", \"outputs\": [2]}")));
        SERVER.stubFor(post("/inference_pipelines/a%20b/pause").willReturn(okJson("{\"status\": \"success\"}")));
        SERVER.stubFor(post("/inference_pipelines/a%20b/resume").willReturn(aResponse().withStatus(204)));
        SERVER.stubFor(post("/inference_pipelines/a%20b/terminate").willReturn(okJson("{\"status\": \"success\"}")));

        assertThat(Calls.get(client.list())).containsExactly("a", "b");
        assertThat(Calls.get(client.status("a b")).at("/report/x").asInt()).isEqualTo(1);
        assertThat(Calls.get(client.consume("a b")).at("/outputs/0").asInt()).isEqualTo(2);
        assertThat(Calls.get(client.pause("a b"))).isNull();
        assertThat(Calls.get(client.resume("a b"))).isNull();
        assertThat(Calls.get(client.terminate("a b"))).isNull();
        SERVER.verify(getRequestedFor(urlEqualTo("/inference_pipelines/list")));
    }

    @Test
    void everyCallCarriesTheKeyAsJsonWithGetToo() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"status\": \"success\", \"pipelines\": []}")));
        client.list().join();
        client.status("p").join();
        client.consume("p").join();
        client.pause("p").join();
        client.resume("p").join();
        client.terminate("p").join();
        String key = "{\"api_key\": \"" + Calls.KEY + "\"}";
        for (String get : new String[] {"list", "p/status", "p/consume"}) {
            SERVER.verify(getRequestedFor(urlEqualTo("/inference_pipelines/" + get)).withRequestBody(equalToJson(key))
                    .withHeader("Content-Type", equalTo("application/json")));
        }
        for (String post : new String[] {"p/pause", "p/resume", "p/terminate"}) {
            SERVER.verify(postRequestedFor(urlEqualTo("/inference_pipelines/" + post)).withRequestBody(equalToJson(key)));
        }
    }

    @Test
    void consumeLeavesOutWhatItIsTold() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"status\": \"success\"}")));
        SignallingOptions header = SignallingOptions.of(SERVER.baseUrl(), Calls.KEY).withApiKeyTransport(ApiKeyTransport.header);
        try (StreamManagerClient other = new StreamManagerHttpSignalling(header, StreamManagerOptions.DEFAULTS)) {
            other.consume("p", java.util.List.of("image", "crops")).join();
        }
        SERVER.verify(getRequestedFor(urlEqualTo("/inference_pipelines/p/consume"))
                .withRequestBody(equalToJson("{\"excluded_fields\": [\"image\", \"crops\"]}")));
    }

    @ParameterizedTest
    @CsvSource({"400, 400", "401, 401", "404, 404", "409, 409", "500, 500"})
    void passesTheStatusOn(int answered, int status) {
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(answered).withBody("""
                {"status": "failure", "error_type": "x", "error_class": "X", "error_message": "inside",
                 "public_error_message": "words"}""")));

        SignallingException failure = Calls.failure(client.terminate("p"));
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure).hasMessageContaining("terminate pipeline 'p'").hasMessageContaining("words").hasMessageNotContaining("inside");
        assertThat(Calls.failure(client.initialise(InitRequestTest.minimal().build())).status()).isEqualTo(status);
        assertThat(Calls.failure(client.list()).status()).isEqualTo(status);
    }

    @Test
    void readsFailuresInsideGoodAnswers() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"status\": \"failure\", \"error_type\": \"not_found\"}")));

        assertThat(Calls.failure(client.pause("p")).status()).isEqualTo(404);
        assertThat(Calls.failure(client.status("p"))).hasMessageContaining("list()");
    }

    @Test
    void tellsAServerWithoutStreamManager() {
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("{\"detail\": \"Not Found\"}")));

        assertThat(Calls.failure(client.list())).hasMessageContaining("no Stream Manager");
        assertThat(Calls.failure(client.initialise(InitRequestTest.minimal().build()))).hasMessageContaining("protocol=worker");
    }

    @Test
    void refusesAListThatIsNone() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"status\": \"success\"}")));

        assertThat(Calls.failure(client.list())).hasMessageContaining("no list of pipelines");
    }

    @Test
    void sendsTheKeyInTheHeaderWhenToldTo() {
        SERVER.stubFor(any(anyUrl()).willReturn(okJson("{\"status\": \"success\", \"pipelines\": []}")));
        SignallingOptions options = SignallingOptions.of(SERVER.baseUrl(), Calls.KEY).withApiKeyTransport(ApiKeyTransport.header);

        try (StreamManagerClient other = new StreamManagerHttpSignalling(options, StreamManagerOptions.DEFAULTS)) {
            assertThat(Calls.get(other.list())).isEmpty();
        }
        SERVER.verify(getRequestedFor(urlEqualTo("/inference_pipelines/list")).withHeader("Authorization", equalTo("Bearer " + Calls.KEY))
                .withRequestBody(absent()));
    }

    @Test
    void refusesAnEmptyPipelineId() {
        assertThatThrownBy(() -> client.status(" ")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("pipelineId");
    }
}
