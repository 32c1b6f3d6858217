package io.github.camelvision.roboflow.webrtc.core.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * 1,000 random walks over a line and a polygon: crossings and stays are those that supervision's own LineZone and PolygonZone told,
 * with their defaults. {@code object_walks.py} made the walks and asked supervision.
 */
class SupervisionWalksTest {

    @Test
    void linesAndZonesSayWhatSupervisionSays() throws IOException {
        int walks = 0;
        int crossings = 0;
        int inside = 0;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(getClass().getResourceAsStream("/objects/walks.txt.gz")), StandardCharsets.US_ASCII))) {
            for (String walk = reader.readLine(); walk != null; walk = reader.readLine()) {
                String expected = walk.split(" ")[4];
                assertThat(said(walk)).as("walk %d: %s", walks, walk).isEqualTo(expected);
                walks++;
                crossings += (int) expected.chars().filter(c -> "IOZQ".indexOf(c) >= 0).count();
                inside += (int) expected.chars().filter(c -> "zZQ".indexOf(c) >= 0).count();
            }
        }
        assertThat(walks).isEqualTo(1000);
        assertThat(crossings).isGreaterThan(500);
        assertThat(inside).isGreaterThan(4000);
    }

    private static String said(String walk) {
        String[] parts = walk.split(" ");
        String[] line = parts[0].split(",");
        ObjectRules rules = RulesReader.read("""
                {"objects": {"confirmFrames": 1, "keepFor": 1000, "endAfter": 1000, "updateEvery": 0},
                 "lines": [{"name": "line", "from": [%s, %s], "to": [%s, %s]}],
                 "zones": [{"name": "zone", "settle": 0, "polygon": [[%s]]}]}"""
                .formatted(line[0], line[1], line[2], line[3], parts[1].replace(";", "],[")));
        ObjectEngine engine = new ObjectEngine("cam", rules);
        String[] size = parts[2].split(",");
        double width = Double.parseDouble(size[0]);
        double height = Double.parseDouble(size[1]);
        String[] steps = parts[3].split(";", -1);
        StringBuilder said = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < steps.length; i++) {
            boolean seen = !steps[i].isEmpty();
            List<ObjectEvent> events = engine.see(new Sighting("s", i + 1, new EventTime(Instant.ofEpochMilli(40L * i),
                    EventTime.Source.frames, null), 0, 0, seen ? List.of(at(steps[i], width, height)) : List.of()));
            char crossed = '-';
            for (ObjectEvent event : events) {
                inside = event.type() == ObjectEvent.Type.entered || inside && event.type() != ObjectEvent.Type.left;
                crossed = event.type() != ObjectEvent.Type.crossed ? crossed : event.direction() == ObjectEvent.Direction.in ? 'I' : 'O';
            }
            said.append(!seen || !inside ? crossed : crossed == 'I' ? 'Z' : crossed == 'O' ? 'Q' : 'z');
        }
        return said.toString();
    }

    private static Detection at(String step, double width, double height) {
        String[] corner = step.split(",");
        double left = Integer.parseInt(corner[0]) / 4.0;
        double top = Integer.parseInt(corner[1]) / 4.0;
        return new Detection(left + width / 2, top + height / 2, width, height, 0.9, "thing", 0, null, 1L, List.of(), List.of(), null);
    }
}
