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
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * 1,000 random walks over a line and a polygon: crossings and stays are those that supervision's own LineZone and PolygonZone told, times
 * in the polygon those of the Workflows block Time in Zone, with their defaults. {@code object_walks.py} made the walks and asked them.
 */
class SupervisionWalksTest {

    private static final int STEP_MILLIS = 40;
    /** After so many steps in the zone a dwelling is told. */
    private static final int DWELL = 4;

    @Test
    void linesAndZonesSayWhatSupervisionSays() throws IOException {
        int walks = 0;
        int crossings = 0;
        int inside = 0;
        try (BufferedReader reader = walks()) {
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

    @Test
    void timesInAZoneAreThoseOfTheWorkflowsBlock() throws IOException {
        int walks = 0;
        int dwellings = 0;
        try (BufferedReader reader = walks()) {
            for (String walk = reader.readLine(); walk != null; walk = reader.readLine()) {
                String expected = walk.split(" ")[5];
                List<List<ObjectEvent>> events = events(walk, "center", DWELL * STEP_MILLIS / 1000.0);
                assertThat(times(walk, events)).as("walk %d: %s", walks, walk).isEqualTo(expected);
                dwellings += dwellings(events, expected.split(",", -1));
                walks++;
            }
        }
        assertThat(walks).isEqualTo(1000);
        assertThat(dwellings).isGreaterThan(200);
    }

    private static BufferedReader walks() throws IOException {
        return new BufferedReader(new InputStreamReader(new GZIPInputStream(
                SupervisionWalksTest.class.getResourceAsStream("/objects/walks.txt.gz")), StandardCharsets.US_ASCII));
    }

    private static String[] steps(String walk) {
        return walk.split(" ")[3].split(";", -1);
    }

    /** What is told in each step. */
    private static List<List<ObjectEvent>> events(String walk, String anchor, double dwell) {
        String[] parts = walk.split(" ");
        String[] line = parts[0].split(",");
        ObjectRules rules = RulesReader.read("""
                {"objects": {"confirmFrames": 1, "keepFor": 1000, "endAfter": 1000, "updateEvery": 0},
                 "lines": [{"name": "line", "from": [%s, %s], "to": [%s, %s]}],
                 "zones": [{"name": "zone", "settle": 0, "anchors": "%s", "dwell": [%s], "polygon": [[%s]]}]}"""
                .formatted(line[0], line[1], line[2], line[3], anchor, dwell, parts[1].replace(";", "],[")));
        ObjectEngine engine = new ObjectEngine("cam", rules);
        String[] size = parts[2].split(",");
        double width = Double.parseDouble(size[0]);
        double height = Double.parseDouble(size[1]);
        List<List<ObjectEvent>> events = new ArrayList<>();
        for (String step : steps(walk)) {
            EventTime time = new EventTime(Instant.ofEpochMilli((long) STEP_MILLIS * events.size()), EventTime.Source.frames, null);
            events.add(engine.see(new Sighting("s", events.size() + 1, time, 0, 0,
                    step.isEmpty() ? List.of() : List.of(at(step, width, height)))));
        }
        return events;
    }

    private static String said(String walk) {
        List<List<ObjectEvent>> events = events(walk, "bottomCenter", 1000);
        String[] steps = steps(walk);
        StringBuilder said = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < steps.length; i++) {
            char crossed = '-';
            for (ObjectEvent event : events.get(i)) {
                inside = event.type() == ObjectEvent.Type.entered || inside && event.type() != ObjectEvent.Type.left;
                crossed = event.type() != ObjectEvent.Type.crossed ? crossed : event.direction() == ObjectEvent.Direction.in ? 'I' : 'O';
            }
            said.append(steps[i].isEmpty() || !inside ? crossed : crossed == 'I' ? 'Z' : crossed == 'O' ? 'Q' : 'z');
        }
        return said.toString();
    }

    /** For how many steps the box has been in the zone, in each step in which it is seen there. */
    private static String times(String walk, List<List<ObjectEvent>> events) {
        String[] steps = steps(walk);
        List<String> times = new ArrayList<>();
        int since = -1;
        for (int i = 0; i < steps.length; i++) {
            for (ObjectEvent event : events.get(i)) {
                since = event.type() == ObjectEvent.Type.entered ? i : event.type() == ObjectEvent.Type.left ? -1 : since;
            }
            times.add(steps[i].isEmpty() || since < 0 ? "" : String.valueOf(i - since));
        }
        return String.join(",", times);
    }

    /** Told once a visit, in the first step in which the block's time says so. @return how many */
    private static int dwellings(List<List<ObjectEvent>> events, String[] times) {
        int count = 0;
        boolean owed = false;
        for (int i = 0; i < times.length; i++) {
            int time = times[i].isEmpty() ? -1 : Integer.parseInt(times[i]);
            owed |= time == 0;
            boolean told = events.get(i).stream().anyMatch(event -> event.type() == ObjectEvent.Type.dwelling);
            assertThat(told).as("step %d of %s", i, List.of(times)).isEqualTo(owed && time >= DWELL);
            owed &= !told;
            count += told ? 1 : 0;
        }
        return count;
    }

    private static Detection at(String step, double width, double height) {
        String[] corner = step.split(",");
        double left = Integer.parseInt(corner[0]) / 4.0;
        double top = Integer.parseInt(corner[1]) / 4.0;
        return new Detection(left + width / 2, top + height / 2, width, height, 0.9, "thing", 0, null, 1L, List.of(), List.of(), null);
    }
}
