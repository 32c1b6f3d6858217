package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.signalling.ApiKeyTransport;
import io.github.camelvision.roboflow.webrtc.core.signalling.Calls;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceServersTest {

    @RegisterExtension
    static final WireMockExtension API = WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final SignallingOptions HOSTED = SignallingOptions.of("https://serverless.roboflow.com", Calls.KEY);
    private static final IceConfig RELAY_ONLY = new IceConfig(List.of(), true);
    private static final IceConfig.Server PUBLIC_STUN = new IceConfig.Server(List.of("stun:stun.l.google.com:19302"), null, null);
    private static final IceConfig RELAY_ONLY_AND_STUN = new IceConfig(List.of(PUBLIC_STUN), true);

    @Test
    void whatTheUserConfiguredWins() {
        IceConfig own = new IceConfig(List.of(new IceConfig.Server(List.of("turn:own"), "u", "c")), true);

        assertThat(resolve(own, HOSTED)).isSameAs(own);
        API.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void otherServersGetNone() {
        assertThat(resolve(RELAY_ONLY, SignallingOptions.of("http://localhost:9001", Calls.KEY))).isSameAs(RELAY_ONLY);
        API.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void hostedSessionsAskRoboflow() {
        API.stubFor(get(urlPathEqualTo("/webrtc_turn_config")).willReturn(okJson("""
                {"iceServers": [{"urls": ["turn:a:3478", "turns:a:443"], "username": "u", "credential": "c"}, {"urls": "stun:b"}]}""")));

        assertThat(resolve(RELAY_ONLY, HOSTED.withApiKeyTransport(ApiKeyTransport.both))).isEqualTo(new IceConfig(List.of(
                new IceConfig.Server(List.of("turn:a:3478", "turns:a:443"), "u", "c"),
                new IceConfig.Server(List.of("stun:b"), null, null), PUBLIC_STUN), true));
        API.verify(getRequestedFor(urlPathEqualTo("/webrtc_turn_config")).withQueryParam("api_key", equalTo(Calls.KEY))
                .withHeader("Authorization", absent()));
    }

    @Test
    void asksNobodyWithoutAKey() {
        assertThat(resolve(null, SignallingOptions.of("https://serverless.roboflow.com", null)))
                .isEqualTo(new IceConfig(List.of(PUBLIC_STUN), false));
        API.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void aFailureLeavesTheSessionWithout() {
        for (ResponseDefinitionBuilder answer : List.of(aResponse().withStatus(500), aResponse().withStatus(401), okJson("no JSON"),
                okJson("[]"), okJson("{}"), okJson("{\"urls\": \"" + "x".repeat(100_000) + "\"}"))) {
            API.stubFor(get(urlPathEqualTo("/webrtc_turn_config")).willReturn(answer));
            assertThat(resolve(RELAY_ONLY, HOSTED)).isEqualTo(RELAY_ONLY_AND_STUN);
        }
    }

    @Test
    void aSilentApiLeavesTheSessionWithout() {
        API.stubFor(get(urlPathEqualTo("/webrtc_turn_config")).willReturn(okJson("{\"urls\": \"turn:late\"}").withFixedDelay(3000)));

        assertThat(Calls.get(new IceServers(RELAY_ONLY, HOSTED, API.baseUrl(), Duration.ofMillis(200)).resolve())).isEqualTo(
                RELAY_ONLY_AND_STUN);
    }

    @Test
    void readsTheShapeOfASingleServer() throws Exception {
        assertThat(parse("{\"urls\": \"turn:a\", \"username\": \"u\", \"credential\": \"c\"}"))
                .containsExactly(new IceConfig.Server(List.of("turn:a"), "u", "c"));
        assertThat(parse("{\"urls\": [\"turn:a\", \"turn:b\"], \"username\": null}"))
                .containsExactly(new IceConfig.Server(List.of("turn:a", "turn:b"), null, null));
    }

    @Test
    void leavesOutWhatIsNoIceServer() throws Exception {
        assertThat(parse("{\"iceServers\": [1, null, {}, {\"urls\": []}, {\"urls\": [\"http://x\", 5, \"STUN:b\"]}]}"))
                .containsExactly(new IceConfig.Server(List.of("STUN:b"), null, null));
    }

    @Test
    void capsHowManyItTakes() throws Exception {
        String urls = "\"stun:s\",".repeat(99) + "\"stun:s\"";
        List<IceConfig.Server> servers = parse("{\"iceServers\": [" + ("{\"urls\": [" + urls + "]},").repeat(99) + "{}]}");

        assertThat(servers).hasSize(16).allSatisfy(server -> assertThat(server.urls()).hasSize(16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://serverless.roboflow.com", "https://detect.roboflow.com", "https://outline.roboflow.one",
            "https://classify.roboflow.eu", "https://asyncinfer.roboflow.com", "https://asyncinfer.roboflow.one",
            "https://serverless.roboflow-eu.one", "https://infer.roboflow.com/x", "https://Serverless.Roboflow.com:443"})
    void knowsRoboflowsHosts(String url) {
        assertThat(IceServers.hosted(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://roboflow.com", "https://serverless.roboflow.com.evil.example", "https://xserverless.roboflow.com",
            "https://evil.example/serverless.roboflow.com", "http://localhost:9001", "https://acme.roboflow.cloud",
            "https://api.roboflow.com", "https://serverless.roboflow-eu.com"})
    void knowsOtherHosts(String url) {
        assertThat(IceServers.hosted(url)).isFalse();
    }

    private static List<IceConfig.Server> parse(String json) throws Exception {
        return IceServers.parse(new ObjectMapper().readTree(json));
    }

    private static IceConfig resolve(IceConfig configured, SignallingOptions options) {
        IceServers servers = new IceServers(configured, options, API.baseUrl(), Duration.ofSeconds(8));
        IceConfig resolved = Calls.get(servers.resolve());
        servers.close();
        return resolved;
    }
}
