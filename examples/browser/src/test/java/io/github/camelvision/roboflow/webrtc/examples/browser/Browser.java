package io.github.camelvision.roboflow.webrtc.examples.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium with one page and a fake camera, driven through Playwright in a process of Node.js. Used by one thread. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final Path log;

    private Browser(Process process, Path log) throws IOException {
        this.process = process;
        this.log = log;
        answers = process.inputReader();
        commands = process.outputWriter();
        answer("start");
    }

    /** Skips the test, visibly, where Chromium or npm are missing, but fails it on the CI server, where they must be there. */
    static void assumeAvailable() {
        List<String> missing = new ArrayList<>();
        if (chromium() == null) {
            missing.add("chromium");
        }
        if (onPath("node") == null) {
            missing.add("nodejs");
        }
        if (onPath("npm") == null) {
            missing.add("npm");
        }
        if (missing.isEmpty()) {
            return;
        }
        String message = "A test peer is missing: install " + String.join(", ", missing);
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message + " (CI=true: skipping is not allowed)");
        }
        Assumptions.abort(message);
    }

    private static Path chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome").map(Browser::onPath).filter(path -> path != null)
                .findFirst().orElse(null);
    }

    private static Path onPath(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator)).map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable).findFirst().orElse(null);
    }

    /** @param camera what the camera shows, a Y4M or MJPEG file; null for Chromium's own test pattern */
    static Browser start(Path camera) throws IOException, InterruptedException {
        Path modules = NodePackages.install();
        Path run = Files.createDirectories(Path.of("target", "browser").toAbsolutePath());
        Path profile = Files.createTempDirectory(run, "profile");
        Path log = Path.of(profile + ".log");
        List<String> command = new ArrayList<>(List.of("node", Path.of("src/test/browser/drive.mjs").toAbsolutePath().toString(),
                modules.toString(), chromium().toString(), profile.toString(), log.toString()));
        if (camera != null) {
            command.add("--use-file-for-fake-video-capture=" + camera.toAbsolutePath());
        }
        return new Browser(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start(), log);
    }

    void open(String url) {
        call("page.goto", url);
    }

    void click(String selector) {
        call("page.click", selector);
    }

    void press(String key) {
        call("page.keyboard.press", key);
    }

    void choose(String selector, String value) {
        call("page.selectOption", selector, value);
    }

    String text(String selector) {
        return call("page.textContent", selector).asText();
    }

    /** The value of a JavaScript expression; of a promise, what it becomes. */
    JsonNode evaluate(String expression) {
        return call("page.evaluate", expression);
    }

    /** Evaluates until the value is as expected. */
    JsonNode awaitValue(String what, String expression, Predicate<JsonNode> expected) {
        JsonNode[] last = new JsonNode[1];
        try {
            await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                last[0] = evaluate(expression);
                return expected.test(last[0]);
            });
        } catch (RuntimeException e) {
            throw new AssertionError(what + " did not come: " + last[0] + "\n" + log(), e);
        }
        return last[0];
    }

    void screenshot(Path file) {
        call("page.screenshot", Map.of("path", file.toAbsolutePath().toString()));
    }

    /** What the page wrote to its console, and which requests failed. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssertionError when it fails */
    JsonNode call(String method, Object... arguments) {
        ObjectNode command = JSON.createObjectNode().put("call", method);
        command.set("args", JSON.valueToTree(arguments));
        try {
            commands.write(JSON.writeValueAsString(command));
            commands.newLine();
            commands.flush();
            return answer(method);
        } catch (IOException e) {
            throw new AssertionError(method + " could not be sent: " + log(), e);
        }
    }

    private JsonNode answer(String what) throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new AssertionError("the browser is gone (" + what + "): " + log());
        }
        JsonNode answer = JSON.readTree(line);
        if (answer.has("error")) {
            throw new AssertionError(what + ": " + answer.path("error").asText() + "\n" + log());
        }
        return answer.path("value");
    }

    /** Ends Chromium and its driver. */
    @Override
    public void close() throws IOException, InterruptedException {
        commands.close();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
