package io.github.camelvision.roboflow.webrtc.core.clips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipDirectoryTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

    @TempDir
    Path directory;

    private static void write(ClipDirectory.Names names, int bytes, Instant at) throws IOException {
        Files.write(names.video(), new byte[bytes - 10]);
        Files.write(names.results(), new byte[10]);
        Files.setLastModifiedTime(names.video(), FileTime.from(at));
        Files.setLastModifiedTime(names.results(), FileTime.from(at));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void namesTellSessionAndTimeAndAreNeverTaken() throws IOException {
        ClipDirectory clips = new ClipDirectory(directory.resolve("deep/er"), "../dock 3", 0, null);
        ClipDirectory.Names first = clips.next(NOW);
        assertThat(first.video()).hasFileName("___dock_3-20260304T050607.089Z.mp4").hasParentRaw(directory.resolve("deep/er"));
        assertThat(first.results()).hasFileName("___dock_3-20260304T050607.089Z.jsonl");
        Files.write(first.results(), new byte[1]);
        assertThat(clips.next(NOW).video()).hasFileName("___dock_3-20260304T050607.089Z-2.mp4");
    }

    /** As when the clock is set back by an hour while a session runs: its time goes on. */
    @Test
    void theAgeOfAClipDoesNotFollowTheMachinesClock() throws IOException {
        ClipDirectory clips = new ClipDirectory(directory, "dock", 0, Duration.ofMinutes(10));
        ClipDirectory.Names names = clips.next(NOW);
        write(names, 300, NOW.minus(Duration.ofHours(1)));
        clips.written(new Clip(names.video(), names.results(), 1, 1, 1, NOW, NOW, List.of(ClipReason.of("now"))));
        assertThat(clips.limit(NOW.plusSeconds(1))).isZero();
        assertThat(files()).hasSize(2);
        assertThat(clips.limit(NOW.plus(Duration.ofMinutes(11)))).isOne();
    }

    @Test
    void theOldestAreDeletedAndCounted() throws IOException {
        ClipDirectory clips = new ClipDirectory(directory, "dock", 1_000, null);
        for (int n = 0; n < 5; n++) {
            write(clips.next(NOW.plusSeconds(n)), 300, NOW.plusSeconds(n));
        }
        assertThat(clips.limit(NOW)).isEqualTo(2);
        assertThat(clips.deleted()).isEqualTo(2);
        assertThat(files()).containsExactly("dock-20260304T050609.089Z.jsonl", "dock-20260304T050609.089Z.mp4",
                "dock-20260304T050610.089Z.jsonl", "dock-20260304T050610.089Z.mp4", "dock-20260304T050611.089Z.jsonl",
                "dock-20260304T050611.089Z.mp4");
        assertThat(clips.limit(NOW)).isZero();
    }

    @Test
    void theNewestStaysHoweverLarge() throws IOException {
        ClipDirectory clips = new ClipDirectory(directory, "dock", 1_000, null);
        write(clips.next(NOW), 300, NOW);
        write(clips.next(NOW.plusSeconds(1)), 3_000, NOW.plusSeconds(1));
        assertThat(clips.limit(NOW)).isOne();
        assertThat(files()).hasSize(2);
    }

    @Test
    void whatIsTooOldIsDeleted() throws IOException {
        ClipDirectory clips = new ClipDirectory(directory, "dock", 0, Duration.ofDays(7));
        for (int day = 1; day <= 10; day++) {
            Instant at = NOW.minus(Duration.ofDays(day));
            write(clips.next(at), 300, at);
        }
        assertThat(clips.limit(NOW)).isEqualTo(3);
        assertThat(files()).hasSize(14);
    }

    @Test
    void nothingElseIsTouched() throws IOException {
        for (String other : List.of("family.mp4", "dock.mp4", "dock-20260304T050607.089Z.txt", "dock-20260304T050607.089Z.mp4.bak",
                "dock-2-20260304T050607.089Z.mp4", "gate-20260304T050607.089Z.mp4", "dock-20260304T050607.089Z-old.mp4")) {
            Files.write(directory.resolve(other), new byte[5_000]);
        }
        List<String> before = files();
        ClipDirectory clips = new ClipDirectory(directory, "dock", 1, Duration.ZERO);
        assertThat(clips.limit(NOW.plus(Duration.ofDays(10_000)))).isZero();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aDirectoryThatIsNotThereIsEmpty() throws IOException {
        assertThat(new ClipDirectory(directory.resolve("none"), "dock", 1, null).limit(NOW)).isZero();
    }
}
