package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.media.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when a native library is on the class path, and cannot be extracted: its directory is the reason, and the cure. */
class LibraryDirectoryIT {

    private static final String FFMPEG = "-Dorg.bytedeco.javacpp.cachedir";
    private static final String WEBRTC = "-Djava.io.tmpdir";

    @TempDir
    Path directory;
    @TempDir
    Path good;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ffmpeg | noexec,size=400m | forbids execution",
            "ffmpeg | size=200k | is full",
            "webrtc | noexec,size=400m | forbids execution",
            "webrtc | size=200k | is full",
            "webrtc | ro | cannot be written to"})
    void theDirectoryIsNamedWithTheCure(String library, String mount, String words) throws Exception {
        mounted(mount, () -> {
            assertThat(load(library, FFMPEG + "=" + directory, WEBRTC + "=" + directory)).contains(words, directory.toString(),
                    library.equals("ffmpeg") ? "FFmpeg's native library cannot be loaded" : "webrtc-java",
                    "point " + (library.equals("ffmpeg") ? FFMPEG : WEBRTC) + " at a directory").doesNotContain("add org.bytedeco:ffmpeg");
            assertThat(load(library, (library.equals("ffmpeg") ? FFMPEG : WEBRTC) + "=" + good)).as("the cure").contains("loaded");
        });
    }

    /** FFmpeg's loader takes the temporary directory then. */
    @ParameterizedTest
    @ValueSource(strings = "ro")
    void aReadOnlyCacheIsNotMissed(String mount) throws Exception {
        mounted(mount, () -> assertThat(load("ffmpeg", FFMPEG + "=" + directory, WEBRTC + "=" + good)).contains("loaded"));
    }

    @FunctionalInterface
    private interface Check {
        void run() throws Exception;
    }

    private void mounted(String options, Check check) throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()) == 0, "SKIPPED: needs root and mounts");
        try {
            check.run();
        } finally {
            assertThat(run("umount", "-l", directory.toString())).isZero();
        }
    }

    private static String load(String library, String... settings) throws Exception {
        Path output = Files.createTempFile(Path.of("target"), "library", ".out");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of(settings));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), library));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(45, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Needs the library, and prints what is said. */
    public static final class Main {

        private Main() {}

        public static void main(String[] args) {
            try {
                if (args[0].equals("ffmpeg")) {
                    Ffmpeg.require();
                } else {
                    NativeLibraries.loadWebRtc();
                }
                System.out.println("loaded");
            } catch (NativeException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
