package io.github.camelvision.roboflow.webrtc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.worker.output.OutputJson;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each body that is JSON, as every type that it converts to, and as every mapper writes it. */
class JsonBodiesTest {

    private static final String PERSON = "{\"x\":1.5,\"y\":2,\"width\":4,\"height\":5,\"confidence\":0.9,"
            + "\"class\":\"person\",\"class_id\":0,\"parent_id\":\"image\",\"time_in_zone\":3.5}";
    private static final String OUTPUT = "{\"image\":{\"width\":640,\"height\":480},\"predictions\":[" + PERSON + "]}";
    private static final String MESSAGE = "{\"serialized_output_data\":{\"predictions\":" + OUTPUT + "},"
            + "\"video_metadata\":{\"frame_id\":7},\"errors\":[],\"processing_complete\":false}";

    private static CamelContext context;

    @BeforeAll
    static void start() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    private static InferenceResult result() {
        return InferenceResult.parse(MESSAGE.getBytes(UTF_8));
    }

    static Stream<Arguments> bodies() {
        SessionEvent event = SessionEvent.connected("s1");
        return Stream.of(
                Arguments.of(result(), MESSAGE),
                Arguments.of(result().onlyField("predictions"), OUTPUT),
                Arguments.of(result().detections(), OUTPUT),
                Arguments.of(result().detections().getFirst(), PERSON),
                Arguments.of(event,
                        "{\"type\":\"connected\",\"time\":\"" + event.time() + "\",\"sessionId\":\"s1\",\"state\":\"STREAMING\"}"));
    }

    private static <T> T convert(Object value, Class<T> type) throws Exception {
        return context.getTypeConverter().mandatoryConvertTo(type, new DefaultExchange(context), value);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyConvertsToItsJson(JsonBody body, String json) throws Exception {
        assertThat(convert(body, String.class)).isEqualTo(json);
        assertThat(convert(body, byte[].class)).isEqualTo(json.getBytes(UTF_8));
        assertThat(convert(body, InputStream.class).readAllBytes()).isEqualTo(json.getBytes(UTF_8));
        assertThat(new BufferedReader(convert(body, Reader.class)).lines().collect(Collectors.joining())).isEqualTo(json);
        assertThat(UTF_8.decode(convert(body, ByteBuffer.class)).toString()).isEqualTo(json);
        JsonNode tree = new ObjectMapper().readTree(json);
        assertThat(convert(body, JsonNode.class)).isEqualTo(tree);
        assertThat((Object) convert(body, Map.class)).isEqualTo(new ObjectMapper().convertValue(tree, Map.class));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void everyMapperWritesABodyAsItsJson(JsonBody body, String json) throws Exception {
        JsonNode tree = new ObjectMapper().readTree(json);
        assertThat(new ObjectMapper().readTree(new ObjectMapper().writeValueAsBytes(body))).isEqualTo(tree);
        assertThat(new ObjectMapper().readTree(new ObjectMapper().writeValueAsBytes(Map.of("a", List.of(body))))).isEqualTo(
                new ObjectMapper().readTree("{\"a\":[" + json + "]}"));
        assertThat(new ObjectMapper().<JsonNode> valueToTree(body)).isEqualTo(tree);
        ObjectMapper typing = new ObjectMapper();
        typing.activateDefaultTyping(typing.getPolymorphicTypeValidator(), ObjectMapper.DefaultTyping.NON_FINAL);
        assertThat(new ObjectMapper().readTree(typing.writeValueAsBytes(body))).isEqualTo(tree);
        assertThat(new ObjectMapper().readTree(new OutputJson(90).write(Map.of("a", body), null))).isEqualTo(
                new ObjectMapper().readTree("{\"a\":" + json + "}"));
    }

    @Test
    void marshalWritesThemToo() throws Exception {
        try (CamelContext own = new DefaultCamelContext()) {
            own.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:marshal").marshal().json();
                }
            });
            own.start();
            assertThat(own.createProducerTemplate().requestBody("direct:marshal", result(), String.class)).isEqualTo(MESSAGE);
            assertThat(own.createProducerTemplate().requestBody("direct:marshal", result().detections().getList(), String.class))
                    .isEqualTo("[" + PERSON + "]");
        }
    }

    @Test
    void aImageIsBytesOrRoboflowsFormOfIt() throws Exception {
        Frame frame = PaintedFrames.paint(42, 320, 240);
        byte[] jpeg = convert(frame, byte[].class);
        ByteBuffer buffer = convert(frame, ByteBuffer.class);
        assertThat(buffer).isEqualTo(ByteBuffer.wrap(jpeg));
        assertThat(PaintedFrames.read(convert(buffer, Frame.class))).isEqualTo(42);
        for (JsonNode json : List.of(convert(frame, JsonNode.class),
                new ObjectMapper().readTree(new ObjectMapper().writeValueAsBytes(frame)),
                new ObjectMapper().<JsonNode> valueToTree(convert(frame, Map.class)))) {
            assertThat(json.path("type").textValue()).isEqualTo("base64");
            assertThat(json.path("value").binaryValue()).isEqualTo(jpeg);
        }
        InferenceResult result = InferenceResult.parse(("{\"serialized_output_data\":{\"image\":"
                + new String(new OutputJson(50).write(frame, null), UTF_8) + "}}").getBytes(UTF_8));
        assertThat(PaintedFrames.read(result.image("image"))).isEqualTo(42);
        assertThat(result.field("image").path("value").binaryValue()).as("the worker's jpegQuality")
                .isEqualTo(ImageCodec.encodeJpeg(frame, 50));
    }

    @Test
    void aImageIsNoTextAndSaysWhatToDo() throws Exception {
        Frame frame = PaintedFrames.paint(1, 64, 48);
        assertThatThrownBy(() -> convert(frame, String.class)).cause().isInstanceOf(RoboflowWebrtcException.class)
                .hasMessageContaining("ByteArraySerializer").hasMessageContaining("base64").hasMessageContaining("64x48");
        Reader reader = convert(frame, Reader.class);
        assertThatThrownBy(reader::read).isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("ByteArraySerializer");
        DefaultExchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(frame);
        assertThatThrownBy(() -> context.resolveLanguage("simple").createExpression("got ${body}").evaluate(exchange, String.class))
                .hasStackTraceContaining("ByteArraySerializer");
        assertThat(context.getTypeConverter().tryConvertTo(String.class, frame)).isNull();
    }

    @Test
    void whatIsNoNumberInJsonPassesEverywhere() throws Exception {
        String message = "{\"serialized_output_data\":{\"p\":{\"predictions\":[{\"x\":1,\"y\":NaN,\"width\":Infinity,\"height\":-Infinity,"
                + "\"confidence\":NaN}]},\"n\":NaN}}";
        InferenceResult result = InferenceResult.parse(message.getBytes(UTF_8));
        assertThat(convert(result, String.class)).isEqualTo(message);
        assertThat(convert(result, JsonNode.class).at("/serialized_output_data/n").doubleValue()).isNaN();
        assertThat(((Map<?, ?>) convert(result, Map.class).get("serialized_output_data")).get("n")).isEqualTo(Double.NaN);
        assertThat((Object) convert(result.onlyField("n"), Map.class)).isEqualTo(Map.of("n", Double.NaN));
        Detection detection = result.detections().getFirst();
        assertThat(detection.width()).isInfinite();
        for (JsonBody body : List.of(result, result.onlyField("p"), result.detections(), detection)) {
            assertThat(convert(body, Map.class)).isNotEmpty();
            assertThat(new ObjectMapper().writeValueAsString(body)).contains("\"NaN\"");
            assertThat(new ObjectMapper().readTree(new OutputJson(90).write(body, null)).toString()).doesNotContain("NaN");
        }
        assertThat(convert(detection, String.class)).as("as it came").contains("\"width\":Infinity");
        assertThat(Detections.of(result.detections().toJsonNode()).getFirst().width()).isInfinite();
        assertThat(Detections.of(new ObjectMapper().readTree(new ObjectMapper().writeValueAsBytes(result.detections()))).getFirst().width())
                .as("text of a number").isInfinite();
    }
}
