package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Sessions that nobody needs any more end by themselves, and no frame is lost by it. */
class IdleIT {

    private static RouteBuilder byName(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").toD("roboflow-webrtc:${header.camera}?" + RouteFixture.client() + "&replyTimeout=40s" + options);
            }
        };
    }

    /** Sessions of the client that are open. */
    private static long sessions() {
        return SerialLoop.open().stream().filter(name -> name.contains("camera")).count();
    }

    private static int ask(ProducerTemplate template, String camera, int number) {
        return template.requestBodyAndHeader("direct:ask", PaintedFrames.paint(number, 320, 240), "camera", camera, InferenceResult.class)
                .outputs().path("number").asInt();
    }

    @Test
    void sessionsMadeByNameEndWhenTheyAreIdleAndOpenAgain() throws Exception {
        try (RouteFixture fixture = new RouteFixture("&maxSessions=3")) {
            fixture.routes(byName("&idleTimeout=1s")).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            for (int round = 0; round < 3; round++) {
                for (int camera = 1; camera <= 3; camera++) {
                    assertThat(ask(template, "camera-" + round + "-" + camera, camera)).isEqualTo(camera);
                }
                await("the end of idle sessions").atMost(45, SECONDS).until(() -> sessions() == 0);
            }
            assertThat(ask(template, "camera-0-1", 9)).isEqualTo(9);
        }
    }

    @Test
    void aFrameThatComesJustWhenTheSessionEndsIsAnswered() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(byName("&idleTimeout=1s")).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            for (int number = 1; number <= 8; number++) {
                assertThat(ask(template, "camera", number)).isEqualTo(number);
                // from well before to well after the moment at which the session closes
                Thread.sleep(960 + 10 * number);
            }
        }
    }

    @Test
    void aSessionWithAConsumerStays() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:camera?" + RouteFixture.client() + "&idleTimeout=1s").to("mock:out");
                }
            }).routes(byName("&idleTimeout=1s")).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            assertThat(ask(template, "camera", 1)).isEqualTo(1);
            await().pollDelay(2500, java.util.concurrent.TimeUnit.MILLISECONDS).atMost(45, SECONDS)
                    .until(() -> sessions() == 1);
            assertThat(ask(template, "camera", 2)).isEqualTo(2);
            await().atMost(45, SECONDS).until(() -> fixture.mock("out").getReceivedCounter() >= 2);
            assertThat(fixture.mock("out").getReceivedExchanges()).extracting(each -> each.getMessage()
                    .getHeader(RoboflowWebrtcConstants.SESSION_ID)).hasSizeGreaterThanOrEqualTo(2).containsOnly(fixture.mock("out")
                            .getReceivedExchanges().get(0).getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID));
        }
    }
}
