package io.github.camelvision.roboflow.webrtc.springboot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import io.github.camelvision.roboflow.webrtc.testkit.Recording;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A recording that is a bean takes the place of the server, as docs/test-your-route.adoc says; a random port changes nothing. */
@SpringBootTest(classes = PlaybackBeanTest.Application.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class PlaybackBeanTest {

    @Autowired
    private BlockingQueue<Long> frames;

    @Test
    void theRouteGetsTheRecording() throws Exception {
        assertThat(List.of(frames.poll(45, SECONDS), frames.poll(45, SECONDS))).containsExactly(1L, 2L);
    }

    @Configuration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Playback playback() {
            return Playback.of("gate", Recording.of(InferenceResult.of(1, Map.of("n", 1)), InferenceResult.of(2, Map.of("n", 2))));
        }

        @Bean
        BlockingQueue<Long> frames() {
            return new LinkedBlockingQueue<>();
        }

        @Bean
        RouteBuilder route(BlockingQueue<Long> frames) {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:gate?source=rtsp&sourceUri=rtsp://camera/1&workspace=acme&workflowId=caps")
                            .process(exchange -> frames.add(exchange.getMessage().getBody(InferenceResult.class).frameId()));
                }
            };
        }
    }
}
