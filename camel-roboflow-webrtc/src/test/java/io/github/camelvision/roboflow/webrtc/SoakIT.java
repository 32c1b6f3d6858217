package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.MeasuredRow;
import io.github.camelvision.roboflow.webrtc.testing.TestClassPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What grows while a process does the same work again and again, each in a JVM of its own: see {@link SoakMain}. The short forms run in
 * every build; {@code -Dsoak.NAME=COUNT} sets the units of work, and then only that one runs.
 */
@Timeout(7_200)
@EnabledOnOs(OS.LINUX)
class SoakIT {

    private static final String OPTION = "soak.";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"messages, 200000", "peers, 120", "frames, 400", "files, 8000", "sessions, 40", "routes, 12", "outages, 12", "renewals, 4",
            "cameras, 24", "offers, 120", "answers, 40"})
    void nothingGrows(String work, int count) throws Exception {
        Assumptions.assumeTrue(!chosen() || System.getProperty(OPTION + work) != null, "another one is chosen");
        int units = Integer.getInteger(OPTION + work, count);
        long begin = System.nanoTime();
        String verdict = verdict(work, Integer.toString(units));
        Map<String, Object> row = new LinkedHashMap<>(Map.of("work", work, "units", units,
                "minutes", String.format(Locale.ROOT, "%.1f", (System.nanoTime() - begin) / 60e9)));
        row.put("growth", verdict.replaceAll("verdict \\{|\\}", ""));
        MeasuredRow.write("soaks", work, row);
        assertThat(verdict).as("growth over the second half; ! marks what is too much").startsWith("verdict {").doesNotContain("!");
    }

    /** Connections that are not closed, and a file for each that is not deleted. */
    @Test
    void whatGrowsIsSeen() throws Exception {
        Assumptions.assumeTrue(!chosen(), "another one is chosen");
        assertThat(verdict("peers", "40", "leaking")).containsPattern("native kB=\\+\\d+!").containsPattern("descriptors=\\+\\d+!")
                .containsPattern("temporary files=\\+\\d+!");
    }

    private static boolean chosen() {
        return System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(OPTION));
    }

    /** The line of that name that {@link SoakMain} prints. */
    private String verdict(String... arguments) throws Exception {
        Path output = directory.resolve("output");
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms192m",
                "-Xmx192m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-Drf.log=warn", "-Djava.io.tmpdir=" + temporary, "-cp",
                TestClassPath.get(), SoakMain.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        if (arguments[0].equals("cameras")) {
            // threads of eight sessions fill an arena of the allocator each for hundreds of units, which would hide what a session keeps
            builder.environment().put("MALLOC_ARENA_MAX", "1");
        }
        Process process = builder.start();
        try {
            assertThat(process.waitFor(110, TimeUnit.MINUTES)).as("%s ends", arguments[0]).isTrue();
            List<String> lines = Files.readAllLines(output);
            lines.forEach(System.out::println);
            return lines.stream().filter(line -> line.startsWith("verdict ")).findFirst().orElse("none");
        } finally {
            process.destroyForcibly();
        }
    }
}
