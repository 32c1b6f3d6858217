package io.github.camelvision.roboflow.webrtc.examples.browser;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.ConveyorVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example as a user sees it: run.sh, and the page in Chromium, whose camera looks at the quickstart's conveyor. Takes the screenshot of
 * the documentation, {@code target/browser.png}; with {@code -Dscreenshot.update=true} it becomes the committed one.
 */
class BrowserExampleIT {

    private static final int CAMERA_FRAMES = 75;
    private static final int ROWS_OF_THE_PICTURE = 40;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static ConveyorVideo conveyor;
    private static Browser browser;
    private static ExampleProcess example;

    @BeforeAll
    static void start() throws Exception {
        Browser.assumeAvailable();
        conveyor = new ConveyorVideo(directory);
        conveyor.renderIfMissing(frame -> {});
        example = ExampleProcess.start(directory, Map.of());
        browser = Browser.start(FakeCamera.of(conveyor.video(), CAMERA_FRAMES));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (example != null) {
            assertThat(example.log()).doesNotContain("Exception");
            example.close();
        }
    }

    @BeforeEach
    void openPage() throws IOException {
        Files.deleteIfExists(results());
        browser.call("page.setViewportSize", Map.of("width", 1280, "height", 800));
        browser.open(example.url());
        browser.awaitValue("the workflows", "document.querySelectorAll('#workflow option').length", count -> count.asInt() == 3);
    }

    @AfterEach
    void leavePage() {
        browser.open("about:blank");
    }

    @Test
    void showsWhatTheRouteFindsInTheCamerasPicture() throws Exception {
        browser.choose("#workflow", "parts");
        browser.click("#start");
        awaitFrames(30);
        browser.awaitValue("the remote video", "document.getElementById('video').currentTime", time -> time.asDouble() > 1);
        browser.awaitValue("detections", "document.querySelectorAll('#rows tr').length", rows -> rows.asInt() >= ROWS_OF_THE_PICTURE);
        assertThat(browser.evaluate("document.getElementById('video').videoWidth").asInt()).isEqualTo(640);
        assertThat(browser.text("#problem")).isEmpty();
        assertThat(browser.text("#state")).isEqualTo("running");
        browser.awaitValue("a name in the list", "document.getElementById('rows').textContent",
                text -> text.asText().matches("(?s).*(red|green|blue|yellow|orange|white|black|purple) .*%.*"));

        assertThat(browser.evaluate("document.querySelector('.numbers').getBoundingClientRect().bottom <= innerHeight").asBoolean())
                .as("the numbers are seen without scrolling").isTrue();
        Path screenshot = Path.of("target", "browser.png");
        browser.screenshot(screenshot);
        if (Boolean.getBoolean("screenshot.update")) {
            Path committed = Path.of("..", "..", "docs", "images", "browser.png");
            Files.createDirectories(committed.getParent());
            Files.copy(screenshot, committed, StandardCopyOption.REPLACE_EXISTING);
        }
        browser.call("page.emulateMedia", Map.of("colorScheme", "dark"));
        browser.screenshot(Path.of("target", "browser-dark.png"));
        browser.call("page.emulateMedia", Map.of("colorScheme", "light"));
        browser.call("page.setViewportSize", Map.of("width", 390, "height", 844));
        browser.screenshot(Path.of("target", "browser-narrow.png"));
        assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth").asBoolean()).isTrue();

        browser.click("#stop");
        browser.awaitValue("the end", "document.getElementById('state').textContent", state -> state.asText().startsWith("done"));
        browser.awaitValue("a camera that is off", "document.getElementById('start').disabled", disabled -> !disabled.asBoolean());
        assertThat(lines()).isNotEmpty().allMatch(line -> line.path("workflow").asText().equals("parts"))
                .anyMatch(line -> line.at("/predictions/predictions").size() > 0);
    }

    @Test
    void answersEveryFrameOfAFileWithTheKeyboardAlone() throws Exception {
        browser.call("page.focus", "input[name=source][value=camera]");
        browser.press("ArrowRight");
        browser.call("page.setInputFiles", "#file", conveyor.video().toAbsolutePath().toString());
        browser.call("page.focus", "#workflow");
        browser.press("End");
        assertThat(browser.evaluate("document.getElementById('workflow').value").asText()).isEqualTo("parts");
        browser.press("Tab");
        assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("every");
        browser.press("Tab");
        browser.press("Enter");

        browser.awaitValue("the end", "document.getElementById('state').textContent", state -> state.asText().startsWith("done"));
        assertThat(browser.text("#state")).isEqualTo("done, " + ConveyorVideo.FRAMES + " frames");
        assertThat(browser.evaluate("""
                (() => {
                    const last = document.getElementById('last');
                    const pixels = last.getContext('2d').getImageData(0, 0, last.width, last.height).data;
                    const light = pixels.filter((value, index) => index % 4 === 0 && value > 40).length;
                    return last.checkVisibility() && light > pixels.length / 40;
                })()""").asBoolean()).as("the last frame stays").isTrue();
        browser.screenshot(Path.of("target", "browser-file-end.png"));
        assertThat(browser.text("#percent")).isEqualTo("100 %");
        assertThat(browser.text("#problem")).isEmpty();
        assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("start");

        await("a line for every frame").atMost(60, SECONDS).until(() -> lines().size() == ConveyorVideo.FRAMES);
        List<JsonNode> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i).path("frame").asInt()).isEqualTo(i + 1);
        }
        InteropRecord.write("example-file", "examples/browser (file through the key proxy)", "video and data", ConveyorVideo.FRAMES,
                lines.size());
    }

    @Test
    void saysInPlainWordsWhatIsWrong() {
        browser.click("input[name=source][value=file]");
        browser.click("#start");
        assertThat(browser.text("#problem")).isEqualTo("Choose a video file first.");

        browser.call("page.setInputFiles", "#file", Path.of("package.json").toAbsolutePath().toString());
        browser.click("#start");
        browser.awaitValue("the problem", "document.getElementById('problem').textContent", text -> text.asText().contains("video"));
        browser.awaitValue("another try", "document.getElementById('start').disabled", disabled -> !disabled.asBoolean());

        browser.click("input[name=source][value=camera]");
        browser.evaluate("void (navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); })");
        browser.click("#start");
        browser.awaitValue("the problem", "document.getElementById('problem').textContent",
                text -> text.asText().startsWith("The browser may not use the camera. Allow it"));
        assertThat(browser.evaluate("document.getElementById('start').disabled").asBoolean()).isFalse();
    }

    private static void awaitFrames(int count) {
        browser.awaitValue("answered frames", "Number(document.getElementById('frames').textContent)", frames -> frames.asInt() >= count);
    }

    private static Path results() {
        return directory.resolve("detections.jsonl");
    }

    private static List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.exists(results()) ? Files.readAllLines(results()) : List.<String> of()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
