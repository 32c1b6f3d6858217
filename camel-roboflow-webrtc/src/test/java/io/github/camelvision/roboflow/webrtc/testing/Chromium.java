package io.github.camelvision.roboflow.webrtc.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium with one page, driven by its DevTools protocol. */
public final class Chromium implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> COMMANDS = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();

    private Chromium(String command) throws Exception {
        profile = Files.createTempDirectory("chromium");
        process = new ProcessBuilder(command, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--force-device-scale-factor=1", "--window-size=1280,900", "--remote-debugging-port=0",
                "--user-data-dir=" + profile, "about:blank")
                        .redirectErrorStream(true).redirectOutput(profile.resolve("log.txt").toFile()).start();
        HttpClient http = HttpClient.newHttpClient();
        Path portFile = profile.resolve("DevToolsActivePort");
        await("Chromium's start").atMost(PATIENCE).until(() -> !process.isAlive()
                || Files.exists(portFile) && Files.readAllLines(portFile).size() == 2);
        if (!process.isAlive()) {
            throw new IllegalStateException("Chromium did not start: " + Files.readString(profile.resolve("log.txt")));
        }
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(portFile).get(0) + "/json/list");
        String[] page = new String[1];
        await("Chromium's page").atMost(PATIENCE).until(() -> {
            String targets = http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString()).body();
            for (JsonNode target : JSON.readTree(targets)) {
                if (target.path("type").asText().equals("page")) {
                    page[0] = target.path("webSocketDebuggerUrl").asText();
                }
            }
            return page[0] != null;
        });
        socket = http.newWebSocketBuilder().buildAsync(URI.create(page[0]), new Answers()).get(60, TimeUnit.SECONDS);
        call("Page.enable", Map.of());
    }

    /** Skips the test where Chromium is not installed; fails it in CI. */
    public static Chromium start() throws Exception {
        String command = COMMANDS.stream().filter(Chromium::onPath).findFirst().orElse(null);
        if (command == null && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("CI needs Chromium: none of " + COMMANDS + " is on the PATH");
        }
        Assumptions.assumeTrue(command != null, () -> "skipped: none of " + COMMANDS + " is on the PATH");
        return new Chromium(command);
    }

    private static boolean onPath(String command) {
        return Stream.of(Objects.toString(System.getenv("PATH"), "").split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    public void open(String url) {
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of a JavaScript expression in the page. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    /** Waits until the expression is true in the page. */
    public void until(String expression) {
        await(expression).atMost(PATIENCE).pollInterval(Duration.ofMillis(100))
                .until(() -> evaluate("Boolean(" + expression + ")").asBoolean());
    }

    /** Presses and releases a key that types nothing. */
    public void press(String key, int code) {
        for (String type : List.of("keyDown", "keyUp")) {
            call("Input.dispatchKeyEvent", key.equals("Enter") && type.equals("keyDown")
                    ? Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code, "text", "\r")
                    : Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
        }
    }

    /** Presses the mouse at one point of the view, and lets go at another one, or there. */
    public void drag(double x, double y, double toX, double toY) {
        mouse("mouseMoved", x, y, 0);
        mouse("mousePressed", x, y, 1);
        mouse("mouseMoved", (x + toX) / 2, (y + toY) / 2, 1);
        mouse("mouseMoved", toX, toY, 1);
        mouse("mouseReleased", toX, toY, 0);
    }

    private void mouse(String type, double x, double y, int buttons) {
        call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", type.equals("mouseMoved") && buttons == 0
                ? "none" : "left", "buttons", buttons, "clickCount", 1));
    }

    /** Taps a point of the view with a finger. */
    public void tap(double x, double y) {
        call("Input.dispatchTouchEvent", Map.of("type", "touchStart", "touchPoints", List.of(Map.of("x", x, "y", y))));
        call("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
    }

    public void darkMode(boolean dark) {
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme",
                "value", dark ? "dark" : "light"))));
    }

    public void size(int width, int height) {
        call("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** PNG of what is visible. */
    public byte[] screenshot() {
        return Base64.getDecoder().decode(call("Page.captureScreenshot", Map.of("format", "png")).path("data").asText());
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.sendText(message.toString(), true);
        JsonNode all = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (all.has("error")) {
            throw new IllegalStateException(method + ": " + all.path("error"));
        }
        return all.path("result");
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
        await("Chromium's end").atMost(PATIENCE).until(() -> !process.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    CompletableFuture<JsonNode> waiting = calls.remove(message.path("id").asInt());
                    if (waiting != null) {
                        waiting.complete(message);
                    }
                } catch (IOException e) {
                    calls.values().forEach(call -> call.completeExceptionally(e));
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
