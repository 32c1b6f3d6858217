package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.examples.common.Arguments;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The command line.
 *
 * @param input a video file's path, an rtsp URL or {@code webcam}; null for the rendered conveyor
 * @param workflow parts or people, or the id of the own server's workflow, or null with its model
 * @param output directory of everything that is written
 * @param server the user's own, or null for the embedded worker
 * @param record directory of a recording of the session, or null
 * @param seconds after which a live input ends, 0 for never
 */
record QuickstartOptions(String input, String workflow, Path output, OwnServer server, Path record, int seconds, boolean help) {

    static final String USAGE = """
            Usage: run.sh [--source FILE|rtsp://HOST/PATH|webcam] [--workflow parts|people]
                   run.sh --server URL (--workspace W --workflow ID | --model M) [--source FILE|rtsp://HOST/PATH|webcam]

            Streams a video through a vision workflow and writes every prediction. The workflow runs in an embedded worker,
            or on your own server.

              --source     a video in any container FFmpeg reads, an RTSP stream, or this machine's camera (Ctrl-C ends it);
                           without it: parts on a conveyor, rendered on first use. --input is the same
              --seconds    ends a stream or camera after so many seconds (default: 0, on Ctrl-C)
              --output     where predictions.jsonl and annotated.mp4 go (default: examples/quickstart/target)
              --record     directory of a recording, quickstart.jsonl, with which a route can be tested without server and camera

            Embedded worker:
              --workflow   parts: finds and classifies the conveyor's parts (default)
                           people: OpenCV's people detector

            Own server. The API key comes from the variable ROBOFLOW_API_KEY; without it, a terminal is asked for one.
            Streams and cameras are read here, so the server need not reach them. A page shows what is seen.
              --server     address of the server, such as http://localhost:9001; without it: Roboflow's cloud
              --workspace  workspace of the workflow
              --workflow   the workflow's id
              --model      a model in place of a workflow, such as rfdetr-nano
              --task       task of the model, such as object-detection; needed at a server that is not Roboflow's

            The last line is the summary: frames=N predictions=N lost=0 seconds=S
              frames       frames in the file, counted by decoding it apart from the worker; of a stream or camera, the
                           frames the workflow was given (those it is too slow for are skipped before)
              predictions  lines in predictions.jsonl
              lost         frames minus predictions
            Exit code 0: nothing lost. 1: something went wrong, and one line says what. Ctrl-C ends the run early,
            with what there is by then and an exit code that is not 0.
            """;

    private static final Set<String> KNOWN = Set.of("--source", "--input", "--workflow", "--output", "--seconds", "--server", "--workspace",
            "--model", "--task", "--record");
    private static final String WEBCAM = "webcam";
    private static final int LONGEST = 86_400;

    /** @throws ExampleException naming the argument that is wrong */
    static QuickstartOptions parse(String... args) {
        if (Arrays.stream(args).anyMatch(arg -> arg.matches("--?(api[-_]?)?key(=.*)?"))) {
            throw new ExampleException("a key in the arguments can be read by other processes; set the variable " + OwnServer.KEY
                    + ", or leave it out and be asked");
        }
        Arguments arguments = Arguments.parse(KNOWN, args);
        if (arguments.help()) {
            return new QuickstartOptions(null, "parts", Path.of("target"), null, null, 0, true);
        }
        String input = arguments.text("--source", arguments.text("--input", null));
        OwnServer server = OwnServer.parse(arguments);
        String workflow = server != null ? server.workflow() : arguments.text("--workflow", "parts");
        if (server == null && !"parts".equals(workflow) && !"people".equals(workflow)) {
            throw new ExampleException("--workflow is parts or people, not " + workflow
                    + "; for a workflow of your own add --server or --workspace");
        }
        checkInput(arguments.text("--source", null) == null ? "--input" : "--source", input);
        int seconds = arguments.number("--seconds", 0, 0, LONGEST);
        Path record = arguments.text("--record", null) == null ? null : arguments.directory("--record", null);
        return new QuickstartOptions(input, workflow, arguments.directory("--output", "target"), server, record, seconds, false);
    }

    private static void checkInput(String option, String input) {
        if (input == null || WEBCAM.equals(input)) {
            return;
        }
        if (isRtsp(input)) {
            checkRtsp(option, input);
            return;
        }
        if (input.contains("://")) {
            throw new ExampleException(option + " is a file, an rtsp:// URL or webcam; download " + withoutUserInfo(input) + " first");
        }
        Path file = path(option, input);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ExampleException(option + " " + input + (Files.isDirectory(file) ? " is a directory; name a video file in it"
                    : Files.exists(file) ? " is not a readable file" : " does not exist"));
        }
    }

    private static void checkRtsp(String option, String input) {
        try {
            if (new URI(input).getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // Without the cause: its message has the URL, and with it the password.
            throw new ExampleException(option + " " + withoutUserInfo(input) + " is not a valid URL; escape special characters as %XX");
        }
        throw new ExampleException(option + " " + withoutUserInfo(input) + " names no host; write rtsp://HOST/PATH");
    }

    private static Path path(String option, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new ExampleException(option + " " + value + " is not a path: " + e.getReason(), e);
        }
    }

    boolean rtsp() {
        return isRtsp(input);
    }

    boolean webcam() {
        return WEBCAM.equals(input);
    }

    /** Whether the input has no end of its own. */
    boolean live() {
        return rtsp() || webcam();
    }

    private static boolean isRtsp(String input) {
        String lower = input == null ? "" : input.toLowerCase(Locale.ROOT);
        return lower.startsWith("rtsp://") || lower.startsWith("rtsps://");
    }

    /** For the client's URI; empty without a recording. */
    String recordOption() {
        return record == null ? "" : "&recordDirectory=" + Example.raw(record.toString());
    }

    /** What the frames go through, as it may be shown. */
    String shownWork() {
        return server == null ? "workflow " + workflow : server.shownWork() + " of " + server.shownUrl();
    }

    /** The input as it may be shown: a URL without user and password. */
    String shownInput() {
        return input == null ? "the rendered conveyor" : webcam() ? "the camera of this machine" : withoutUserInfo(input);
    }

    private static String withoutUserInfo(String input) {
        return input.replaceFirst("^([a-zA-Z]+://)[^/]*@", "$1");
    }
}
