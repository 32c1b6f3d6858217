package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.fleet.FleetConstants;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelets of the jar as camel-kamelet finds them, over WebRTC against the worker of the same context. */
class KameletIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Test
    void theActionAnswersAFrameWithItsPrediction() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:frames").kamelet("roboflow-webrtc-action?sessionName=action&apiUrl={{worker.url}}&workspace=test"
                            + "&workflowId=numbers&apiKey=secret&dataField=number&replyTimeout=30s&lossless=true");
                }
            }).start();
            ProducerTemplate frames = fixture.context().createProducerTemplate();
            for (int number = 1; number <= 3; number++) {
                byte[] jpeg = ImageCodec.encodeJpeg(PaintedFrames.paint(number, 640, 480), 95);
                assertThat(frames.requestBody("direct:frames", jpeg, String.class)).isEqualTo(String.valueOf(number));
            }
        }
    }

    @Test
    void whatTheSinkSendsComesOutOfTheSourceOfTheSameSession() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getPropertiesComponent().addInitialProperty("server", fixture.workerUrl());
            PluginHelper.getRoutesLoader(fixture.context()).loadRoutes(
                    ResourceHelper.resolveMandatoryResource(fixture.context(), "classpath:docs/kamelets.yaml"));
            fixture.start();
            ProducerTemplate frames = fixture.context().createProducerTemplate();
            MockEndpoint predictions = fixture.mock("predictions");
            // a frame a second until the first is answered: a live session may drop any
            await().atMost(TIMEOUT).pollInterval(Duration.ofSeconds(1)).until(() -> {
                frames.sendBody("direct:frames", PaintedFrames.paint(42, 640, 480));
                return predictions.getReceivedCounter() > 0;
            });
            assertThat(predictions.getExchanges().get(0).getMessage().getBody(String.class)).isEqualTo("42");
            assertThat(List.of("camera")).contains(predictions.getExchanges().get(0).getMessage()
                    .getHeader(RoboflowWebrtcConstants.SESSION_NAME, String.class));
        }
    }

    /** A source, a sink for it and an action, none with a name of its own. */
    @Test
    void theDefaultsOfAllThreeGoTogether() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getPropertiesComponent().addInitialProperty("server", fixture.workerUrl());
            PluginHelper.getRoutesLoader(fixture.context()).loadRoutes(
                    ResourceHelper.resolveMandatoryResource(fixture.context(), "classpath:docs/kamelets.yaml"));
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:asked").kamelet("roboflow-webrtc-action?apiUrl={{worker.url}}&workspace=test&workflowId=numbers"
                            + "&apiKey=secret&dataField=number&replyTimeout=30s&lossless=true");
                }
            }).start();
            byte[] jpeg = ImageCodec.encodeJpeg(PaintedFrames.paint(7, 640, 480), 95);
            assertThat(fixture.context().createProducerTemplate().requestBody("direct:asked", jpeg, String.class)).isEqualTo("7");
            assertThat(fixture.mock("predictions").getReceivedCounter()).as("answers in the source's route").isZero();
        }
    }

    /** The result of each camera of a file, by its name. */
    @Test
    void theFleetSourceHasTheResultsOfAllCameras(@TempDir Path directory) throws Exception {
        Path registry = directory.resolve("cameras.yaml");
        Files.writeString(registry, """
                cameras:
                  north: {sourceUri: "testsrc2=size=320x240:rate=5", deviceFormat: lavfi}
                  south: {sourceUri: "testsrc2=size=320x240:rate=5", deviceFormat: lavfi}
                """);
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kamelet:roboflow-webrtc-fleet-source?source=webcam&apiUrl={{worker.url}}&workspace=test&workflowId=numbers"
                            + "&apiKey=secret&registry=" + registry).to("mock:results");
                }
            }).start();
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(fixture.mock("results").getExchanges())
                    .extracting(exchange -> exchange.getMessage().getHeader(FleetConstants.CAMERA)).contains("north", "south"));
        }
    }
}
