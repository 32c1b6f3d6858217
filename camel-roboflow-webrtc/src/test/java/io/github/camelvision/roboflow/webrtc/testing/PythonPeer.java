package io.github.camelvision.roboflow.webrtc.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server of {@code src/test/python} as a process: the aiortc worker, the RTSP server or the MJPEG camera. {@link #close()} stops it
 * and asserts that it ended cleanly. Its events and standard error are kept under target/python-peers.
 */
public final class PythonPeer implements AutoCloseable {

    private static final long READY_SECONDS = 120;
    private static final long STOP_SECONDS = 15;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String script;
    private final Process process;
    private final Path log;
    private final Path errors;
    private final int port;
    private volatile boolean crashed;

    private PythonPeer(String script, Process process, Path log, Path errors) {
        this.script = script;
        this.process = process;
        this.log = log;
        this.errors = errors;
        this.port = awaitReady();
    }

    /** Whether the aiortc peers can run here. */
    public static boolean available() {
        return PythonEnvironment.runs(PythonEnvironment.AIORTC);
    }

    /** Skips the test, visibly, where aiortc is missing; an error when the environment says CI=true. */
    public static void assumeAvailable() {
        PythonEnvironment.assume(PythonEnvironment.AIORTC, "python3-aiortc");
    }

    /** As {@link #assumeAvailable()}, for {@link #rtspServer}. */
    public static void assumeRtspAvailable() {
        PythonEnvironment.assume(PythonEnvironment.GSTREAMER, "python3-gi, gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-good,"
                + " gstreamer1.0-plugins-bad, gstreamer1.0-plugins-ugly and python3-aiortc");
    }

    /** The aiortc worker; its options are at the top of aiortc_worker.py. */
    public static PythonPeer worker(String... options) {
        return start("aiortc_worker.py", options);
    }

    /** The RTSP server at {@link #rtspUrl()}. */
    public static PythonPeer rtspServer(String... options) {
        return start("rtsp_server.py", options);
    }

    /** The MJPEG camera at {@link #httpUrl()} + "/test". */
    public static PythonPeer mjpegServer(String... options) {
        return start("mjpeg_server.py", options);
    }

    /**
     * Starts a script and waits until it serves.
     *
     * @throws AssertionError when it does not become ready, with its standard error
     */
    public static PythonPeer start(String script, String... options) {
        return start(script, Map.of(), options);
    }

    /** The same with more environment variables. */
    public static PythonPeer start(String script, Map<String, String> environment, String... options) {
        Path run = PythonEnvironment.newRun(script);
        Path log = run.resolveSibling(run.getFileName() + ".jsonl");
        Path errors = run.resolveSibling(run.getFileName() + ".err");
        List<String> arguments = new ArrayList<>(List.of("--stdin-guard", "--log", log.toString()));
        arguments.addAll(List.of(options));
        try {
            ProcessBuilder command = PythonEnvironment.command(script, errors, arguments);
            command.environment().putAll(environment);
            return new PythonPeer(script, command.start(), log, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int awaitReady() {
        CompletableFuture<Integer> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(ready), script + "-stdout");
        reader.setDaemon(true);
        reader.start();
        try {
            return ready.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError(script + " did not become ready: " + errors(), e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + script + " was starting", e);
        }
    }

    private void readOutput(CompletableFuture<Integer> ready) {
        try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("READY ")) {
                    ready.complete(Integer.valueOf(line.substring("READY ".length()).trim()));
                }
            }
            ready.completeExceptionally(new IllegalStateException("its output ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Without a path: the worker's apiUrl. */
    public String httpUrl() {
        return "http://127.0.0.1:" + port;
    }

    public String rtspUrl() {
        return "rtsp://127.0.0.1:" + port + "/test";
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Kills the process without warning, as a crash would; {@link #close()} then asserts nothing. */
    public void crash() {
        crashed = true;
        process.destroyForcibly();
        try {
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process stands still (SIGSTOP), as one on a machine that has no time for it, until {@link #resume()}. */
    public void pause() {
        signal("STOP");
    }

    /** It goes on where it stood. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the peer has logged so far under this event name, oldest first: see the script's --log. */
    public List<JsonNode> events(String name) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : text(log).split("\n")) {
            if (!line.isBlank() && line.endsWith("}")) {
                JsonNode event = parse(line);
                if (name.equals(event.path("event").asText())) {
                    events.add(event);
                }
            }
        }
        return events;
    }

    /** The peer's standard error so far. */
    public String errors() {
        return text(errors);
    }

    /** SIGTERM; asserts that the process ends by itself with exit code 0. Idempotent. */
    @Override
    public void close() {
        if (crashed) {
            return;
        }
        // Process.destroy() would close its standard input, too, and so hide how it ends with that open
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(script + " did not stop: " + errors());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return;
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(script + " ended with " + process.exitValue() + ": " + errors());
        }
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
