package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Meters of a real session and a real worker, as Prometheus gets them. */
@Timeout(180)
class MetersIT {

    private static final int FRAMES = 5;
    private static final String SECRET = "s3cr3t-never-shown";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Sum of the samples whose name and tags start so; NaN when there is none. */
    private double sum(String name, String... tags) {
        return registry.scrape().lines()
                .filter(line -> line.startsWith(name + "{") && java.util.Arrays.stream(tags).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).reduce(Double::sum).orElse(Double.NaN);
    }

    @Test
    void aRealSessionAndItsWorkerCountWhatTheyDo() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("prometheus", registry);
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").routeId("ask").to("roboflow-webrtc:ask?apiKey=" + SECRET + "&" + RouteFixture.client());
                }
            }).start();
            ProducerTemplate ask = fixture.context().createProducerTemplate();
            for (int number = 1; number <= FRAMES; number++) {
                ask.requestBody("direct:ask", PaintedFrames.paint(number, 640, 480), InferenceResult.class);
            }
            String session = "session=\"ask\"";
            assertThat(sum("roboflow_webrtc_latency_seconds_count", session)).isEqualTo(FRAMES);
            assertThat(sum("roboflow_webrtc_latency_seconds_bucket", session, "le=\"+Inf\"")).isEqualTo(FRAMES);
            assertThat(sum("roboflow_webrtc_frames_sent_total", session)).isEqualTo(FRAMES);
            assertThat(sum("roboflow_webrtc_predictions_total", session)).isEqualTo(FRAMES);
            assertThat(sum("roboflow_webrtc_state", session, "state=\"STREAMING\"")).isEqualTo(1);
            assertThat(sum("roboflow_webrtc_state", session)).isEqualTo(1);
            assertThat(sum("roboflow_webrtc_worker_sessions", "worker=\"numbers\"")).isEqualTo(1);
            assertThat(sum("roboflow_webrtc_worker_frames_processed_total", "worker=\"numbers\"")).isGreaterThanOrEqualTo(FRAMES);
            assertThat(sum("roboflow_webrtc_worker_processing_seconds_count", "worker=\"numbers\"")).isGreaterThanOrEqualTo(FRAMES);
            // two samples of the native library make a rate
            await().atMost(60, SECONDS).untilAsserted(() -> {
                assertThat(sum("roboflow_webrtc_rtc_bitrate", session, "direction=\"sent\"")).isGreaterThanOrEqualTo(0);
                assertThat(sum("roboflow_webrtc_rtc_rtt_seconds", session)).isGreaterThanOrEqualTo(0);
                assertThat(sum("roboflow_webrtc_rtc_packets", session, "direction=\"sent\"")).isPositive();
            });
            assertThat(registry.scrape()).doesNotContain(SECRET);

            double processed = sum("roboflow_webrtc_worker_frames_processed_total");
            fixture.context().getRouteController().stopRoute("ask");
            await().atMost(45, SECONDS).until(() -> registry.scrape().lines().noneMatch(line -> line.contains(session)));
            await().atMost(45, SECONDS).until(() -> sum("roboflow_webrtc_worker_sessions") == 0);
            assertThat(sum("roboflow_webrtc_worker_frames_processed_total")).isGreaterThanOrEqualTo(processed);
        }
        assertThat(registry.getMeters()).isEmpty();
    }
}
