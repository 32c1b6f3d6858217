package io.github.camelvision.roboflow.webrtc.core.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.result.Properties;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionsTest {

    private static final String OUTPUT = """
            {"image":{"width":640,"height":480},"predictions":[
              {"x":100.5,"y":50,"width":40,"height":20,"confidence":0.9,"class":"car","class_id":2,"detection_id":"d1","parent_id":"image",
               "tracker_id":7,"points":[{"x":1,"y":2},{"x":3.5,"y":4},[5,6]]},
              {"x":10,"y":10,"width":4,"height":8,"confidence":0.4,"class":"person","class_id":0,
               "keypoints":[{"x":9,"y":8,"class":"nose","class_id":0,"confidence":0.7}]},
              {"x":20,"y":10,"width":4,"height":8,"confidence":0.6,"class":"person","tracker_id":null}]}""";

    private static Detections of(String json) throws Exception {
        return Detections.of(new ObjectMapper().readTree(json));
    }

    private static InferenceResult result(String payload) {
        return InferenceResult.parse(("{\"serialized_output_data\":" + payload + "}").getBytes(UTF_8));
    }

    @Test
    void readsBoxesMasksKeypointsAndTracks() throws Exception {
        Detections detections = of(OUTPUT);
        assertThat(detections.getSize()).isEqualTo(3);
        assertThat(detections.getImageWidth()).isEqualTo(640);
        assertThat(detections.getImageHeight()).isEqualTo(480);
        Detection car = detections.getFirst();
        assertThat(car.left()).isEqualTo(80.5);
        assertThat(car.top()).isEqualTo(40);
        assertThat(car.className()).isEqualTo("car");
        assertThat(car.classId()).isEqualTo(2);
        assertThat(car.detectionId()).isEqualTo("d1");
        assertThat(car.trackerId()).isEqualTo(7L);
        assertThat(car.points()).containsExactly(new Detection.Point(1, 2), new Detection.Point(3.5, 4), new Detection.Point(5, 6));
        assertThat(detections.getList().get(1).keypoints()).containsExactly(new Detection.Keypoint(9, 8, "nose", 0, 0.7));
        assertThat(detections.getList().get(2).trackerId()).isNull();
    }

    @Test
    void filtersAndCounts() throws Exception {
        Detections detections = of(OUTPUT);
        assertThat(detections.byClass("person")).hasSize(2);
        assertThat(detections.count("cat")).isZero();
        assertThat(detections.minConfidence(0.6)).extracting(Detection::confidence).containsExactly(0.9, 0.6);
        assertThat(detections.minConfidence(0.6).byClass("person").getImageWidth()).isEqualTo(640);
        assertThat(detections.getCounts()).containsEntry("person", 2).containsEntry("car", 1);
        assertThat(detections.getBest().className()).isEqualTo("car");
        assertThat(Detections.none().getBest()).isNull();
    }

    @Test
    void filtersByTrackerBoxAndZone() throws Exception {
        Detections detections = of(OUTPUT);
        assertThat(detections.getClasses()).containsExactly("car", "person");
        assertThat(detections.getTrackerIds()).containsExactly(7L);
        assertThat(detections.byTracker(7)).extracting(Detection::className).containsExactly("car");
        assertThat(detections.getTracked()).hasSize(1);
        assertThat(detections.byClasses(java.util.Set.of("car", "cat"))).hasSize(1);
        assertThat(detections.inBox(0, 0, 30, 30)).extracting(Detection::className).containsExactly("person", "person");
        assertThat(detections.inBox(10, 10, 10, 10)).hasSize(1);
        assertThat(detections.inZone("0,0 200,0 200,100")).extracting(Detection::x).containsExactly(100.5, 20.0);
        assertThat(detections.standingIn("0,12;30,12;30,20;0,20")).extracting(Detection::x).containsExactly(10.0, 20.0);
        assertThat(detections.getList().get(1).keypoint("nose").x()).isEqualTo(9);
        assertThat(detections.getList().get(1).keypoint("ear")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,2", "1,2 3,4", "a,b 1,2 3,4", "1,2,3 4,5 6,7", "1;2;3"})
    void aZoneNeedsThreeCorners(String text) {
        assertThatThrownBy(() -> Zone.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("corner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rle_mask", "rle", "mask"})
    void readsRunLengthMasks(String name) throws Exception {
        Detections detections = of("{\"predictions\":[{\"x\":1,\"y\":1,\"width\":2,\"height\":2,\"" + name
                + "\":{\"size\":[2,2],\"counts\":[1,2,1]}}]}");
        assertThat(detections.getFirst().mask().area()).isEqualTo(2);
        assertThat(of(OUTPUT).getFirst().mask()).isNull();
    }

    @Test
    void aResultNarrowedToAnOutputHasThatOnesDetections() {
        String other = OUTPUT.replace("car", "bus");
        InferenceResult result = result("{\"first\":" + OUTPUT + ",\"second\":" + other + ",\"count\":3}");
        assertThat(result.onlyField("second").detections().getFirst().className()).isEqualTo("bus");
        assertThat(result.onlyField("count").detections().isEmpty()).as("another output's").isTrue();
        assertThat(result.onlyField("nope").detections().isEmpty()).as("another output's").isTrue();
        assertThat(result.onlyField("second").fieldName()).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "{\"predictions\":{}}", "{\"predictions\":[{\"class\":\"cat\",\"confidence\":1}]}", "3",
            "{\"predictions\":[7]}", "{\"predictions\":[null]}"})
    void otherShapesAreNoDetections(String json) throws Exception {
        assertThat(of(json).isEmpty()).isTrue();
    }

    @Test
    void aResultFindsItsDetections() {
        InferenceResult result = result("{\"count\":3,\"class\":{\"predictions\":[{\"class\":\"a\"}]},"
                + "\"image\":{\"type\":\"base64\",\"value\":\"\"},"
                + "\"model\":" + OUTPUT + "}");
        assertThat(result.detections()).hasSize(3);
        assertThat(result.detectionsIn("model")).hasSize(3);
        assertThat(result.detectionsIn("count").isEmpty()).isTrue();
        assertThat(result("null").detections().isEmpty()).isTrue();
    }

    private static final String BOX = "{\"x\":1,\"y\":2,\"width\":3,\"height\":4,\"confidence\":0.5,\"class\":\"a\"}";

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"labels\":{\"predictions\":[]},\"boxes\":{\"predictions\":[BOX]}}",
            "{\"labels\":{\"predictions\":[{\"class\":\"x\"}]},\"boxes\":{\"predictions\":[BOX]}}",
            "{\"labels\":{\"image\":{\"width\":1,\"height\":1},\"predictions\":[],\"top\":\"\"},\"boxes\":{\"predictions\":[BOX]}}",
            "{\"labels\":{\"image\":{},\"predictions\":[],\"predicted_classes\":[]},\"boxes\":{\"predictions\":[BOX]}}",
            "{\"boxes\":{\"predictions\":[{\"x\":null,\"y\":2,\"width\":3,\"height\":4},BOX]}}",
            "{\"boxes\":{\"predictions\":[{\"class\":\"no box\"},BOX]}}",
            "{\"boxes\":{\"predictions\":[null,7,\"text\",[],BOX]}}",
            "{\"a\":{\"predictions\":[BOX]},\"b\":{\"predictions\":[BOX,BOX]}}"})
    void anOutputIsChosenByTheShapeOfAnyOfItsEntries(String outputs) {
        assertThat(result(outputs.replace("BOX", BOX)).detections()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"a\":{\"image\":{\"width\":9,\"height\":9},\"predictions\":[]},\"b\":{\"image\":{},\"predictions\":[BOX]}}",
            "{\"a\":{\"image\":{\"width\":null,\"height\":null},\"predictions\":[]},\"b\":{\"predictions\":[BOX]}}"})
    void anOutputWithoutAnythingDetectedStaysEmpty(String outputs) {
        assertThat(result(outputs.replace("BOX", BOX)).detections().isEmpty()).isTrue();
    }

    @Test
    void numbersAreReadFromTextToo() throws Exception {
        Detection detection = of("{\"image\":{\"width\":\"640\",\"height\":480.0},"
                + "\"predictions\":[{\"x\":\"1.5\",\"y\":\" 2 \",\"width\":\"3e0\","
                + "\"height\":\"NaN\",\"confidence\":\"0.25\",\"class_id\":\"7\",\"tracker_id\":\"12\","
                + "\"points\":[[\"1\",\"2\"]],\"keypoints\":[{\"x\":\"5\",\"y\":\"6\"}]}]}").getFirst();
        assertThat(detection.x()).isEqualTo(1.5);
        assertThat(detection.y()).isEqualTo(2);
        assertThat(detection.width()).isEqualTo(3);
        assertThat(detection.height()).isNaN();
        assertThat(detection.confidence()).isEqualTo(0.25);
        assertThat(detection.classId()).isEqualTo(7);
        assertThat(detection.trackerId()).isEqualTo(12);
        assertThat(detection.points()).containsExactly(new Detection.Point(1, 2));
        assertThat(detection.keypoints().get(0).y()).isEqualTo(6);
        for (String text : new String[] {"", "abc", "1 2", "9".repeat(100)}) {
            assertThat(of("{\"predictions\":[{\"x\":\"" + text + "\",\"y\":2,\"width\":3,\"height\":4}]}").isEmpty()).isTrue();
        }
    }

    @Test
    void aConfidenceOfNanNeverWins() {
        InferenceResult result = result("{\"p\":{\"predictions\":[" + BOX.replace("0.5", "NaN").replace("\"a\"", "\"nan\"") + ","
                + BOX.replace("0.5", "0.1") + "," + BOX + "," + BOX.replace("\"a\"", "\"second\"") + "]}}");
        assertThat(result.detections().getBest().confidence()).isEqualTo(0.5);
        assertThat(result.detections().getBest().className()).isEqualTo("a");
        assertThat(result.detections().getSorted()).extracting(Detection::className).containsExactly("a", "second", "a", "nan");
        assertThat(result.detections().byClass("nan").getBest().className()).isEqualTo("nan");
    }

    @Test
    void detectionsAreSortedByConfidenceOrAsOneLikes() throws Exception {
        Detections detections = of(OUTPUT);
        assertThat(detections.getSorted()).extracting(Detection::confidence).containsExactly(0.9, 0.6, 0.4);
        java.util.List<Detection> list = detections.getList();
        list.sort(java.util.Comparator.comparing(Detection::left));
        assertThat(list).extracting(Detection::x).containsExactly(10.0, 20.0, 100.5);
        assertThat(detections).extracting(Detection::x).containsExactly(100.5, 10.0, 20.0);
        assertThat(detections.getFirst()).isEqualByComparingTo(of(OUTPUT).getFirst());
    }

    @Test
    void aDetectionIsWhatTheServerSent() throws Exception {
        String sent = "{\"x\":1.5,\"y\":2,\"width\":4,\"height\":5,\"confidence\":0.9,\"class\":\"person\",\"class_id\":0,"
                + "\"parent_id\":\"image\",\"time_in_zone\":3.5,\"velocity\":[1,2],\"data\":{\"code\":\"4711\"},\"made_up\":null}";
        Detection detection = of("{\"predictions\":[" + sent + "]}").getFirst();
        assertThat(new String(detection.json(), UTF_8)).isEqualTo(sent);
        assertThat(detection.value("parent_id")).isEqualTo("image");
        assertThat(detection.value("time_in_zone")).isEqualTo(3.5);
        assertThat(detection.value("velocity")).isEqualTo(java.util.List.of(1, 2));
        assertThat(detection.value("data")).isEqualTo(java.util.Map.of("code", "4711"));
        assertThat(detection.value("made_up")).isNull();
        assertThat(detection.value("absent")).isNull();
        assertThat(detection.raw().path("parent_id").textValue()).isEqualTo("image");
    }

    @Test
    void detectionsAreTheOutputWithWhatIsLeftInThem() throws Exception {
        Detections detections = of("{\"inference_id\":\"i1\"," + OUTPUT.substring(1));
        com.fasterxml.jackson.databind.JsonNode json = new ObjectMapper().readTree(detections.byClass("person").json());
        assertThat(json.path("inference_id").textValue()).isEqualTo("i1");
        assertThat(json.at("/image/width").intValue()).isEqualTo(640);
        assertThat(json.path("predictions")).hasSize(2).isEqualTo(new ObjectMapper().valueToTree(detections.byClass("person").getList()));
        assertThat(new String(Detections.none().json(), UTF_8))
                .isEqualTo("{\"image\":{\"width\":null,\"height\":null},\"predictions\":[]}");
        Detection own = new Detection(1, 2, 3, 4, 0.5, "a", 1, null, 9L, java.util.List.of(new Detection.Point(1, 2)),
                java.util.List.of(), null);
        assertThat(of("{\"predictions\":[" + new String(own.json(), UTF_8) + "]}").getFirst())
                .usingRecursiveComparison().ignoringFields("raw").isEqualTo(own);
    }

    @Test
    void cropsAndClassificationsAreRead() {
        InferenceResult result = result("{\"crops\":[{\"predictions\":[" + BOX + "]},{\"predictions\":[]},"
                + "{\"top\":\"x\",\"predictions\":[]}],"
                + "\"label\":{\"predictions\":[{\"class\":\"cat\",\"confidence\":1}],\"top\":\"cat\"},\"none\":{\"top\":\"\"}}");
        assertThat(result.detectionsListIn("crops")).extracting(Detections::getSize).containsExactly(1, 0, 0);
        assertThat(result.detectionsListIn("label")).isEmpty();
        assertThat(result.topIn("label")).isEqualTo("cat");
        assertThat(result.topIn("none")).isNull();
        assertThat(result.topIn("absent")).isNull();
    }

    @Test
    void aTreeOfMoreValuesThanTheHeapHoldsIsRefused() {
        int objects = (int) (Json.MAX_TOKENS / 2);
        String list = "{},".repeat(objects) + "{}";
        InferenceResult result = result("{\"p\":{\"predictions\":[" + list + "]},\"count\":3}");
        assertThatThrownBy(result::detections).isInstanceOf(ProtocolException.class).hasMessageContaining("names and values")
                .hasMessageContaining("dataOutput");
        assertThatThrownBy(result::outputs).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(result::toMap).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(result::toJsonNode).isInstanceOf(ProtocolException.class);
        assertThat(result.fieldBytes("count")).isEqualTo("3".getBytes(UTF_8));
        assertThat(result.field("count").intValue()).isEqualTo(3);
    }

    @Test
    void simpleLanguageReachesIn() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(result("{\"model\":" + OUTPUT + "}"));
            assertThat(simple(context, exchange, "${body.detections.size}")).isEqualTo("3");
            assertThat(simple(context, exchange, "${body.detections.empty}")).isEqualTo("false");
            assertThat(simple(context, exchange, "${body.detections.first.className}")).isEqualTo("car");
            assertThat(simple(context, exchange, "${body.detections.list[1].confidence}")).isEqualTo("0.4");
            assertThat(simple(context, exchange, "${body.detections.count('person')}")).isEqualTo("2");
            assertThat(simple(context, exchange, "${body.detections.byClass(person).size}")).isEqualTo("2");
            assertThat(simple(context, exchange, "${body.detections.byClass('person').best.confidence}")).isEqualTo("0.6");
            assertThat(simple(context, exchange, "${body.detections.minConfidence(0.5).size}")).isEqualTo("2");
            assertThat(simple(context, exchange, "${body.detections.inZone('0,0 200,0 200,100').size}")).isEqualTo("2");
            assertThat(simple(context, exchange, "${body.detections.inBox(0,0,30,30).size}")).isEqualTo("2");
            assertThat(simple(context, exchange, "${body.detections.counts[person]}")).isEqualTo("2");
            assertThat(simple(context, exchange, "${body.detections.byTracker(7).size}")).isEqualTo("1");
            assertThat(simple(context, exchange, "${body.detectionsIn('model').size}")).isEqualTo("3");
            assertThat(simple(context, exchange, "${body.frameId}")).isEqualTo("0");
            assertThat(simple(context, exchange, "${body.detections.first.value(parent_id)}")).isEqualTo("image");
            assertThat(simple(context, exchange, "${body.detections.sorted.first.confidence}")).isEqualTo("0.9");
            assertThat(simple(context, exchange, "${body.detections.first.x}")).isEqualTo("100.5");
            assertThat(simple(context, exchange, "${body.detections.first.top}")).isEqualTo("40.0");
            assertThat(simple(context, exchange, "${body.processingComplete}")).isEqualTo("false");
        }
    }

    private static String simple(CamelContext context, Exchange exchange, String expression) {
        return context.resolveLanguage("simple").createExpression(expression).evaluate(exchange, String.class);
    }

    @Test
    void everythingOfADetectionIsAPropertyOfItsName() throws Exception {
        Properties.same(of("{\"predictions\":[{\"x\":100.5,\"y\":50,\"width\":40,\"height\":20,\"confidence\":0.9,\"class\":\"car\","
                + "\"class_id\":2,\"detection_id\":\"d1\",\"tracker_id\":7,\"points\":[[1,2]],\"keypoints\":[{\"x\":9,\"y\":8}],"
                + "\"rle\":{\"size\":[2,2],\"counts\":[1,2,1]}}]}").getFirst());
    }

    @Test
    void aBoxHasFourEdges() throws Exception {
        Detection car = of(OUTPUT).getFirst();
        assertThat(List.of(car.left(), car.top(), car.right(), car.bottom())).containsExactly(80.5, 40.0, 120.5, 60.0);
    }

    @Test
    void textsAreShort() throws Exception {
        assertThat(of(OUTPUT)).hasToString("Detections[3 on 640x480]");
        assertThat(of(OUTPUT).getFirst())
                .hasToString("Detection[car, confidence=0.9, x=100.5, y=50.0, width=40.0, height=20.0, tracker=7]");
        assertThat(of(OUTPUT).getList().get(1))
                .hasToString("Detection[person, confidence=0.4, x=10.0, y=10.0, width=4.0, height=8.0]");
    }

    @Test
    void anImpossibleSizeOfTheFrameIsUnknown() throws Exception {
        Detections detections = of("{\"image\":{\"width\":-1,\"height\":2147483648},\"predictions\":[]}");
        assertThat(detections.getImageWidth()).isZero();
        assertThat(detections.getImageHeight()).isZero();
        assertThat(of("{\"image\":{\"width\":2147483647},\"predictions\":[]}").getImageWidth()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Detections.none().getImageWidth()).isZero();
    }

    @Test
    void amongOutputsASureOneGoesBeforeAnEmptyListAndTheFirstOfEachIsTaken() throws Exception {
        ObjectMapper json = new ObjectMapper();
        com.fasterxml.jackson.databind.JsonNode vague = json.readTree("{\"predictions\":[],\"n\":1}");
        com.fasterxml.jackson.databind.JsonNode vagueToo = json.readTree("{\"predictions\":[],\"n\":2}");
        com.fasterxml.jackson.databind.JsonNode none = json.readTree("{\"predictions\":[],\"top\":\"\",\"n\":3}");
        com.fasterxml.jackson.databind.JsonNode sure = json.readTree(OUTPUT);
        assertThat(Detections.among(List.of(vague, sure, vagueToo))).hasSize(3);
        assertThat(new String(Detections.among(List.of(none, vague, vagueToo)).json(), UTF_8)).contains("\"n\":1");
        assertThat(Detections.among(List.of(none))).isSameAs(Detections.none());
        assertThat(Detections.among(List.of())).isSameAs(Detections.none());
    }

    @Test
    void aZoneOfAnyShapeHasItsInsideAndItsOutside() {
        // an arrow head that points right, with a notch at the left
        Zone arrow = Zone.parse("0,0 100,50 0,100 40,50");
        assertThat(arrow.contains(50, 50)).isTrue();
        assertThat(arrow.contains(39, 50)).isFalse();
        assertThat(arrow.contains(41, 50)).isTrue();
        assertThat(arrow.contains(99, 50)).isTrue();
        assertThat(arrow.contains(101, 50)).isFalse();
        assertThat(arrow.contains(10, 10)).isTrue();
        assertThat(arrow.contains(10, 4)).isFalse();
        assertThat(arrow.contains(10, 96)).isFalse();
        assertThat(arrow.contains(10, 90)).isTrue();
        assertThat(arrow.contains(5, 20)).isFalse();
        assertThat(arrow.contains(60, 20)).isFalse();
        assertThat(arrow.contains(60, 80)).isFalse();
        assertThat(arrow.contains(50, -1) || arrow.contains(50, 101) || arrow.contains(-1, 50)).isFalse();
    }

    @Test
    void aRectanglesZoneIsHalfOpenSoThatNeighboursShareNoPoint() {
        Zone left = Zone.parse("0,0 10,0 10,10 0,10");
        Zone right = Zone.parse("10,0 20,0 20,10 10,10");
        Zone below = Zone.parse("0,10 10,10 10,20 0,20");
        assertThat(left.contains(10, 5)).isNotEqualTo(right.contains(10, 5));
        assertThat(left.contains(5, 10)).isNotEqualTo(below.contains(5, 10));
    }

    @Test
    void aZoneHasAtMostAThousandCorners() {
        String thousand = "1,1 ".repeat(999) + "2,2";
        assertThat(Zone.parse(thousand).corners()).hasSize(1_000);
        assertThatThrownBy(() -> Zone.parse(thousand + " 3,3")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1001");
    }

    @Test
    void ownDetectionsHaveTheirKeypointsAndNoEmptyLists() throws Exception {
        Detection own = new Detection(1, 2, 3, 4, 0.5, "a", 1, null, 9L, List.of(),
                List.of(new Detection.Keypoint(9, 8, "nose", 0, 0.7)), null);
        assertThat(own.raw().path("keypoints").toString())
                .isEqualTo("[{\"x\":9.0,\"y\":8.0,\"class\":\"nose\",\"class_id\":0,\"confidence\":0.7}]");
        assertThat(own.raw().has("points")).isFalse();
    }
}
