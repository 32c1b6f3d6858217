package io.github.camelvision.roboflow.webrtc.examples.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example as a user does. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "run.sh needs bash")
@TestMethodOrder(OrderAnnotation.class)
class EventsExampleIT {

    private static final Pattern SUMMARY = Pattern.compile("objects=(\\d+) events=(\\d+) clips=[1-9]\\d*( missed=0 doubled=0)?");
    private static final int PATIENCE_SECONDS = 600;
    private static final Path PEOPLE = Path.of("/usr/share/doc/opencv-doc/examples/data/vtest.avi");

    /** Of all tests: the conveyor is rendered once. */
    @TempDir
    private static Path directory;

    @Test
    @Order(1)
    void theEventsOfTheConveyorAreTheTruth() throws Exception {
        try (ExampleProcess example = ExampleProcess.start("--output", directory.toString())) {
            assertThat(example.await(PATIENCE_SECONDS)).as(example.toString()).isZero();
            Matcher summary = summary(example);
            assertThat(summary.group(3)).isNotNull();
            assertThat(example.out()).anyMatch(line -> line.startsWith("crossings of middle"))
                    .anyMatch(line -> line.startsWith("length of visits of inspection"));
            List<ObjectEvent> events = events();
            assertThat(events).hasSize(Integer.parseInt(summary.group(2)));
            assertThat(events).extracting(ObjectEvent::id).doesNotHaveDuplicates();
            Map<ObjectEvent.Type, Long> types = events.stream().collect(Collectors.groupingBy(ObjectEvent::type, Collectors.counting()));
            assertThat(types.get(ObjectEvent.Type.appeared)).isEqualTo(Long.parseLong(summary.group(1))).isGreaterThan(40);
            assertThat(types.get(ObjectEvent.Type.ended)).isEqualTo(types.get(ObjectEvent.Type.appeared));
            assertThat(types).containsKeys(ObjectEvent.Type.entered, ObjectEvent.Type.left, ObjectEvent.Type.dwelling,
                    ObjectEvent.Type.crossed, ObjectEvent.Type.count, ObjectEvent.Type.occupied, ObjectEvent.Type.empty);
            assertThat(directory.resolve("clips").toFile().listFiles((folder, name) -> name.endsWith(".mp4"))).isNotEmpty();
            long defects = events.stream().filter(e -> e.type() == ObjectEvent.Type.ended && "defect".equals(e.className())).count();
            assertThat(directory.resolve("snapshots").toFile().listFiles()).hasSize((int) defects).hasSizeGreaterThan(3);
            assertThat(directory.resolve("report.html")).content().contains("zone inspection", "line middle", events.get(0).objectId());
        }
    }

    @Test
    @Order(2)
    void anotherVideoAndOtherZones() throws Exception {
        Path zones = Files.writeString(directory.resolve("zones.json"), """
                {"coordinates": "relative", "lines": [{"name": "<gate>", "from": [0.5, 0], "to": [0.5, 1], "anchors": "center"}]}""");
        try (ExampleProcess example = ExampleProcess.start("--input", directory.resolve("conveyor.mp4").toString(), "--zones",
                zones.toString(), "--output", directory.toString())) {
            assertThat(example.await(PATIENCE_SECONDS)).as(example.toString()).isZero();
            assertThat(summary(example).group(3)).isNull();
            assertThat(events()).filteredOn(event -> event.type() == ObjectEvent.Type.crossed).isNotEmpty()
                    .allMatch(event -> event.line().equals("<gate>"));
            assertThat(directory.resolve("report.html")).content().contains("line &lt;gate&gt;");
        }
    }

    /** Five seconds of people on a path, who cross it near the middle. */
    @Test
    void peopleInAVideoOfOnesOwn() throws Exception {
        boolean there = Files.isReadable(PEOPLE);
        assertThat(there || !"true".equals(System.getenv("CI"))).as("CI needs %s: Debian's opencv-doc has it", PEOPLE).isTrue();
        assumeTrue(there, "opencv-doc is not installed");
        Path zones = Files.writeString(directory.resolve("path.yaml"), """
                coordinates: relative
                lines:
                  - {name: path, from: [0.43, 0.26], to: [0.43, 1], anchors: bottomCenter}
                """);
        Path output = directory.resolve("people");
        try (ExampleProcess example = ExampleProcess.start("--input", cut().toString(), "--workflow", "people", "--zones", zones.toString(),
                "--output", output.toString())) {
            assertThat(example.await(PATIENCE_SECONDS)).as(example.toString()).isZero();
            assertThat(summary(example).group(3)).isNull();
            assertThat(events(output)).extracting(ObjectEvent::className).containsOnly("person");
            assertThat(events(output)).filteredOn(event -> event.type() == ObjectEvent.Type.crossed).isNotEmpty();
        }
    }

    @Test
    @Order(3)
    void aMistakeInTheZonesIsToldWithItsPlace() throws Exception {
        Path zones = Files.writeString(directory.resolve("wrong.yaml"), "zones:\n  - {name: dock, polygon: [[0, 0], [1, 1]]}\n");
        try (ExampleProcess example = ExampleProcess.start("--zones", zones.toString(), "--output", directory.toString())) {
            assertThat(example.await(PATIENCE_SECONDS)).isEqualTo(1);
            assertThat(example.out()).isEmpty();
            assertThat(example.err()).singleElement().asString().startsWith("events: --zones " + zones + ": ").contains("zones[0].polygon");
        }
    }

    private static Matcher summary(ExampleProcess example) {
        Matcher summary = SUMMARY.matcher(example.out().get(example.out().size() - 1));
        assertThat(summary.matches()).as(example.toString()).isTrue();
        return summary;
    }

    private static Path cut() throws Exception {
        Path cut = directory.resolve("people.mp4");
        Process ffmpeg = new ProcessBuilder("ffmpeg", "-v", "error", "-ss", "16", "-t", "5", "-i", PEOPLE.toString(), "-c:v", "mpeg4",
                "-q:v", "2", cut.toString()).inheritIO().start();
        assertThat(ffmpeg.waitFor()).isZero();
        return cut;
    }

    private static List<ObjectEvent> events() throws Exception {
        return events(directory);
    }

    private static List<ObjectEvent> events(Path output) throws Exception {
        try (var lines = Files.lines(output.resolve("events.jsonl"))) {
            return lines.map(line -> ObjectEvent.read(line.getBytes(StandardCharsets.UTF_8))).toList();
        }
    }
}
