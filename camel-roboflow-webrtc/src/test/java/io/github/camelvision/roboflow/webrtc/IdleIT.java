package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
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
    void framesThatNobodyWaitsForAreProcessedBeforeTheSessionEnds() throws Exception {
        Semaphore permits = new Semaphore(0);
        Set<Integer> processed = ConcurrentHashMap.newKeySet();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:slow?workflowId=slow").process(exchange -> {
                        permits.acquire();
                        processed.add(PaintedFrames.read(exchange.getMessage().getBody(Frame.class)));
                        exchange.getMessage().setBody(Map.of());
                    });
                    from("direct:send").toD("roboflow-webrtc:${header.camera}?apiUrl={{worker.url}}&workspace=test&workflowId=slow"
                            + "&lossless=true&idleTimeout=1s");
                }
            }).start();
            ProducerTemplate template = fixture.context().createProducerTemplate();
            for (int number = 1; number <= 3; number++) {
                template.sendBodyAndHeader("direct:send", PaintedFrames.paint(number, 320, 240), "camera", "camera");
            }
            await("a frame in the worker's route").atMost(45, SECONDS).until(permits::hasQueuedThreads);
            await("longer than idleTimeout").pollDelay(2500, MILLISECONDS).atMost(45, SECONDS).until(() -> sessions() == 1);
            permits.release(1000);
            await("all frames").atMost(45, SECONDS).until(() -> processed.equals(Set.of(1, 2, 3)));
            await("the end of the idle session").atMost(45, SECONDS).until(() -> sessions() == 0);
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
            await().pollDelay(2500, MILLISECONDS).atMost(45, SECONDS)
                    .until(() -> sessions() == 1);
            assertThat(ask(template, "camera", 2)).isEqualTo(2);
            await().atMost(45, SECONDS).until(() -> fixture.mock("out").getReceivedCounter() >= 2);
            assertThat(fixture.mock("out").getReceivedExchanges()).extracting(each -> each.getMessage()
                    .getHeader(RoboflowWebrtcConstants.SESSION_ID)).hasSizeGreaterThanOrEqualTo(2).containsOnly(fixture.mock("out")
                            .getReceivedExchanges().get(0).getMessage().getHeader(RoboflowWebrtcConstants.SESSION_ID));
        }
    }
}
