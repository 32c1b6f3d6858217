package io.github.camelvision.roboflow.webrtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** FFmpeg's own commands, {@code ffmpeg} and {@code ffprobe} of Debian's package ffmpeg: what they show is what a file should show here. */
public final class FfmpegCli {

    private static final long SECONDS = 120;

    private FfmpegCli() {}

    /** Skips the test visibly without the commands; fails it in CI. */
    public static void assumeAvailable() {
        boolean available = Files.isExecutable(Path.of("/usr/bin/ffmpeg")) && Files.isExecutable(Path.of("/usr/bin/ffprobe"));
        if (!available && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("These tests need Debian's package ffmpeg; CI installs it");
        }
        Assumptions.assumeTrue(available, "SKIPPED: these tests need Debian's package ffmpeg");
    }

    /**
     * Runs {@code ffmpeg} in this directory.
     *
     * @param arguments separated by blanks; none may contain one
     * @throws AssertionError when it says that it failed
     */
    public static void ffmpeg(Path directory, String arguments) {
        Output output = run(directory, command("ffmpeg", "-y " + arguments));
        if (output.status != 0) {
            throw new AssertionError("ffmpeg " + arguments + " failed: " + output.errors);
        }
    }

    /**
     * The frames of a file as {@code ffmpeg} shows them: upright, in I420 of limited range, each in its own size, none left out or doubled.
     * Of a damaged file: those that it decodes.
     *
     * @return the planes of all frames, one after the other
     */
    public static byte[] shown(Path file) {
        return run(file.getParent(), command("ffmpeg", "-i " + file.getFileName()
                + " -vf scale=out_range=tv -fps_mode passthrough -autoscale 0 -pix_fmt yuv420p -f rawvideo -")).bytes;
    }

    /** The frames of the first video stream as {@code ffprobe} counts them; 0 when it cannot read the file. */
    public static long count(Path file) {
        Output output = run(file.getParent(), command("ffprobe",
                "-select_streams v:0 -count_frames -show_entries stream=nb_read_frames -of csv=p=0 " + file.getFileName()));
        String digits = new String(output.bytes, java.nio.charset.StandardCharsets.UTF_8).lines().findFirst().orElse("")
                .replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static List<String> command(String program, String arguments) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + program, "-v", "error"));
        if (program.equals("ffmpeg")) {
            command.addAll(List.of("-nostdin", "-threads", "1"));
        }
        command.addAll(List.of(arguments.strip().split(" +")));
        return command;
    }

    private record Output(int status, byte[] bytes, String errors) {}

    private static Output run(Path directory, List<String> command) {
        try {
            Path errors = Files.createTempFile("ffmpeg", ".err");
            Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectError(errors.toFile()).start();
            byte[] bytes = process.getInputStream().readAllBytes();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
            String text = Files.readString(errors);
            Files.delete(errors);
            return new Output(process.exitValue(), bytes, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
