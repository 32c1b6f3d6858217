package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.MeasuredRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    @CsvSource({"messages, 200000", "peers, 120", "frames, 400", "routes, 12", "outages, 12", "renewals, 4"})
    void nothingGrows(String work, int count) throws Exception {
        boolean chosen = System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(OPTION));
        org.junit.jupiter.api.Assumptions.assumeTrue(!chosen || System.getProperty(OPTION + work) != null, "another one is chosen");
        int units = Integer.getInteger(OPTION + work, count);
        Path output = directory.resolve("output");
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms192m", "-Xmx192m",
                "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-Drf.log=warn", "-Djava.io.tmpdir=" + temporary, "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), SoakMain.class.getName(), work,
                Integer.toString(units)).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        long begin = System.nanoTime();
        try {
            assertThat(process.waitFor(110, TimeUnit.MINUTES)).as("%s ends", work).isTrue();
            List<String> lines = Files.readAllLines(output);
            lines.forEach(System.out::println);
            String verdict = lines.stream().filter(line -> line.startsWith("verdict ")).findFirst().orElse("none");
            Map<String, Object> row = new LinkedHashMap<>(Map.of("work", work, "units", units,
                    "minutes", String.format(java.util.Locale.ROOT, "%.1f", (System.nanoTime() - begin) / 60e9)));
            row.put("growth", verdict.replaceAll("verdict \\{|\\}", ""));
            MeasuredRow.write("soaks", work, row);
            assertThat(verdict).as("growth over the second half; ! marks what is too much").startsWith("verdict {").doesNotContain("!");
        } finally {
            process.destroyForcibly();
        }
    }
}
