package io.github.camelvision.roboflow.webrtc.core.result;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceResultTest {

    private static InferenceResult parse(String json) {
        return InferenceResult.parse(json.getBytes(UTF_8));
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private static InferenceResult payload(String payload) {
        return parse("{ \"errors\" : [ ], \"serialized_output_data\" :  " + payload + "  , \"video_metadata\":null}");
    }

    @Test
    void readsTheWholeEnvelope() {
        InferenceResult result = parse("""
                {"serialized_output_data": {"n": 3},
                 "video_metadata": {"frame_id": 17, "received_at": "2026-11-21T00:29:02.791124", "pts": 46620, "time_base": 1.1111e-05,
                   "declared_fps": 30, "measured_fps": null, "width": 640, "height": 480, "comes_from_video_file": {"x": [1]}},
                 "errors": ["bad", "worse"], "processing_complete": true, "termination_reason": "timeout_reached", "later": [{}]}""");
        assertThat(result.metadata())
                .isEqualTo(new FrameMetadata(17, "2026-11-21T00:29:02.791124", 46_620L, 1.1111e-05, 30.0, null, 640, 480));
        assertThat(result.frameId()).isEqualTo(17);
        assertThat(result.errors()).containsExactly("bad", "worse");
        assertThat(result.processingComplete()).isTrue();
        assertThat(result.terminationReason()).isEqualTo("timeout_reached");
        assertThat(text(result.outputBytes())).isEqualTo("{\"n\": 3}");
    }

    @Test
    void whatIsAbsentOrNullIsEmpty() {
        for (String json : List.of("{}", "{\"serialized_output_data\":null,\"video_metadata\":null,\"errors\":null,"
                + "\"processing_complete\":null,\"termination_reason\":null}")) {
            InferenceResult result = parse(json);
            assertThat(result.metadata()).isNull();
            assertThat(result.frameId()).isZero();
            assertThat(result.errors()).isEmpty();
            assertThat(result.processingComplete()).isFalse();
            assertThat(result.terminationReason()).isNull();
            assertThat(result.outputBytes()).isNull();
            assertThat(result.outputs().isMissingNode()).isTrue();
            assertThat(result.field("x").isMissingNode()).isTrue();
            assertThat(result.fieldBytes("x")).isNull();
            assertThat(result.fieldNames()).isEmpty();
            assertThat(result.imageFields()).isEmpty();
        }
    }

    @Test
    void slicesFieldsExactlyAsTheyCame() {
        InferenceResult result = payload("""
                {"a" :  {"x" : [ 1,2 ] } , "größe\\u00e9": "ü\\n\\"}", "big":123456789012345678901234567890.10e-3, "t":true ,"z":null,
                 "n":-0.0, "i" : 7 , "nan": NaN, "e":{}, "😀":[ ]}""");
        assertThat(result.fieldNames()).containsExactly("a", "größeé", "big", "t", "z", "n", "i", "nan", "e", "😀");
        assertThat(text(result.fieldBytes("a"))).isEqualTo("{\"x\" : [ 1,2 ] }");
        assertThat(text(result.fieldBytes("größeé"))).isEqualTo("\"ü\\n\\\"}\"");
        assertThat(text(result.fieldBytes("big"))).isEqualTo("123456789012345678901234567890.10e-3");
        assertThat(text(result.fieldBytes("t"))).isEqualTo("true");
        assertThat(text(result.fieldBytes("z"))).isEqualTo("null");
        assertThat(text(result.fieldBytes("n"))).isEqualTo("-0.0");
        assertThat(text(result.fieldBytes("i"))).isEqualTo("7");
        assertThat(text(result.fieldBytes("nan"))).isEqualTo("NaN");
        assertThat(text(result.fieldBytes("e"))).isEqualTo("{}");
        assertThat(text(result.fieldBytes("😀"))).isEqualTo("[ ]");
        assertThat(result.fieldBytes("absent")).isNull();
    }

    @Test
    void treesAreReadOnceAndFieldsWithoutTheirNeighbours() {
        InferenceResult result = payload("{\"a\":{\"b\":[1,{\"c\":2}]},\"s\":\"x\"}");
        JsonNode field = result.field("a");
        assertThat(field.at("/b/1/c").asInt()).isEqualTo(2);
        assertThat(result.field("a")).isSameAs(field);
        assertThat(result.outputs()).isSameAs(result.outputs());
        assertThat(result.outputs().path("a")).isEqualTo(field);
        assertThat(result.field("nope").isMissingNode()).isTrue();
    }

    @Test
    void aRepeatedNameMeansItsLastValueEverywhere() {
        InferenceResult result = payload("{\"a\":1,\"a\":2}");
        assertThat(text(result.fieldBytes("a"))).isEqualTo("2");
        assertThat(result.outputs().path("a").asInt()).isEqualTo(2);
    }

    @Test
    void onlyFieldShowsThatFieldsBytesAndKeepsTheRest() {
        InferenceResult result = parse("{\"serialized_output_data\":{\"a\":{\"k\": 1},\"b\":2},\"video_metadata\":{\"frame_id\":4}}");
        InferenceResult view = result.onlyField("a");
        assertThat(text(view.json())).isEqualTo("{\"k\": 1}");
        assertThat(view.toJsonNode()).isEqualTo(result.field("a"));
        assertThat(view.frameId()).isEqualTo(4);
        assertThat(text(result.onlyField("none").json())).isEqualTo("null");
        assertThat(result.toJsonNode().at("/serialized_output_data/b").asInt()).isEqualTo(2);
    }

    @Test
    void findsImagesByTheirShape() {
        InferenceResult result = payload("""
                {"p":{"type":"base64"}, "i":{"video_metadata":{"type":"x"},"value":"AAAA","type":"base64"}, "u":{"type":"url","value":"x"},
                 "n":{"type":"base64","value":null}, "o":{"type":{"type":"base64"},"value":"AA"}, "j":{"type":"base64","value":""}}""");
        assertThat(result.imageFields()).containsExactly("i", "j");
    }

    @Test
    void aPayloadThatIsNoObjectIsPassedThrough() {
        InferenceResult result = payload("[1, 2]");
        assertThat(text(result.outputBytes())).isEqualTo("[1, 2]");
        assertThat(result.fieldBytes("a")).isNull();
        assertThat(result.outputs().size()).isEqualTo(2);
        assertThat(text(payload("\"text\"").outputBytes())).isEqualTo("\"text\"");
        assertThat(text(payload("12").outputBytes())).isEqualTo("12");
    }

    @Test
    void errorsThatAreNoTextsAreKeptAsJson() {
        assertThat(parse("{\"errors\":[\"a\", {\"b\": 1}, 3]}").errors()).containsExactly("a", "{\"b\": 1}", "3");
        assertThat(parse("{\"errors\":\"one\"}").errors()).containsExactly("one");
        assertThat(parse("{\"errors\":[" + "\"e\",".repeat(5_000) + "\"e\"]}").errors()).hasSize(Envelope.MAX_ERRORS);
    }

    @Test
    void oddMetadataValuesAreAbsent() {
        FrameMetadata metadata = parse("""
                {"video_metadata":{"frame_id":2.0,"received_at":null,"pts":"x","time_base":[],"declared_fps":NaN,
                 "width":-1,"height":1e12}}""")
                .metadata();
        assertThat(metadata).isEqualTo(new FrameMetadata(2, null, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"text\"", "[]", "1", "null", "{", "{\"a\":}", "{}{}", "{} x", "{\"a\":1,}",
            "{\"serialized_output_data\":{\"a\":[}}",
            "{\"video_metadata\":[]}", "{\"video_metadata\":{}}", "{\"video_metadata\":{\"frame_id\":\"x\"}}",
            "{\"video_metadata\":{\"frame_id\":99999999999999999999}}", "{\"serialized_output_data\":{\"a\":\"unended"})
    void whatIsNotOneJsonObjectIsRefused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThatThrownBy(() -> InferenceResult.parse("{\"errors\":[]}".getBytes(UTF_16BE))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void deepNestingIsRefusedAndLeavesTheStackAlone() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatThrownBy(() -> payload(deep)).isInstanceOf(ProtocolException.class).hasMessageContaining("nesting");
    }

    @Test
    void tooManyFieldsAreRefused() {
        StringBuilder fields = new StringBuilder("{\"x\":0");
        for (int i = 0; i < PayloadIndex.MAX_FIELDS; i++) {
            fields.append(",\"f").append(i).append("\":0");
        }
        InferenceResult result = payload(fields.append('}').toString());
        assertThatThrownBy(result::fieldNames).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aMessageWithABigImageIsSlicedWithoutReadingIt() {
        String value = "A".repeat(20 * 1024 * 1024);
        InferenceResult result = payload("{\"image\":{\"type\":\"base64\",\"value\":\"" + value + "\"},\"p\":{\"k\":1}}");
        assertThat(text(result.fieldBytes("p"))).isEqualTo("{\"k\":1}");
        assertThat(result.outputs().at("/image/value").textValue()).hasSize(value.length());
    }

    @Test
    void aByteOrderMarkDoesNotShiftTheSlices() {
        InferenceResult result = parse("\ufeff{\"serialized_output_data\":{\"a\":[1]}}");
        assertThat(text(result.outputBytes())).isEqualTo("{\"a\":[1]}");
        assertThat(text(result.fieldBytes("a"))).isEqualTo("[1]");
    }

    @Test
    void toStringIsShort() {
        assertThat(parse("{\"serialized_output_data\":{\"secret\":\"content\"},\"video_metadata\":{\"frame_id\":9},\"errors\":[\"e\"]}"))
                .hasToString("InferenceResult[frame=9, bytes=94, outputBytes=20, errors=1]");
    }

    @Property(tries = 300)
    void everySliceIsTheValueThatWasWritten(@ForAll("objects") String payload) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        InferenceResult result = payload(payload);
        JsonNode expected = mapper.readTree(payload);
        assertThat(text(result.outputBytes())).isEqualTo(payload);
        assertThat(result.fieldNames()).hasSize(expected.size());
        for (String name : result.fieldNames()) {
            assertThat(mapper.readTree(result.fieldBytes(name))).isEqualTo(expected.get(name));
        }
    }

    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> strings = Arbitraries.strings().withCharRange(' ', '\u00ff').withChars('\u4e2d', '"', '\\', '\n').ofMaxLength(8)
                .map(s -> new TextNode(s).toString());
        Arbitrary<String> scalars = Arbitraries.oneOf(strings, Arbitraries.doubles().map(String::valueOf),
                Arbitraries.bigIntegers().map(String::valueOf), Arbitraries.of("true", "false", "null", "[]", "{}"));
        Arbitrary<String> arrays = scalars.list().ofMaxSize(4).map(list -> "[ " + String.join(" ,", list) + "]");
        Arbitrary<String> values = Arbitraries.oneOf(scalars, arrays, object(Arbitraries.oneOf(scalars, arrays), strings));
        return object(values, strings);
    }

    private static Arbitrary<String> object(Arbitrary<String> values, Arbitrary<String> names) {
        return Combinators.combine(names, values, Arbitraries.of("", " ", "\n\t")).as((n, v, s) -> s + n + s + ":" + s + v + s)
                .list().ofMaxSize(5).map(list -> "{" + String.join(",", list) + "}");
    }

    @Test
    void everythingOfAResultIsAPropertyOfItsName() throws Exception {
        Properties.same(parse("{\"serialized_output_data\":{\"i\":{\"type\":\"base64\",\"value\":\"AA\"},"
                + "\"p\":{\"image\":{},\"predictions\":[]}},\"video_metadata\":{\"frame_id\":4},\"errors\":[\"e\"],"
                + "\"processing_complete\":true,\"termination_reason\":\"timeout_reached\"}").onlyField("p"));
    }

    @Test
    void tellsItsFieldsItsSizeAndItsMessage() {
        String json = "{\"serialized_output_data\":{\"a\":1}}";
        InferenceResult result = parse(json);
        assertThat(result.hasField("a")).isTrue();
        assertThat(result.hasField("b")).isFalse();
        assertThat(result.size()).isEqualTo(json.length());
        assertThat(text(result.json())).isEqualTo(json);
        assertThat(result.fieldName()).isNull();
    }

    @Test
    void isAMapOfTheMessageOrOfTheFieldItIsNarrowedTo() {
        InferenceResult result = parse("{\"serialized_output_data\":{\"a\":{\"k\":1},\"n\":2},\"errors\":[\"e\"]}");
        assertThat(result.toMap()).containsEntry("errors", List.of("e")).containsKey("serialized_output_data");
        assertThat(result.onlyField("a").toMap()).isEqualTo(java.util.Map.of("k", 1));
        assertThat(result.onlyField("n").toMap()).isEqualTo(java.util.Map.of("n", 2));
    }

    @Test
    void decodesItsImagesAndTheirTime() {
        Frame frame = PaintedFrames.paint(5, 320, 240);
        InferenceResult made = InferenceResult.of(3, java.util.Map.of("picture", frame, "count", 1));
        assertThat(PaintedFrames.read(made.image("picture"))).isEqualTo(5);
        assertThat(made.image("count")).isNull();
        assertThat(made.image("absent")).isNull();
        String base64 = made.field("picture").path("value").textValue();
        InferenceResult timed = parse("{\"serialized_output_data\":{\"i\":{\"type\":\"base64\",\"value\":\""
                + base64.replace("/", "\\/") + "\"}},\"video_metadata\":{\"frame_id\":4,\"pts\":90}}");
        assertThat(PaintedFrames.read(timed.image("i"))).isEqualTo(5);
        assertThat(timed.image("i").pts()).isEqualTo(90);
        assertThat(payload("{\"i\":{\"type\":\"base64\",\"value\":\"" + base64 + "\"}}").image("i").pts()).isEqualTo(Frame.NO_PTS);
        assertThatThrownBy(() -> payload("{\"i\":{\"type\":\"base64\",\"value\":\"%%\"}}").image("i"))
                .isInstanceOf(ProtocolException.class).hasMessageContaining("'i'");
    }

    @Test
    void aFailedFramesResultHasItsErrorsOnly() {
        InferenceResult failed = InferenceResult.ofErrors(7, "no model", "no luck");
        assertThat(failed.frameId()).isEqualTo(7);
        assertThat(failed.errors()).containsExactly("no model", "no luck");
        assertThat(failed.outputBytes()).isNull();
    }

    @Test
    void sizesUpToTheLargestNumberAreTold() {
        FrameMetadata metadata = parse("{\"video_metadata\":{\"frame_id\":1,\"width\":0,\"height\":2147483647}}").metadata();
        assertThat(metadata.width()).isZero();
        assertThat(metadata.height()).isEqualTo(Integer.MAX_VALUE);
        assertThat(parse("{\"video_metadata\":{\"frame_id\":1,\"width\":2147483648}}").metadata().width()).isNull();
    }

    @Test
    void toStringTellsTheFieldAndTheEnd() {
        assertThat(parse("{\"serialized_output_data\":{\"a\":1},\"processing_complete\":true}").onlyField("a"))
                .hasToString("InferenceResult[frame=0, bytes=61, outputBytes=7, field=a, complete]");
        assertThat(parse("{}")).hasToString("InferenceResult[frame=0, bytes=2, outputBytes=0]");
    }
}
