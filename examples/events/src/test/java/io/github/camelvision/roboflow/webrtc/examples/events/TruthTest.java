package io.github.camelvision.roboflow.webrtc.examples.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent.Direction;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent.Type;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectState;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge must find each kind of mistake. */
class TruthTest {

    private static final double FPS = 25;
    private static final int FRAMES = 160;

    private final ObjectRules rules = RulesReader.read("""
            {"lines": [{"name": "middle", "from": [320, 0], "to": [320, 479], "anchors": "center"}],
             "zones": [{"name": "inspection", "polygon": [[100, 0], [260, 0], [260, 479], [100, 479]], "anchors": "centerLeft"}]}""");
    private final List<ObjectEvent> events = new ArrayList<>();
    @TempDir
    private Path directory;
    private Truth truth;

    /** One part of 40 pixels that goes 4 pixels a frame: its left edge is in the zone in frames 25 to 64, 1.6 s. */
    @BeforeEach
    void aPart() throws Exception {
        Path file = directory.resolve("truth.jsonl");
        Files.writeString(file, IntStream.rangeClosed(1, FRAMES).mapToObj(frame -> """
                {"frame":%d,"parts":[{"id":7,"x":%d,"y":200,"width":40,"height":40}]}""".formatted(frame, x(frame)))
                .collect(Collectors.joining("\n")));
        truth = Truth.read(file, FPS);
        tell(Type.appeared, "a", null, null, null, 2);
        tell(Type.entered, "a", "inspection", null, null, 26);
        tell(Type.left, "a", "inspection", null, 1.6, 66);
        tell(Type.crossed, "a", null, "middle", null, 76);
    }

    private static int x(int frame) {
        return 20 + 4 * frame;
    }

    private void tell(Type type, String object, String zone, String line, Double seconds, int frame) {
        Box box = new Box(x(frame) - 20, 180, x(frame) + 20, 220);
        events.add(new ObjectEvent("e" + events.size(), type, "conveyor", object, "square", zone, line,
                line == null ? null : Direction.in, new EventTime(Instant.EPOCH, EventTime.Source.frames, null), null, seconds, null, "s",
                (long) frame, null, null, new ObjectState("square", 0.9, box, List.of(), null)));
    }

    private void forget(Type type) {
        events.removeIf(event -> event.type() == type);
    }

    @Test
    void agreesWithTheTruth() {
        Truth.Verdict verdict = truth.compare(rules, events);
        assertThat(verdict.good()).as(verdict.toString()).isTrue();
        assertThat(verdict.table()).map(line -> line.replaceAll(" +", " ")).containsExactly("crossings of middle 1 of 1",
                "length of visits of inspection 1 of 1", "objects 1 of 1", "visits of inspection 1 of 1");
    }

    @Test
    void missesAnObject() {
        events.clear();
        assertThat(truth.compare(rules, events).missed()).containsExactly("objects: part 7", "crossings of middle: part 7",
                "visits of inspection: part 7", "length of visits of inspection: part 7 for 1.6 s");
    }

    @Test
    void findsAnObjectThatIsToldTwice() {
        tell(Type.appeared, "b", null, null, null, 50);
        assertThat(truth.compare(rules, events).doubled()).containsExactly("objects: part 7");
    }

    @Test
    void findsAnObjectThatWasNotThere() {
        tell(Type.appeared, "b", null, null, null, FRAMES + 10);
        assertThat(truth.compare(rules, events).doubled()).containsExactly("objects: b that was not there");
    }

    @Test
    void countsCrossings() {
        tell(Type.crossed, "a", null, "middle", null, 80);
        assertThat(truth.compare(rules, events).doubled()).containsExactly("crossings of middle: part 7");
        forget(Type.crossed);
        assertThat(truth.compare(rules, events).missed()).containsExactly("crossings of middle: part 7");
    }

    @Test
    void measuresVisitsToAFrame() {
        forget(Type.left);
        tell(Type.left, "a", "inspection", null, 1.64, 67);
        assertThat(truth.compare(rules, events).good()).isTrue();
        forget(Type.left);
        tell(Type.left, "a", "inspection", null, 1.68, 68);
        assertThat(truth.compare(rules, events).missed()).containsExactly("length of visits of inspection: part 7 for 1.6 s");
    }
}
