package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when FFmpeg is on the class path, and cannot be extracted: its directory is the reason, and the cure. */
class FfmpegAdviceIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"'noexec,size=400m', forbids execution", "'size=200k', is full"})
    void theDirectoryIsNamed(String mount, String words) throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", mount, "tmpfs", directory.toString()) == 0, "SKIPPED: needs root and mounts");
        try {
            Path output = Files.createTempFile(Path.of("target"), "ffmpeg", ".out");
            Process process = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-Djava.io.tmpdir=" + directory,
                    "-Dorg.bytedeco.javacpp.cachedir=" + directory, "-cp", System.getProperty("java.class.path"), Main.class.getName()))
                            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            assertThat(process.waitFor(45, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output)).contains("FFmpeg's native library cannot be loaded", words, directory.toString(),
                    "-Dorg.bytedeco.javacpp.cachedir").doesNotContain("add org.bytedeco:ffmpeg");
        } finally {
            assertThat(run("umount", "-l", directory.toString())).isZero();
        }
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Needs FFmpeg, and prints what is said. */
    public static final class Main {

        private Main() {}

        public static void main(String[] args) {
            try {
                Ffmpeg.require();
                System.out.println("loaded");
            } catch (NativeException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
