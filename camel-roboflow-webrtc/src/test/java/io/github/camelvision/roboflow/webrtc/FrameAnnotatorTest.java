package io.github.camelvision.roboflow.webrtc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.util.Base64;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameAnnotatorTest {

    private static final String BOX = "{\"predictions\":[{\"x\":500,\"y\":400,\"width\":200,\"height\":100,\"confidence\":0.5,"
            + "\"class\":\"car\"}]}";
    private static final Frame FRAME = PaintedFrames.paint(3, 640, 480);

    private CamelContext context;

    @BeforeEach
    void start() throws Exception {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static InferenceResult result(String outputs) {
        return InferenceResult.parse(("{\"serialized_output_data\":" + outputs + "}").getBytes(UTF_8));
    }

    private Exchange process(Processor annotator, Object body, String header, Object value) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(header, value);
        annotator.process(exchange);
        return exchange;
    }

    private static boolean drawn(Object body) {
        Frame frame = (Frame) body;
        // the left edge of the box
        int changed = 0;
        for (int y = 380; y < 440; y++) {
            changed += Math.abs((frame.i420()[y * 640 + 400] & 0xFF) - (FRAME.i420()[y * 640 + 400] & 0xFF)) > 8 ? 1 : 0;
        }
        return changed > 30;
    }

    @Test
    void drawsThePredictionInTheHeaderOnTheFrameInTheBody() throws Exception {
        JsonNode tree = new ObjectMapper().readTree(BOX);
        for (Object prediction : List.of(result("{\"p\":" + BOX + "}"), tree, Detections.of(tree))) {
            Exchange exchange = process(new FrameAnnotator(), FRAME, RoboflowWebrtcConstants.RESULT, prediction);
            assertThat(drawn(exchange.getMessage().getBody())).isTrue();
        }
        assertThat(process(new FrameAnnotator(), ImageCodec.encodePng(FRAME), RoboflowWebrtcConstants.RESULT, tree).getMessage().getBody())
                .isInstanceOf(Frame.class).matches(FrameAnnotatorTest::drawn);
    }

    @Test
    void drawsThePredictionInTheBodyOnTheFrameInTheHeaderOrInsideIt() throws Exception {
        InferenceResult prediction = result("{\"p\":" + BOX + "}");
        Exchange asked = process(new FrameAnnotator(), prediction, RoboflowWebrtcConstants.FRAME, FRAME);
        assertThat(drawn(asked.getMessage().getBody())).isTrue();
        assertThat(asked.getMessage().getHeader(RoboflowWebrtcConstants.RESULT)).isSameAs(prediction);
        String image = Base64.getEncoder().encodeToString(ImageCodec.encodePng(FRAME));
        InferenceResult both = result("{\"p\":" + BOX + ",\"image\":{\"type\":\"base64\",\"value\":\"" + image + "\"}}");
        assertThat(drawn(process(new FrameAnnotator(), both, "none", null).getMessage().getBody())).isTrue();
        assertThatThrownBy(() -> process(new FrameAnnotator(), prediction, "none", null))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(RoboflowWebrtcConstants.FRAME);
    }

    @Test
    void aFrameWithoutPredictionGoesOnAsItIs() throws Exception {
        assertThat(process(new FrameAnnotator(), FRAME, "none", null).getMessage().getBody()).isSameAs(FRAME);
    }

    @Test
    void leavesOutWhatItIsToldTo() throws Exception {
        InferenceResult prediction = result("{\"other\":{\"predictions\":[]},\"p\":" + BOX + "}");
        FrameAnnotator sure = new FrameAnnotator();
        sure.setMinConfidence(0.6);
        sure.setDataField("p");
        assertThat(process(sure, FRAME, RoboflowWebrtcConstants.RESULT, prediction).getMessage().getBody()).isSameAs(FRAME);
        sure.setMinConfidence(0.5);
        assertThat(drawn(process(sure, FRAME, RoboflowWebrtcConstants.RESULT, prediction).getMessage().getBody())).isTrue();
        sure.setBoxes(false);
        sure.setLabels(false);
        assertThat(drawn(process(sure, FRAME, RoboflowWebrtcConstants.RESULT, prediction).getMessage().getBody())).isFalse();
    }

    @Test
    void aYamlRouteNamesItsClass() throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveMandatoryResource(context, "classpath:docs/annotator.yaml"));
        Object body = context.createProducerTemplate().requestBodyAndHeader("direct:annotate", FRAME, RoboflowWebrtcConstants.RESULT,
                result("{\"p\":" + BOX + "}"));
        assertThat(ImageCodec.decode((byte[]) body)).matches(FrameAnnotatorTest::drawn);
    }
}
