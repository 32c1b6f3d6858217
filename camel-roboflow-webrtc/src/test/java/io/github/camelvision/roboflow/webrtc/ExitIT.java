package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.ExitMain;
import io.github.camelvision.roboflow.webrtc.testing.TestClassPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * However a program ends, it ends soon, with its exit code, and native code prints nothing. Each in a JVM of its own, whose own log is
 * off.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class ExitIT {

    private static final int TERMINATED = 143;

    private static final int INTERRUPTED = 130;

    /** From the end of the program's work to the end of its process. */
    private static final long SOON_SECONDS = 5;

    /** What a busy machine adds. */
    private static final long PATIENCE_SECONDS = 40;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"return, streaming, 0", "return, connecting, 0", "throw, streaming, 1", "throw, connecting, 1", "exit, streaming, 3",
            "exit-open, streaming, 3", "exit-open, connecting, 3", "exit-in-route, streaming, 3", "signal, streaming, 143",
            "signal, connecting, 143", "signal-hook, streaming, 143", "interrupt, streaming, 130", "interrupt, serving, 130",
            "signal, serving, 143", "exit-open, serving, 3"})
    void theJvmEndsQuietlyWithItsCode(String end, String state, int code) throws Exception {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        List<ProcessHandle> clients = List.of();
        Process process = program(end, state).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try {
            long ready = awaitReady(process, output, errors);
            clients = process.descendants().toList();
            if (code == TERMINATED) {
                process.destroy();
            } else if (code == INTERRUPTED) {
                assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()).isZero();
            }
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s, %s ends", end, state).isTrue();
            double seconds = (System.nanoTime() - ready) / 1e9;
            System.out.printf("exit: %s, %s: code %d after %.1f s%n", end, state, process.exitValue(), seconds);
            assertThat(process.exitValue()).isEqualTo(code);
            assertThat(Files.readAllLines(output)).containsExactly("ready");
            assertThat(Files.readAllLines(errors)).allMatch(line -> end.equals("throw") && (line.startsWith("Exception in thread \"main\"")
                    || line.startsWith("\tat ")));
        } finally {
            clients.forEach(ProcessHandle::destroyForcibly);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private ProcessBuilder program(String end, String state) throws Exception {
        Path log = directory.resolve("log4j2.properties");
        Files.writeString(log, "status = off\nrootLogger.level = off\n");
        // a shell that runs tests in the background has SIGINT ignored, which its processes inherit
        return new ProcessBuilder(new ArrayList<>(List.of("env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlog4j2.configurationFile=" + log, "-Xmx256m", "-cp",
                TestClassPath.get(), ExitMain.class.getName(), end,
                state)));
    }

    private static long awaitReady(Process process, Path output, Path errors) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (Files.readString(output).isEmpty()) {
            assertThat(process.isAlive() || !Files.readString(output).isEmpty()).as("ends before it is ready: %s", Files.readString(errors))
                    .isTrue();
            assertThat(System.nanoTime()).as("is ready").isLessThan(limit);
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return System.nanoTime();
    }
}
