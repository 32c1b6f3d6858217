package io.github.camelvision.roboflow.webrtc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    private static final Frame RED = Stills.plain(32, 24, Color.RED);

    @TempDir
    Path folder;

    @Test
    void aRecordingComesBackAsItWasWritten() throws Exception {
        byte[] message = "{\"serialized_output_data\": {\"n\": 1.0,\n \"x\": NaN, \"t\": \"a\\nb,\\\"result\\\":\"},\n\"errors\": []}"
                .getBytes(StandardCharsets.UTF_8);
        Recording made = Recording.builder().event(() -> "{\"type\":\"connected\"}".getBytes(StandardCharsets.UTF_8))
                .pause(Duration.ofSeconds(2)).result(InferenceResult.parse(message)).pair(InferenceResult.of(7, Map.of("n", 7)), RED)
                .frame(RED.withPts(3000)).build();
        Path file = folder.resolve("gate.jsonl");
        made.write(file);
        List<RecordedItem> items = Recording.read(file).items();
        assertThat(items).extracting(RecordedItem::at).containsExactly(Duration.ZERO, Duration.ofMillis(2040), Duration.ofMillis(2080),
                Duration.ofMillis(2120));
        assertThat(new String(items.get(0).event(), StandardCharsets.UTF_8)).isEqualTo("{\"type\":\"connected\"}");
        // the bytes are the server's, except that a break between two values is a space
        assertThat(new String(items.get(1).result().json(), StandardCharsets.UTF_8))
                .isEqualTo(new String(message, StandardCharsets.UTF_8).replace('\n', ' '));
        assertThat(items.get(2).result().frameId()).isEqualTo(7);
        assertThat(items.get(3).frame().pts()).isEqualTo(3000);
        assertThat(items.get(3).frame().i420()[0] & 0xFF).isBetween(75, 90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "[]", "{\"at\":\"soon\",\"result\":{}}", "{\"recording\":2}", "{\"what\":1}",
            "{\"frame\":{\"width\":100000000,\"height\":100000000}}", "{\"frame\":{\"width\":2,\"height\":2,\"jpeg\":\"AAAA\"}}",
            "{\"result\":{\"serialized_output_data\":"})
    void aLineThatIsNoItemIsToldWithItsPlace(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.jsonl"), "{\"recording\":1}\n" + line + "\n");
        assertThatThrownBy(() -> Recording.read(file).items()).isInstanceOf(RoboflowWebrtcException.class)
                .hasMessageContaining("bad.jsonl, line 2");
    }

    @Test
    void anAnonymisedRecordingHasTheNumbersAndTheClassesAndNothingElse() throws Exception {
        Detections found = Detections.on(32, 24).add("cap", 0.9, 16, 12, 4, 4).build();
        InferenceResult seen = InferenceResult.of(3, Map.of("found", found, "plate", "B-XY 123", "image", RED));
        InferenceResult failed = InferenceResult.ofErrors(4, "no route to http://cam.example.com:9001/x?key=abc from 10.1.2.3");
        Path file = folder.resolve("out.jsonl");
        Recording.builder().pair(seen, RED).result(failed).event(() -> ("{\"type\":\"disconnected\",\"sessionId\":\"secret-id\","
                + "\"reason\":\"rtsp://me:pass@10.0.0.7/live is away\"}").getBytes(StandardCharsets.UTF_8)).build().anonymised()
                .write(file);
        assertThat(file).content().contains("cap", "0.9", "text of 8 characters", "\"width\":32", "session-1", "no route to *** from ***")
                .doesNotContain("B-XY", "jpeg", "example.com", "10.1.2.3", "10.0.0.7", "secret-id", "abc", "pass");
        RecordedItem item = Recording.read(file).items().get(0);
        assertThat(item.frame().i420()).containsOnly(128);
        assertThat(item.result().detections().getFirst().className()).isEqualTo("cap");
        Frame frame = item.result().image("image");
        assertThat(frame.width()).isEqualTo(32);
        assertThat(frame.i420()[0]).isEqualTo(frame.i420()[500]);
    }

    @Test
    void itemsThatWaitCountInTheBudgetAndWhatFindsNoRoomIsTold() {
        MemoryBudget budget = MemoryBudget.ofHeap(20_000);
        try (CapturedLog log = new CapturedLog()) {
            try (Recorder recorder = new Recorder(folder, "gate", budget)) {
                recorder.delivery("s", InferenceResult.of(1, Map.of("n", 1)), Stills.plain(640, 480, Color.RED), null);
                recorder.delivery("s", InferenceResult.of(2, Map.of("n", 2)), RED, null);
            }
            assertThat(log.lines()).filteredOn(line -> line.contains("is not complete") && line.contains("memoryBudget")).hasSize(1);
        }
        assertThat(budget.used()).isZero();
        assertThat(Recording.read(folder.resolve("gate.jsonl")).items()).extracting(item -> item.result().frameId()).containsExactly(2L);
    }

    /** No JPEG is as wide as this frame. */
    @Test
    void anItemThatCannotBeWrittenIsToldAndCostsNoOther() {
        byte[] picture = new byte[70_000 * 2 * 3 / 2];
        picture[0] = 1;
        Frame wide = Frame.ofI420(70_000, 2, picture, 0);
        try (CapturedLog log = new CapturedLog()) {
            try (Recorder recorder = new Recorder(folder, "gate")) {
                recorder.delivery("s", InferenceResult.of(1, Map.of("n", 1)), wide, null);
                recorder.delivery("s", InferenceResult.of(2, Map.of("n", 2)), RED, null);
                recorder.delivery("s", null, wide, null);
                recorder.delivery("s", InferenceResult.of(3, Map.of("n", 3)), null, null);
            }
            assertThat(log.lines()).filteredOn(line -> line.contains("is not complete")).hasSize(1);
            assertThat(log.lines()).anyMatch(line -> line.contains("lacks 2 items"));
        }
        assertThat(Recording.read(folder.resolve("gate.jsonl")).items()).extracting(item -> item.result().frameId()).containsExactly(2L,
                3L);
    }

    @Test
    void aBrokenPlaybackIsRefusedWithTheCure() {
        assertThatThrownBy(() -> Playback.directory(folder)).hasMessageContaining("recordDirectory");
        assertThatThrownBy(() -> Recording.read(folder.resolve("no.jsonl"))).hasMessageContaining("recordDirectory");
        assertThatThrownBy(() -> Recording.resource("/no.jsonl")).hasMessageContaining("src/test/resources");
        assertThatThrownBy(() -> Playback.of("a", Recording.of()).recording("b")).hasMessageContaining("session b, only for a");
        assertThatThrownBy(() -> Playback.of(Recording.of()).atSpeed(0)).hasMessageContaining("more than 0");
    }

    @Test
    void aRecordingOfABugReportIsAnonymisedByACommand() throws Exception {
        Path file = folder.resolve("gate.jsonl");
        Recording.of(InferenceResult.of(Map.of("text", "secret"))).write(file);
        Recording.main(new String[] {file.toString(), folder.resolve("report.jsonl").toString()});
        assertThat(folder.resolve("report.jsonl")).content().doesNotContain("secret").contains("text of 6 characters");
        assertThatThrownBy(() -> Recording.main(new String[0])).hasMessageContaining("Two arguments");
    }
}
