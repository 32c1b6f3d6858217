package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The command line.
 *
 * @param input a video file's path or an rtsp URL, or null for the rendered conveyor
 * @param workflow parts or people
 * @param output directory of everything that is written
 */
record QuickstartOptions(String input, String workflow, Path output, boolean help) {

    static final String USAGE = """
            Usage: run.sh [--input FILE|rtsp://HOST/PATH] [--workflow parts|people] [--output DIR]

            Streams a video through a vision workflow that runs in an embedded worker, and writes every prediction.

              --input     a video in any container FFmpeg reads, or an RTSP stream (Ctrl-C ends it);
                          without it: parts on a conveyor, rendered on first use
              --workflow  parts: finds and classifies the conveyor's parts (default)
                          people: OpenCV's people detector
              --output    where predictions.jsonl and annotated.mp4 go (default: examples/quickstart/target)

            The last line is the summary: frames=N predictions=N lost=0 seconds=S
              frames       pictures in the file, counted by decoding it apart from the worker; of a stream, the
                           pictures the workflow was given (those it is too slow for are skipped before)
              predictions  lines in predictions.jsonl
              lost         frames minus predictions
            Exit code 0: nothing lost. 1: something went wrong, and one line says what. Ctrl-C ends the run early,
            with what there is by then and an exit code that is not 0.
            """;

    /** @throws QuickstartException naming the argument that is wrong */
    static QuickstartOptions parse(String... args) {
        String input = null;
        String workflow = "parts";
        String output = "target";
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            if ("--help".equals(option) || "-h".equals(option)) {
                return new QuickstartOptions(null, workflow, Path.of(output), true);
            }
            if (!"--input".equals(option) && !"--workflow".equals(option) && !"--output".equals(option)) {
                throw new QuickstartException("unknown option " + option + "; see run.sh --help");
            }
            if (i + 1 == args.length || args[i + 1].isBlank()) {
                throw new QuickstartException(option + " needs a value; see run.sh --help");
            }
            String value = args[++i];
            switch (option) {
                case "--input" -> input = value;
                case "--workflow" -> workflow = value;
                default -> output = value;
            }
        }
        if (!"parts".equals(workflow) && !"people".equals(workflow)) {
            throw new QuickstartException("--workflow is parts or people, not " + workflow);
        }
        checkInput(input);
        return new QuickstartOptions(input, workflow, path("--output", output).toAbsolutePath().normalize(), false);
    }

    private static void checkInput(String input) {
        if (input == null) {
            return;
        }
        if (isRtsp(input)) {
            checkRtsp(input);
            return;
        }
        if (input.contains("://")) {
            throw new QuickstartException("--input is a file or an rtsp:// URL; download " + withoutUserInfo(input) + " first");
        }
        Path file = path("--input", input);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new QuickstartException("--input " + input + (Files.isDirectory(file) ? " is a directory; name a video file in it"
                    : Files.exists(file) ? " is not a readable file" : " does not exist"));
        }
    }

    private static void checkRtsp(String input) {
        try {
            if (new URI(input).getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // Without the cause: its message has the URL, and with it the password.
            throw new QuickstartException("--input " + withoutUserInfo(input) + " is not a valid URL; escape special characters as %XX");
        }
        throw new QuickstartException("--input " + withoutUserInfo(input) + " names no host; write rtsp://HOST/PATH");
    }

    private static Path path(String option, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new QuickstartException(option + " " + value + " is not a path: " + e.getReason(), e);
        }
    }

    boolean rtsp() {
        return isRtsp(input);
    }

    private static boolean isRtsp(String input) {
        String lower = input == null ? "" : input.toLowerCase(Locale.ROOT);
        return lower.startsWith("rtsp://") || lower.startsWith("rtsps://");
    }

    /** The input as it may be shown: a URL without user and password. */
    String shownInput() {
        return input == null ? "the rendered conveyor" : withoutUserInfo(input);
    }

    private static String withoutUserInfo(String input) {
        return input.replaceFirst("^([a-zA-Z]+://)[^/]*@", "$1");
    }
}
