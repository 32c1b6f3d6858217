package io.github.camelvision.roboflow.webrtc.core.worker.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.wire.ServerMessage;
import io.github.camelvision.roboflow.webrtc.core.worker.request.OutputSelection;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputSelectorTest {

    private static final Frame INPUT = PaintedFrames.paint(1, 320, 240);
    private static final Frame DRAWN = PaintedFrames.paint(2, 320, 240);
    private static final FrameTask TASK = new FrameTask("s", INPUT,
            new FrameMetadata(17, "2026-11-21T00:29:02.791124", 46620L, 1 / 90_000.0, 30.0, 29.5, 320, 240),
            WorkerRequests.request("{'video_file_upload':true}"));

    private final OutputSelector selector = new OutputSelector(80, false);

    @Test
    void noDataOutputMeansMetadataOnly() {
        assertThat(data(outputs(), null).message()).isNull();
        assertThat(data(outputs(), List.of()).message()).isNull();
        assertThat(data(outputs(), List.of("", " ")).message()).isNull();
    }

    @Test
    void aStarMeansEverythingButImages() {
        Map<String, Object> outputs = outputs();
        outputs.put("buffered", new BufferedImage(4, 4, BufferedImage.TYPE_3BYTE_BGR));
        assertThat(fieldNames(data(outputs, List.of("*")))).containsExactly("count", "image_name");
    }

    @Test
    void namesMeanTheseInTheirOrderImagesIncluded() {
        SelectedOutputs selected = data(outputs(), List.of("image", "count"));
        assertThat(fieldNames(selected)).containsExactly("image", "count");
        JsonNode image = json(selected).path("image");
        assertThat(image.path("type").asText()).isEqualTo("base64");
        assertThat(image.path("video_metadata").toString()).isEqualTo("{\"video_identifier\":\"default_source\",\"frame_number\":17,"
                + "\"frame_timestamp\":\"2026-11-21T00:29:02.791124\",\"fps\":30.0,\"measured_fps\":29.5,"
                + "\"comes_from_video_file\":true}");
        assertThat(PaintedFrames.read(ImageCodec.decode(binary(image.path("value"))))).isEqualTo(2);
        assertThat(selected.errors()).isEmpty();
    }

    @Test
    void aNamedFieldThatIsMissingIsAnErrorAndTheOthersAreSent() {
        SelectedOutputs selected = data(outputs(), List.of("nothing", "count"));
        assertThat(fieldNames(selected)).containsExactly("count");
        assertThat(selected.errors()).containsExactly("Output 'nothing' not found");
        assertThat(data(outputs(), List.of("nothing")).message()).isNull();
    }

    @Test
    void aFieldThatCannotBeWrittenIsAnErrorInItsPlace() {
        Map<String, Object> outputs = outputs();
        outputs.put("bad", new Object());
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        outputs.put("cycle", cycle);
        SelectedOutputs selected = data(outputs, List.of("bad", "cycle", "count"));
        assertThat(json(selected).path("bad").path("__serialization_error__").asText()).contains("java.lang.Object");
        assertThat(json(selected).path("cycle").path("__serialization_error__").asText()).isNotBlank();
        assertThat(json(selected).path("count").asInt()).isEqualTo(7);
        assertThat(selected.errors()).hasSize(2);
        assertThat(selected.errors().get(0)).startsWith("bad: ");
    }

    @Test
    void whatJsonCannotSayIsNullAndImagesInsideOfValuesAreImages() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("nan", Double.NaN);
        values.put("inf", Float.POSITIVE_INFINITY);
        values.put("array", new double[] {1.5, Double.NEGATIVE_INFINITY});
        values.put("tree", new ObjectMapper().createArrayNode().add(Double.NaN));
        values.put("date", LocalDate.of(2026, 11, 21));
        values.put("crops", List.of(DRAWN));
        JsonNode value = json(data(Map.of("v", values), List.of("v"))).path("v");
        assertThat(value.path("nan").isNull()).isTrue();
        assertThat(value.path("inf").isNull()).isTrue();
        assertThat(value.path("array").toString()).isEqualTo("[1.5,null]");
        assertThat(value.path("tree").toString()).isEqualTo("[null]");
        assertThat(value.path("date").asText()).isEqualTo("2026-11-21");
        assertThat(value.path("crops").path(0).path("type").asText()).isEqualTo("base64");
    }

    @Test
    void aImageInsideAnObjectIsFoundByNameAndByDetectionAndStaysInTheData() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("count", Map.of("in", 1));
        outputs.put("drawn", Map.of("label", "x", "picture", DRAWN));
        assertThat(video(outputs, List.of("drawn")).video()).isSameAs(DRAWN);
        assertThat(video(outputs, null).video()).isSameAs(DRAWN);
        assertThat(video(outputs, List.of("count")).errors()).containsExactly("Output 'count' is not an image");
        JsonNode image = json(data(outputs, List.of("*"))).path("drawn").path("picture");
        assertThat(image.path("type").asText()).isEqualTo("base64");
        assertThat(image.path("video_metadata").path("frame_number").asInt()).isEqualTo(17);
    }

    @Test
    void ofSeveralImagesInsideAnObjectTheLastIsShown() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a", INPUT);
        object.put("b", DRAWN);
        assertThat(video(Map.of("drawn", object), List.of("drawn")).video()).isSameAs(DRAWN);
    }

    @Test
    void theImagesOfAnOutputAreWeighedHoweverDeepTheyAre() {
        Map<String, Object> cycle = new LinkedHashMap<>();
        cycle.put("again", cycle);
        cycle.put("list", List.of(Map.of("picture", DRAWN)));
        assertThat(OutputImages.bytesIn(Map.of("a", List.of(DRAWN, 1)))).isEqualTo(DRAWN.i420().length);
        assertThat(OutputImages.bytesIn(cycle)).isGreaterThanOrEqualTo(DRAWN.i420().length);
    }

    @Test
    void aNullValueIsThereAsNull() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("none", null);
        assertThat(new String(outputs(data(outputs, List.of("none"))))).isEqualTo("{\"none\":null}");
    }

    @Test
    void aFailedFrameHasItsOwnErrorOnly() {
        SelectedOutputs selected = selector.select(Map.of(), new OutputSelection(List.of("image"), List.of("count")), TASK,
                List.of("no model"), true);
        assertThat(selected.errors()).containsExactly("no model");
        assertThat(selected.message()).isNull();
        assertThat(selected.video()).isSameAs(INPUT);
    }

    @Test
    void anUnnamedStreamOutputIsTheFirstImageOfTheFirstOutputs() {
        assertThat(video(outputs(), null).video()).isSameAs(DRAWN);
        Map<String, Object> later = new LinkedHashMap<>();
        later.put("another", INPUT);
        later.put("image", DRAWN);
        assertThat(video(later, null).video()).isSameAs(DRAWN);
    }

    @Test
    void withoutAnyImageTheInputIsSentWithoutAnError() {
        SelectedOutputs selected = video(Map.of("count", 1), null);
        assertThat(selected.video()).isSameAs(INPUT);
        assertThat(selected.errors()).isEmpty();
    }

    @Test
    void theFirstNonBlankNameIsTheStreamOutput() {
        assertThat(video(outputs(), Arrays.asList("", null, "image", "count")).video()).isSameAs(DRAWN);
        assertThat(video(outputs(), List.of()).video()).isNull();
    }

    @Test
    void aStreamOutputThatIsMissingOrNoImageIsAnErrorAndTheInputIsSent() {
        SelectedOutputs missing = video(outputs(), List.of("f"));
        assertThat(missing.video()).isSameAs(INPUT);
        assertThat(missing.errors()).containsExactly("Output 'f' not found");
        assertThat(video(outputs(), List.of("count")).errors()).containsExactly("Output 'count' is not an image");
    }

    @Test
    void theSameMissingFieldIsToldOnce() {
        SelectedOutputs selected = selector.select(outputs(), new OutputSelection(List.of("f"), List.of("f")), TASK, List.of(), true);
        assertThat(selected.errors()).containsExactly("Output 'f' not found");
    }

    private static Map<String, Object> outputs() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("count", 7);
        outputs.put("image_name", "a");
        outputs.put("image", DRAWN);
        return outputs;
    }

    private SelectedOutputs data(Map<String, Object> outputs, List<String> dataOutput) {
        return selector.select(outputs, new OutputSelection(List.of(), dataOutput), TASK, List.of(), false);
    }

    private SelectedOutputs video(Map<String, Object> outputs, List<String> streamOutput) {
        return selector.select(outputs, new OutputSelection(streamOutput, null), TASK, List.of(), true);
    }

    /** Of a message that was begun: what follows its first name. */
    private static byte[] outputs(SelectedOutputs selected) {
        byte[] message = selected.message().bytes();
        return Arrays.copyOfRange(message, message.length - ServerMessage.outputsSize(selected.message()), message.length);
    }

    private static JsonNode json(SelectedOutputs selected) {
        try {
            return new ObjectMapper().readTree(outputs(selected));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] binary(JsonNode node) {
        try {
            return node.binaryValue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> fieldNames(SelectedOutputs selected) {
        List<String> names = new ArrayList<>();
        json(selected).fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aStreamManagerShowsAnyImageAndTellsWhichWhenTheNamedOneIsMissing() {
        SelectedOutputs missing = plain(outputs(), List.of("f"), List.of());
        assertThat(missing.video()).isSameAs(DRAWN);
        assertThat(missing.errors()).containsExactly("Output 'f' not found, showing 'image' instead");
        assertThat(plain(outputs(), List.of("count"), List.of()).video()).isSameAs(DRAWN);
        SelectedOutputs none = plain(Map.of("count", 1), List.of("f"), List.of());
        assertThat(none.video()).isSameAs(INPUT);
        assertThat(none.errors()).containsExactly("Output 'f' not found, nor any other image among the outputs");
        SelectedOutputs named = plain(outputs(), List.of("image"), List.of());
        assertThat(named.video()).isSameAs(DRAWN);
        assertThat(named.errors()).isEmpty();
    }

    @Test
    void aStreamManagerSendsNoImageAsDataAndItsMessageIsTheOutputsAlone() {
        SelectedOutputs selected = plain(outputs(), List.of(), List.of("image", "count"));
        assertThat(selected.errors()).containsExactly("Output 'image' is an image: use it as stream_output");
        assertThat(new String(selected.message().bytes())).isEqualTo("{\"count\":7}");
    }

    @Test
    void aImageOfJavaIsSentAndWeighedAsOneOfOurs() {
        BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_3BYTE_BGR);
        Frame video = video(Map.of("image", image), List.of("image")).video();
        assertThat(video.width()).isEqualTo(8);
        assertThat(video.height()).isEqualTo(6);
        JsonNode data = json(data(Map.of("image", image), List.of("image"))).path("image");
        assertThat(data.path("type").asText()).isEqualTo("base64");
        assertThat(ImageCodec.decode(binary(data.path("value"))).width()).isEqualTo(8);
        assertThat(OutputImages.bytesIn(List.of(image))).isEqualTo(8 * 6 * 4);
    }

    @Test
    void theInputIsSentWhereTheNamedOutputIsNoImage() {
        assertThat(video(outputs(), List.of("count")).video()).isSameAs(INPUT);
    }

    @Test
    void finiteNumbersAreWrittenAsTheyAre() throws IOException {
        byte[] json = new OutputJson(80).write(Arrays.asList(1.5f, Float.NaN, -2.25, null), null);
        assertThat(new String(json)).isEqualTo("[1.5,null,-2.25,null]");
    }

    @Test
    void aFailureIsToldInOneLineOrByItsKind() {
        assertThat(OutputSelector.text(new IllegalStateException("no model\nat all"))).isEqualTo("no model at all");
        assertThat(OutputSelector.text(new IllegalStateException(" "))).isEqualTo("IllegalStateException");
        assertThat(OutputSelector.text(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(OutputSelector.text(new IllegalStateException("x".repeat(9_000))).length()).isBetween(1_900, 2_100);
    }

    @Test
    void partialOutputsAreAMapWithErrors() {
        PartialOutputs partial = new PartialOutputs(Map.of("count", 7), List.of("label: no model"));
        assertThat(partial).containsExactly(Map.entry("count", 7));
        assertThat(partial.errors()).containsExactly("label: no model");
        assertThat(partial).isEqualTo(new PartialOutputs(Map.of("count", 7), List.of("label: no model")))
                .hasSameHashCodeAs(new PartialOutputs(Map.of("count", 7), List.of("label: no model")))
                .isNotEqualTo(new PartialOutputs(Map.of("count", 7), List.of("another")))
                .isNotEqualTo(new PartialOutputs(Map.of("count", 8), List.of("label: no model")))
                .isNotEqualTo(Map.of("count", 7));
    }

    private static SelectedOutputs plain(Map<String, Object> outputs, List<String> streamOutput, List<String> dataOutput) {
        return new OutputSelector(80, true).select(outputs, new OutputSelection(streamOutput, dataOutput), TASK, List.of(), true);
    }
}
