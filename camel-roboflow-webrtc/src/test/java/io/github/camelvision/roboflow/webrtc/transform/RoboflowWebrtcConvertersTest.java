package io.github.camelvision.roboflow.webrtc.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoboflowWebrtcConvertersTest {

    private static final String JSON = """
            {"serialized_output_data":{"count":3, "predictions":{"image":{"width":640,"height":480},"predictions":[
              {"x":1.5,"y":2,"width":4,"height":5,"confidence":0.9,"class":"person","detection_id":"d1"}]}},
             "video_metadata":{"frame_id":7},"errors":[],"processing_complete":false}""";

    @TempDir
    Path folder;
    private CamelContext context;

    @BeforeEach
    void start() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private <T> T convert(Object value, Class<T> type) throws Exception {
        return context.getTypeConverter().mandatoryConvertTo(type, new DefaultExchange(context), value);
    }

    private static InferenceResult result() {
        return InferenceResult.parse(JSON.getBytes(UTF_8));
    }

    @Test
    void framesBecomeImagesAndImagesFrames() throws Exception {
        Frame frame = PaintedFrames.paint(42, 640, 480);
        byte[] jpeg = convert(frame, byte[].class);
        assertThat(jpeg).startsWith(0xFF, 0xD8);
        byte[] png = ImageCodec.encodePng(frame);
        Path file = Files.write(folder.resolve("frame.png"), png);
        BufferedImage image = convert(frame, BufferedImage.class);
        for (Object body : List.of(jpeg, png, new ByteArrayInputStream(jpeg), file, file.toFile(), image)) {
            assertThat(PaintedFrames.read(convert(body, Frame.class))).as("from %s", body.getClass()).isEqualTo(42);
        }
        try (InputStream stream = convert(frame, InputStream.class)) {
            assertThat(stream.readAllBytes()).isEqualTo(jpeg);
        }
    }

    @Test
    void theFileComponentWritesAndReadsFrames() throws Exception {
        context.getPropertiesComponent().addInitialProperty("folder", folder.toString());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::files[]
                from("direct:frames").to("file:{{folder}}?fileName=frame.jpg");
                from("file:{{folder}}?noop=true").convertBodyTo(Frame.class).to("mock:frames");
                // end::files[]
            }
        });
        context.createProducerTemplate().sendBody("direct:frames", PaintedFrames.paint(9, 640, 480));
        MockEndpoint frames = context.getEndpoint("mock:frames", MockEndpoint.class);
        frames.expectedMessageCount(1);
        frames.setResultWaitTime(30_000);
        frames.assertIsSatisfied();
        assertThat(PaintedFrames.read(frames.getExchanges().get(0).getMessage().getBody(Frame.class))).isEqualTo(9);
    }

    @Test
    void resultsBecomeTextBytesAndTreesAndComeBack() throws Exception {
        assertThat(convert(result(), String.class)).isEqualTo(JSON);
        assertThat(convert(result(), byte[].class)).isEqualTo(JSON.getBytes(UTF_8));
        assertThat(convert(result(), InputStream.class).readAllBytes()).isEqualTo(JSON.getBytes(UTF_8));
        assertThat(convert(result(), JsonNode.class).at("/video_metadata/frame_id").asInt()).isEqualTo(7);
        assertThat(convert(result(), Map.class)).containsKey("serialized_output_data");
        assertThat(convert(result(), Detections.class).getFirst().className()).isEqualTo("person");
        for (Object json : List.of(JSON, JSON.getBytes(UTF_8), new ByteArrayInputStream(JSON.getBytes(UTF_8)))) {
            assertThat(convert(json, InferenceResult.class).frameId()).isEqualTo(7);
        }
        assertThat(convert(result().onlyField("count"), String.class)).isEqualTo("3");
    }

    /** All outputs by their names. */
    public record Outputs(int count, Map<String, Object> predictions) {}

    @Test
    void anOutputBindsToAClassOfTheApplication() throws Exception {
        MyDetections mine = convert(result().onlyField("predictions"), MyDetections.class);
        assertThat(mine.predictions()).containsExactly(new MyDetections.Box(1.5, 2, "d1"));
        assertThat(convert(result(), Outputs.class).count()).isEqualTo(3);
    }

    @Test
    void whatDoesNotFitSaysWhere() {
        InferenceResult wrong = InferenceResult.parse(
                "{\"serialized_output_data\":{\"p\":{\"predictions\":[{\"x\":\"secret\"}]}}}".getBytes(UTF_8));
        assertThatThrownBy(() -> convert(wrong.onlyField("p"), MyDetections.class)).cause().isInstanceOf(RoboflowWebrtcException.class)
                .hasMessageContaining("Output 'p'").hasMessageContaining("predictions[0].x").hasMessageContaining("MyDetections");
        assertThatThrownBy(() -> convert(wrong.onlyField("none"), MyDetections.class)).cause()
                .isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("nothing in the result");
        assertThatThrownBy(() -> convert(result(), MyDetections.Box.class)).cause()
                .isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("dataField").hasMessageContaining("[count, predictions]");
    }

    /** Nobody's to fill. */
    public interface SomeInterface {}

    @ParameterizedTest
    @ValueSource(classes = {java.time.Instant.class, java.util.UUID.class, StringBuilder.class, SomeInterface.class,
            org.apache.camel.support.DefaultMessage.class, Frame.class, long[].class, java.net.URI.class})
    void typesOfOthersAreNotTouched(Class<?> type) {
        assertThatThrownBy(() -> convert(result(), type)).isInstanceOf(NoTypeConversionAvailableException.class);
    }

    @Test
    void otherBodiesAreNotTouched() {
        assertThatThrownBy(() -> convert(List.of(1), MyDetections.class)).isInstanceOf(NoTypeConversionAvailableException.class);
        assertThatThrownBy(() -> convert(PaintedFrames.paint(1, 64, 48), MyDetections.class))
                .isInstanceOf(NoTypeConversionAvailableException.class);
    }
}
