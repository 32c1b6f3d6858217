package io.github.camelvision.roboflow.webrtc.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The bench runs and prints what it promises; how fast is nobody's condition here. */
class BenchIT {

    @TempDir
    private Path directory;

    @Test
    void everyScenarioGetsItsLine() throws Exception {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            int status = Bench.run(BenchOptions.parse("--one-process", "--frames", "30", "--rounds", "1", "--size", "320x240", "--output",
                    directory.toString()));
            assertThat(status).isZero();
        } finally {
            System.setOut(terminal);
        }
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        for (Scenario scenario : Scenario.values()) {
            assertThat(lines).anySatisfy(line -> assertThat(line).startsWith(scenario.title).matches(".* +\\d+ +\\d+\\.\\d\\d .*"));
        }
    }

    /** Each kind of job by each pair of peers that are there: all get their frames, none waits for ever. */
    @Test
    void everyKindOfJobIsComparedAndWritten() throws Exception {
        Path json = directory.resolve("bench.json");
        int status = Bench.run(BenchOptions.parse("--jobs", "file,kafka,start,live30,reply,sessions1", "--frames", "30", "--rounds", "1",
                "--json", json.toString(), "--output", directory.toString(), "--home", "../.."));
        assertThat(status).isZero();
        JsonNode rows = new ObjectMapper().readTree(json.toFile()).path("rows");
        assertThat(rows.findValuesAsText("job")).contains("file", "kafka", "start", "live30", "reply", "sessions1");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.path("messages").asInt()).as(row.toString()).isPositive();
            assertThat(row.path("clientMillis").asDouble()).as(row.toString()).isNotNegative();
        });
        assertThat(rows).filteredOn(row -> row.path("job").asText().matches("file|kafka"))
                .allSatisfy(row -> assertThat(row.path("messages").asInt()).isEqualTo(30));
        assertThat(rows).filteredOn(row -> row.path("job").asText().equals("reply"))
                .allSatisfy(row -> assertThat(row.path("messages").asInt()).isEqualTo(30));
    }

    @Test
    void aProfileTellsWhereTimeGoesByThread() throws Exception {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Bench.run(BenchOptions.parse("--profile", "--jobs", "file", "--frames", "100", "--rounds", "1", "--output",
                    directory.toString(), "--home", "../.."))).isZero();
        } finally {
            System.setOut(terminal);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("client: ", "worker: ", " ms a message in 99 messages")
                .containsPattern("(?m)^ +webrtc_\\S+ +\\d+ %").doesNotContain("Python");
        assertThat(directory.resolve("file-client.jfr")).isNotEmptyFile();
        assertThat(directory.resolve("file-worker.jfr")).isNotEmptyFile();
    }

    @Test
    void anUnknownJobIsRefusedWithTheNamesThereAre() {
        BenchOptions options = BenchOptions.parse("--jobs", "fast", "--output", directory.toString());
        assertThatThrownBy(() -> Bench.run(options))
                .hasMessageStartingWith("there is no job fast; --jobs takes file,window8,kafka,images,");
    }

    @Test
    void everyBenchmarkRuns() throws Exception {
        var results = new Runner(new OptionsBuilder().forks(0).warmupIterations(0).measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(50)).build()).run();
        assertThat(results).hasSize(11).allSatisfy((RunResult result) -> assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
