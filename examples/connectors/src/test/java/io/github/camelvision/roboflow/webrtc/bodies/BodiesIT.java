package io.github.camelvision.roboflow.webrtc.bodies;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.SessionEvent;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEngine;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.file.FileResults;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every body of the component by every way out of a route: the table of docs/bodies.adoc. */
@Timeout(300)
class BodiesIT {

    private static final int FRAMES = 30;
    private static final int NUMBER = 42;
    private static final String PERSON = "{\"x\":1.5,\"y\":2,\"width\":4,\"height\":5,\"confidence\":0.9,"
            + "\"class\":\"person\",\"class_id\":0,\"parent_id\":\"image\"}";
    private static final String MESSAGE = "{\"serialized_output_data\":{\"predictions\":{\"image\":{\"width\":640,\"height\":480},"
            + "\"predictions\":[" + PERSON + "]}},\"video_metadata\":{\"frame_id\":7},\"errors\":[],\"processing_complete\":false}";

    private static final String BEGIN = "// generated: ways\n";
    private static final String END = "// end: ways\n";

    @TempDir
    static Path folder;

    private SessionEvent event;
    private FileResults file;

    private Map<String, Object> bodies() {
        InferenceResult result = InferenceResult.parse(MESSAGE.getBytes(UTF_8));
        Map<String, Object> bodies = new LinkedHashMap<>();
        bodies.put("InferenceResult", result);
        bodies.put("Detections", result.detections());
        bodies.put("Detection", result.detections().getFirst());
        bodies.put("SessionEvent", event);
        bodies.put("ObjectEvent", entered());
        bodies.put("Frame", PaintedFrames.paint(NUMBER, 320, 240));
        bodies.put("FileResults", file);
        return bodies;
    }

    @Test
    void everyBodyArrivesWholeOrSaysWhatToDo() throws Exception {
        try (RouteFixture fixture = new RouteFixture(); Ways ways = new Ways(fixture, folder)) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:file").to("roboflow-webrtc:job?source=file&" + RouteFixture.client());
                    from("roboflow-webrtc:live?source=manual&emitEvents=true&" + RouteFixture.client()).to("mock:live");
                }
            }).start();
            fixture.mock("live").expectedMinimumMessageCount(1);
            fixture.mock("live").assertIsSatisfied(45_000);
            event = fixture.mock("live").getExchanges().get(0).getMessage().getBody(SessionEvent.class);
            file = fixture.context().createProducerTemplate().requestBody("direct:file", TestVideos.of(FRAMES).file(), FileResults.class);
            assertTable(table(ways));
        }
    }

    /** The first one of the person above that enters a zone. */
    private static ObjectEvent entered() {
        ObjectEngine engine = new ObjectEngine("north", RulesReader.read("""
                {"objects": {"confirmFrames": 1},
                 "zones": [{"name": "all", "polygon": [[0, 0], [640, 0], [640, 480], [0, 480]], "settle": 0}]}
                """));
        InferenceResult result = InferenceResult.parse(MESSAGE.getBytes(UTF_8));
        return engine.see(new Sighting("s", 7, new EventTime(Instant.EPOCH, EventTime.Source.received, 0.04), 640, 480,
                result.detections().getList())).stream().filter(each -> each.type() == ObjectEvent.Type.entered).findFirst().orElseThrow();
    }

    private String table(Ways ways) {
        StringBuilder table = new StringBuilder("[cols=\"4,2,2,2,2,2,2,2\",options=\"header\"]\n|===\n| Way");
        bodies().keySet().forEach(name -> table.append(" | `").append(name).append('`'));
        table.append('\n');
        ways.all().forEach((name, way) -> {
            table.append("\n| ").append(name).append('\n');
            bodies().values().forEach(body -> table.append("| ").append(outcome(way, body)).append('\n'));
        });
        return table.append("|===\n").toString();
    }

    /** Compares with the page, or with {@code -Ddocs.update=true} writes it. */
    private static void assertTable(String table) throws IOException {
        System.out.println(table);
        Path page = Path.of("..", "..", "docs", "bodies.adoc");
        String text = Files.readString(page);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("docs.update")) {
            text = text.substring(0, from) + table + text.substring(to);
            Files.writeString(page, text);
            to = text.indexOf(END);
        }
        assertThat(text.substring(from, to)).as("the table of docs/bodies.adoc; to update it: -Ddocs.update=true").isEqualTo(table);
        assertThat(table).as("nothing arrives as something else").doesNotContain("NOTHING").doesNotContain("OTHER");
    }

    private static String outcome(Ways.Way way, Object body) {
        Object arrived;
        try {
            arrived = way.send(body);
        } catch (Exception e) {
            return failure(e);
        }
        return form(arrived, body);
    }

    /** The failure is ours and names the cure, or that of a component that does not convert. */
    private static String failure(Exception e) {
        StringWriter stack = new StringWriter();
        e.printStackTrace(new PrintWriter(stack));
        String text = stack.toString();
        if (text.contains("ByteArraySerializer") && text.contains(RoboflowWebrtcException.class.getName())) {
            return "refused";
        }
        return text.contains("Can't convert value of class") ? "fails: Kafka's `Can't convert value`"
                : text.contains("NotSerializableException") ? "fails: the driver's `NotSerializable`" : "OTHER FAILURE " + text;
    }

    private static String form(Object arrived, Object body) {
        if (arrived == null) {
            return "NOTHING";
        }
        byte[] bytes = arrived instanceof byte[] array ? array : arrived.toString().getBytes(UTF_8);
        String text = new String(bytes, UTF_8);
        if (text.equals(body.toString())) {
            return "its name";
        }
        if (bytes.length > 1 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xD8) {
            return PaintedFrames.read(ImageCodec.decode(bytes)) == NUMBER ? "JPEG" : "ANOTHER PICTURE";
        }
        if (text.startsWith("<")) {
            return text.contains("<class>person</class>") || text.contains("<type>") || text.contains("<result>") ? "XML"
                    : "OTHER XML " + text;
        }
        return json(text, body);
    }

    private static String json(String text, Object body) {
        try {
            JsonNode json = new ObjectMapper().readTree(text);
            if (json.path("type").asText().equals("base64")) {
                return PaintedFrames.read(ImageCodec.decode(json.path("value").binaryValue())) == NUMBER ? "base64 in JSON"
                        : "ANOTHER PICTURE";
            }
            if (body instanceof FileResults) {
                return json.isArray() && json.size() == FRAMES ? "JSON list" : "NOT ALL " + json.size();
            }
            return body instanceof JsonBody whole && json.equals(new ObjectMapper().readTree(whole.json())) ? "JSON" : "OTHER JSON " + text;
        } catch (IOException e) {
            return "OTHER TEXT " + text;
        }
    }
}
