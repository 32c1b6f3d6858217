package io.github.camelvision.roboflow.webrtc.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEngine;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveSceneTest {

    private static final String RULES = """
            {"zones": [{"name": "dock", "polygon": [[0, 0], [200, 0], [200, 200], [0, 200]], "settle": 0, "anchors": "center"}],
             "lines": [{"name": "gate", "from": [300, 0], "to": [300, 400], "anchors": "center"}]}""";

    private static void see(ObjectEngine engine, int frame, List<Detection> detections) {
        engine.see(new Sighting("s", frame, new EventTime(Instant.EPOCH.plusMillis(100L * frame), EventTime.Source.frames, null), 800, 400,
                detections));
    }

    private static List<Detection> at(double x) {
        return Detections.on(800, 400).add("pallet", 0.9, x, 100, 80, 60).build().getList();
    }

    @Test
    void placesArePartsOfTheFrameAndCountsAreThoseOfTheEngine() {
        ObjectEngine engine = new ObjectEngine("camera", RulesReader.read(RULES));
        JsonNode before = LiveScene.json(engine.state());
        assertThat(before.at("/zones/0/polygon")).as("in pixels of an unknown size").isEmpty();
        assertThat(before.at("/lines/0").has("from")).isFalse();

        for (int frame = 1; frame <= 3; frame++) {
            see(engine, frame, at(150));
        }
        JsonNode inside = LiveScene.json(engine.state());
        assertThat(inside.at("/zones/0").toString())
                .isEqualTo("{\"name\":\"dock\",\"inside\":1,\"polygon\":[[0.0,0.0],[0.25,0.0],[0.25,0.5],[0.0,0.5]]}");
        assertThat(inside.at("/lines/0").toString())
                .isEqualTo("{\"name\":\"gate\",\"in\":0,\"out\":0,\"from\":[0.375,0.0],\"to\":[0.375,1.0]}");
        assertThat(inside.at("/objects/0/at").toString()).as("the middle of the lower edge").isEqualTo("[0.1875,0.325]");

        for (int frame = 4; frame <= 20; frame++) {
            see(engine, frame, at(150 + 15 * (frame - 3)));
        }
        JsonNode after = LiveScene.json(engine.state());
        assertThat(after.at("/zones/0/inside").asInt()).isZero();
        assertThat(after.at("/lines/0/in").asInt()).isEqualTo(1);
        assertThat(after.at("/lines/0/out").asInt()).isZero();
        assertThat(after.path("objects")).hasSize(1);
        assertThat(after.path("left").asInt()).isZero();
    }

    @Test
    void whatIsSentIsBounded() {
        String corners = IntStream.range(0, 900).mapToObj(i -> "[" + i + ", " + i % 7 + "]").collect(Collectors.joining(","));
        String zones = IntStream.range(0, 60).mapToObj(i -> "{\"name\": \"" + i + "\", \"polygon\": [" + corners + "]}")
                .collect(Collectors.joining(","));
        ObjectEngine engine = new ObjectEngine("camera", RulesReader.read("{\"zones\": [" + zones + "]}"));
        List<Detection> many = IntStream.range(0, 400).mapToObj(i -> Detections.on(800, 400)
                .add("pallet", 0.9, 20 + i % 20 * 40, 10 + i / 20 * 18, 10, 10).build().getFirst()).toList();
        see(engine, 1, many);
        see(engine, 2, many);
        JsonNode scene = LiveScene.json(engine.state());
        assertThat(scene.path("zones")).hasSize(LiveScene.MAX_ZONES);
        assertThat(scene.findValues("polygon").stream().mapToInt(JsonNode::size).sum()).isPositive()
                .isLessThanOrEqualTo(LiveScene.MAX_CORNERS);
        assertThat(scene.path("left").asInt()).isEqualTo(10);
        assertThat(scene.path("objects")).hasSize(LiveScene.MAX_OBJECTS);
    }
}
