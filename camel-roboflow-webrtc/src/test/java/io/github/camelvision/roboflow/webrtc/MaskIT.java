package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FfmpegCli;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is masked reaches neither the server nor a clip. */
class MaskIT {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    /** The left half. */
    private static final String MASK = "maskAreas=RAW([[0, 0, 0.5, 1]])";
    private static final int DARK = 40;
    private static final int BRIGHT = 150;

    private static int luma(Frame frame, double part) {
        return frame.i420()[frame.height() / 2 * frame.width() + (int) (part * frame.width())] & 0xFF;
    }

    private static RouteBuilder routes(String client) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:luma?workflowId=luma").process(e -> {
                    Frame frame = e.getMessage().getBody(Frame.class);
                    e.getMessage().setBody(Map.of("left", luma(frame, 0.25), "right", luma(frame, 0.75)));
                });
                from("roboflow-webrtc:cam?apiUrl={{worker.url}}&workspace=test&workflowId=luma&" + MASK + "&" + client)
                        .routeId("client").to("mock:results");
            }
        };
    }

    private static void check(InferenceResult result) {
        assertThat(result.outputs().path("left").asInt()).isLessThan(DARK);
        assertThat(result.outputs().path("right").asInt()).isGreaterThan(BRIGHT);
    }

    @Test
    void framesOfACameraAreMaskedBeforeTheyAreSentAndStored(@TempDir Path directory) throws Exception {
        FfmpegCli.assumeAvailable();
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(routes("source=webcam&deviceFormat=lavfi&sourceUri=RAW(color=white:size=640x480:rate=20)&clipBefore=300"
                    + "&clipAfter=300&clipDirectory=RAW(" + directory + ")")).start();
            await("results").atMost(45, SECONDS).until(() -> !fixture.mock("results").getExchanges().isEmpty());
            check(fixture.mock("results").getExchanges().get(0).getMessage().getBody(InferenceResult.class));
            try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
                Exchange clip = template.request("roboflow-webrtc:cam?apiUrl={{worker.url}}&workspace=test&workflowId=luma",
                        e -> e.getMessage().setHeader(RoboflowWebrtcConstants.COMMAND, "clip"));
                byte[] shown = FfmpegCli.shown(clip.getMessage().getBody(File.class).toPath());
                Frame first = Frame.ofI420(WIDTH, HEIGHT, Arrays.copyOf(shown, Frame.sizeOf(WIDTH, HEIGHT)), 0);
                assertThat(luma(first, 0.25)).isLessThan(DARK);
                assertThat(luma(first, 0.75)).isGreaterThan(BRIGHT);
            }
        }
    }

    @Test
    void framesOfProducersAreMaskedBeforeTheyAreSent() throws Exception {
        byte[] white = new byte[Frame.sizeOf(WIDTH, HEIGHT)];
        Arrays.fill(white, (byte) 235);
        Arrays.fill(white, WIDTH * HEIGHT, white.length, (byte) 128);
        byte[] image = ImageCodec.encodeJpeg(Frame.ofI420(WIDTH, HEIGHT, white, Frame.NO_PTS), ImageCodec.JPEG_QUALITY);
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(routes("source=manual&lossless=true")).start();
            try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
                check(template.requestBody("roboflow-webrtc:cam?apiUrl={{worker.url}}&workspace=test&workflowId=luma&replyTimeout=45s",
                        image, InferenceResult.class));
            }
        }
    }
}
