package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

    @TempDir
    private Path directory;
    private LocalDate today = DAY;

    private RotatingFile open() throws Exception {
        return new RotatingFile(directory, "p", 10, () -> today);
    }

    @Test
    void aLineThatWouldNotFitBeginsANewFile() throws Exception {
        try (RotatingFile file = open()) {
            file.add("1234");
            file.add("5678");
            file.add("9");
        }
        assertThat(directory.resolve("p-2026-01-31.1.jsonl")).hasContent("1234\n5678\n");
        assertThat(directory.resolve("p-2026-01-31.2.jsonl")).hasContent("9\n");
    }

    @Test
    void aLongLineIsKeptWhole() throws Exception {
        try (RotatingFile file = open()) {
            file.add("1234567890123");
            file.add("4");
        }
        assertThat(directory.resolve("p-2026-01-31.1.jsonl")).hasContent("1234567890123\n");
        assertThat(directory.resolve("p-2026-01-31.2.jsonl")).hasContent("4\n");
    }

    @Test
    void aNewDayBeginsANewFile() throws Exception {
        try (RotatingFile file = open()) {
            file.add("1");
            today = DAY.plusDays(1);
            file.add("2");
        }
        assertThat(directory.resolve("p-2026-01-31.1.jsonl")).hasContent("1\n");
        assertThat(directory.resolve("p-2026-02-01.1.jsonl")).hasContent("2\n");
    }

    @Test
    void filesOfAnEarlierRunStayAsTheyAre() throws Exception {
        try (RotatingFile file = open()) {
            file.add("1");
        }
        try (RotatingFile file = open()) {
            file.add("2");
        }
        assertThat(directory.resolve("p-2026-01-31.1.jsonl")).hasContent("1\n");
        assertThat(directory.resolve("p-2026-01-31.2.jsonl")).hasContent("2\n");
    }
}
