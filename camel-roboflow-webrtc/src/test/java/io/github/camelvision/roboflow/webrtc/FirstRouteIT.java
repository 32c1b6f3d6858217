package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.DocSnippet;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** The guide's first routes, as they are in docs/index.adoc, give what it says. */
class FirstRouteIT {

    @Test
    void theFirstRoutesOfTheGuideGiveResults() throws Exception {
        String routes = DocSnippet.of("yaml").stream().map(DocSnippet::text).filter(text -> text.contains("roboflow-webrtc:first"))
                .findFirst().orElseThrow();
        try (RouteFixture fixture = new RouteFixture().start()) {
            // only the port is another one, and the results are kept
            String here = routes.replace("http://localhost:8080", fixture.workerUrl()) + "      - to: mock:first\n";
            PluginHelper.getRoutesLoader(fixture.context()).loadRoutes(ResourceHelper.fromString("first.yaml", here));
            await().atMost(60, SECONDS).until(() -> fixture.mock("first").getReceivedCounter() >= 3);
            for (Exchange exchange : fixture.mock("first").getExchanges()) {
                InferenceResult result = exchange.getMessage().getBody(InferenceResult.class);
                assertThat(result.field("count").asLong()).isEqualTo(result.frameId());
            }
        }
    }
}
