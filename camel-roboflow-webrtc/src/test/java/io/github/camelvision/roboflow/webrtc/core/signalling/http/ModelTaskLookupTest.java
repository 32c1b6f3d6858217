package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.signalling.Calls;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ModelTaskLookupTest {

    @RegisterExtension
    static final WireMockExtension API = WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final String PATH = "/models/v1/external/stat";

    private final ModelTaskLookup lookup = new ModelTaskLookup(SignallingOptions.of("http://localhost:9001", Calls.KEY), API.baseUrl(),
            Duration.ofSeconds(8));

    @AfterEach
    void close() {
        lookup.close();
    }

    @Test
    void asksWithTheKeyAsBearer() {
        API.stubFor(get(urlPathEqualTo(PATH)).willReturn(okJson("{\"modelMetadata\": {\"taskType\": \"instance-segmentation\"}}")));

        assertThat(Calls.get(lookup.taskType("my project/3"))).isEqualTo("instance-segmentation");
        API.verify(getRequestedFor(urlPathEqualTo(PATH)).withQueryParam("modelId", equalTo("my project/3"))
                .withHeader("Authorization", equalTo("Bearer " + Calls.KEY)));
    }

    @Test
    void namesTheModelAndTheWayAround() {
        assertThat(failure(aResponse().withStatus(404).withBody("{\"message\": \"unknown\"}")))
                .hasMessageContaining("'m/1'").hasMessageContaining("unknown").hasMessageContaining("Check the option modelId");
        assertThat(failure(aResponse().withStatus(401))).hasMessageContaining("apiKey");
        assertThat(failure(okJson("{}"))).hasMessageContaining("no modelMetadata.taskType");
        assertThat(failure(okJson("{\"modelMetadata\": {\"taskType\": \"ocr\"}}"))).hasMessageContaining("'ocr'");
        assertThat(failure(aResponse().withStatus(500)).status()).isEqualTo(500);
    }

    @Test
    void asksNobodyOnBehalfOfAnotherServerUnlessToldTo() {
        SignallingOptions own = SignallingOptions.of("http://localhost:9001", Calls.KEY);
        assertThatThrownBy(() -> new ModelTaskLookup(own)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("taskType")
                .hasMessageContaining("object-detection").hasMessageContaining("roboflowApiUrl");
        API.stubFor(get(urlPathEqualTo(PATH)).willReturn(okJson("{\"modelMetadata\": {\"taskType\": \"classification\"}}")));
        ModelTaskLookup told = new ModelTaskLookup(own.withRoboflowApiUrl(API.baseUrl()));
        assertThat(Calls.get(told.taskType("m/1"))).isEqualTo("classification");
        told.close();
    }

    @Test
    void givesUpInTime() {
        API.stubFor(get(urlPathEqualTo(PATH)).willReturn(okJson("{}").withFixedDelay(3000)));

        ModelTaskLookup impatient = new ModelTaskLookup(SignallingOptions.of("http://h", null), API.baseUrl(), Duration.ofMillis(200));
        assertThat(Calls.failure(impatient.taskType("m/1"))).hasMessageContaining("within 200 ms").hasMessageContaining("taskType");
    }

    private SignallingException failure(ResponseDefinitionBuilder answer) {
        API.stubFor(get(urlPathEqualTo(PATH)).willReturn(answer));
        SignallingException failure = Calls.failure(lookup.taskType("m/1"));
        assertThat(failure).hasMessageContaining("taskType");
        return failure;
    }
}
