package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.camelvision.roboflow.webrtc.testing.FileMain;
import io.github.camelvision.roboflow.webrtc.testing.ReloadMain;
import io.github.camelvision.roboflow.webrtc.testing.TestClassPath;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other ways to run the same classes: loaded more than once in a JVM, and on virtual threads. Each in a JVM of its own. */
@Timeout(180)
class ReloadIT {

    private static final int FRAMES = 60;
    private static final long PATIENCE_SECONDS = 120;
    private static final String CLASS_PATH = TestClassPath.get();
    private static final String TEST_CLASSES = Path.of("target/test-classes").toAbsolutePath().toString();
    private static final Path JVMS = Path.of("/usr/lib/jvm");

    @TempDir
    Path directory;

    /** Development tools load a project's classes anew; those of libraries only when they are told to. */
    @ParameterizedTest(name = "libraries too: {0}")
    @ValueSource(booleans = {false, true})
    void classesThatAreLoadedAgainWork(boolean librariesToo) throws Exception {
        String own = librariesToo ? TEST_CLASSES : CLASS_PATH;
        // what native code may print at the end where it is shared, see WebRtcLibrary, is behind
        assertThat(run(Path.of(System.getProperty("java.home")), own, List.of(), ReloadMain.class, CLASS_PATH)).startsWith(
                "alone " + FRAMES, "alone " + FRAMES, "second " + FRAMES, "first " + FRAMES, "second, left alone " + FRAMES);
    }

    @Test
    void camelsThreadsMayBeVirtual() throws Exception {
        Path java = java25();
        assumeThat(java).as("a Java 25 in %s", JVMS).isNotNull();
        assertThat(run(java, CLASS_PATH, List.of("-Dcamel.threads.virtual.enabled=true"), FileMain.class))
                .containsExactly("VIRTUAL " + FRAMES);
    }

    private static Path java25() throws IOException {
        if (!Files.isDirectory(JVMS)) {
            return null;
        }
        try (Stream<Path> homes = Files.list(JVMS)) {
            return homes.filter(home -> home.getFileName().toString().contains("25") && Files.isExecutable(home.resolve("bin/java")))
                    .findFirst().orElse(null);
        }
    }

    /** @return the lines of its output, when it ended by itself and without an error */
    private List<String> run(Path java, String classPath, List<String> options, Class<?> program, String... arguments) throws Exception {
        Path log = directory.resolve("log4j2.properties");
        Files.writeString(log, "status = off\nrootLogger.level = off\n");
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString(), "-Dlog4j2.configurationFile=" + log));
        command.addAll(options);
        command.addAll(List.of("-Xmx512m", "-cp", classPath,
                program.getName(), TestVideos.of(FRAMES).file().toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ends; it said %s", Files.readAllLines(output)).isTrue();
            assertThat(process.exitValue()).as("%s%n%s", Files.readString(output), Files.readString(errors)).isZero();
            return Files.readAllLines(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
