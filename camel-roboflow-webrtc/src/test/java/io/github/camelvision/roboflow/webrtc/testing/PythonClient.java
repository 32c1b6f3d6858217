package io.github.camelvision.roboflow.webrtc.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The aiortc client of {@code src/test/python}: one run is one session against any worker, judged by its JSON summary. */
public final class PythonClient {

    private PythonClient() {}

    /**
     * What a run came to.
     *
     * @param exitCode 0 when the client found everything right: see summary.ok
     * @param summary sent, answered, doubled, wrong, order_ok, complete, reason, frames_received, last_answered, duration, ...
     * @param errors the client's standard error
     */
    public record Outcome(int exitCode, JsonNode summary, String errors) {

        public boolean ok() {
            return exitCode == 0;
        }

        public int count(String field) {
            return summary.path(field).asInt();
        }

        public boolean is(String field) {
            return summary.path(field).asBoolean();
        }

        public String text(String field) {
            return summary.path(field).asText();
        }
    }

    /** Runs the client to its end, which its own --timeout (default 60 s) bounds. */
    public static Outcome run(String url, String mode, String... options) {
        return start(url, mode, options).join();
    }

    /** Starts the client; the future completes at its end. */
    public static CompletableFuture<Outcome> start(String url, String mode, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--stdin-guard", "--url", url, "--mode", mode));
        arguments.addAll(List.of(options));
        return start("aiortc_client.py", arguments);
    }

    /** Runs the client of the Stream Manager's TCP port to its end. */
    public static Outcome runStreamManager(int port) {
        PythonEnvironment.assume(PythonEnvironment.AIORTC, "python3-aiortc");
        return start("stream_manager_client.py", List.of("--port", String.valueOf(port))).join();
    }

    /** How many chunks aiortc would never send after a loss, without the mend of the test's peers and with it. */
    public static Outcome stallOfChannels() {
        PythonEnvironment.assume(PythonEnvironment.AIORTC, "python3-aiortc");
        return start("mended_sctp.py", List.of()).join();
    }

    private static CompletableFuture<Outcome> start(String script, List<String> arguments) {
        Path run = PythonEnvironment.newRun(script);
        Path errors = run.resolveSibling(run.getFileName() + ".err");
        Path output = run.resolveSibling(run.getFileName() + ".out");
        try {
            Process process = PythonEnvironment.command(script, errors, arguments).redirectOutput(output.toFile()).start();
            return process.onExit().thenApply(ended -> outcome(ended, output, errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(Process ended, Path output, Path errors) {
        String json = PythonPeer.text(output).strip();
        if (json.isEmpty()) {
            throw new AssertionError("the client ended with " + ended.exitValue() + ": " + PythonPeer.text(errors));
        }
        return new Outcome(ended.exitValue(), PythonPeer.parse(json), PythonPeer.text(errors));
    }
}
