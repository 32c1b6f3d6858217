package io.github.camelvision.roboflow.webrtc.fleet;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two owners of one camera, with real sessions over the HTTP server of Camel. */
@Timeout(180)
class CameraFencingIT {

    private static RoboflowWebrtcConsumer session(RouteFixture fixture, String name, CameraOwner owner) throws Exception {
        RoboflowWebrtcComponent component = fixture.context().getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class);
        Map<String, Object> options = new HashMap<>(Map.of("source", "manual", "lossless", "true", "replyTimeout", "60s", "apiUrl",
                fixture.workerUrl(), "workspace", "test", "workflowId", "numbers", "apiKey", "key-of-acme"));
        RoboflowWebrtcEndpoint endpoint = component.endpoint(name, component.getConfiguration(), options);
        endpoint.setCameraOwner(owner);
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(endpoint).routeId(name).to("mock:" + name);
            }
        });
        return (RoboflowWebrtcConsumer) fixture.context().getRoute(name).getConsumer();
    }

    private static void answered(RouteFixture fixture, String name, int number) {
        fixture.context().createProducerTemplate().sendBody("roboflow-webrtc:" + name, PaintedFrames.paint(number, 320, 240));
        await("an answer for " + name).atMost(60, SECONDS).until(() -> fixture.mock(name).getReceivedCounter() >= number);
    }

    @Test
    void theSessionOfAFormerOwnerEndsAndIsNotAskedForAgain() throws Exception {
        try (RouteFixture fixture = new RouteFixture("&apiKeys=key-of-acme&fencing=true&maxSessions=1")) {
            fixture.start();
            RoboflowWebrtcConsumer former = session(fixture, "former", CameraOwner.of(1, "plant", "north"));
            answered(fixture, "former", 1);
            RoboflowWebrtcConsumer newer = session(fixture, "newer", CameraOwner.of(2, "plant", "north"));
            answered(fixture, "newer", 1);
            await("the former owner").atMost(60, SECONDS).until(() -> former.getSessionState().equals("FAILED"));
            assertThat(former.getLastError()).contains("status 409", "newer owner", "Another node has the camera now");
            answered(fixture, "newer", 2);
            assertThat(newer.getSessionState()).isEqualTo("STREAMING");
        }
    }
}
