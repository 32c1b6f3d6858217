package io.github.camelvision.roboflow.webrtc.examples.browser;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Roboflow's browser SDK, as npm has it, in Chromium against the Java worker. Frames carry painted numbers, so a result says which frame
 * the worker saw, and the page reads which frame the remote video shows.
 */
class BrowserIT {

    private static final int FILE_FRAMES = 60;
    private static final int NEXT = 10_000;
    private static final int RTSP_FPS = 15;

    @TempDir
    private static Path directory;

    private static InteropPage page;
    private static RouteFixture worker;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        Browser.assumeAvailable();
        page = new InteropPage(NodePackages.sdk(), TestVideos.of(FILE_FRAMES).file());
        worker = new RouteFixture().routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:interop?workflowId=interop&apiKeys=test-key&allowedSourceHosts=127.0.0.1"
                        + "&corsAllowedOrigins=" + page.url()).routeId("interop").process(BrowserIT::readNumber);
            }
        }).start();
        browser = Browser.start(FakeCamera.painted(directory));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (worker != null) {
            worker.close();
        }
        if (page != null) {
            page.close();
        }
    }

    @BeforeEach
    void openPage() {
        browser.open(page.url() + "/");
        browser.awaitValue("the SDK", "typeof window.interop", type -> type.asText().equals("object"));
    }

    /** Ends the session from the page, as a user who leaves it. */
    @AfterEach
    void cleanUp() {
        browser.evaluate("interop.cleanup()");
        await("end of the session").atMost(60, SECONDS).until(() -> consumer().getSessions() == 0);
    }

    private static void readNumber(Exchange exchange) {
        Frame frame = exchange.getMessage().getBody(Frame.class);
        int number = PaintedFrames.read(frame);
        exchange.getMessage().setBody(Map.of("number", number, "image", frame,
                "predictions", Map.of("predictions", List.of(Map.of("class", "n" + number))),
                "next", PaintedFrames.paint(Math.max(0, number) + NEXT, frame.width(), frame.height())));
    }

    private static WorkerConsumer consumer() {
        return (WorkerConsumer) worker.context().getRoute("interop").getConsumer();
    }

    @Test
    void streamsTheCameraChangesOutputsAndCleansUp() throws Exception {
        begin("useStream", "");
        awaitFrames(20);
        // The fake camera repeats its file: every number it can show, and no other.
        browser.awaitValue("frames of the remote video", "interop.painted()", numbers -> numbers.size() >= 5);
        assertThat(stream(browser.evaluate("interop.painted()"))).allMatch(number -> number >= 1 && number <= FakeCamera.PAINTED);
        assertThat(browser.evaluate("interop.playing()").asBoolean()).isTrue();

        browser.evaluate("interop.reconfigure({dataOutput: ['predictions']})");
        browser.awaitValue("predictions", "interop.last()", last -> last.at("/serialized_output_data/predictions/predictions/0/class")
                .asText().startsWith("n") && !last.at("/serialized_output_data").has("number"));
        browser.evaluate("interop.reconfigure({streamOutput: ['next']})");
        browser.awaitValue("frames of the other output", "interop.painted()",
                numbers -> stream(numbers).anyMatch(number -> number > NEXT));
        browser.evaluate("interop.reconfigure({dataOutput: []})");
        browser.awaitValue("messages without outputs", "interop.last()",
                last -> last.path("serialized_output_data").isNull() && last.path("video_metadata").has("frame_id"));
        assertThat(browser.evaluate("interop.errors()")).isEmpty();

        long sent = browser.evaluate("interop.framesSent()").asLong();
        long answered = browser.evaluate("interop.count()").asLong();
        InteropRecord.write("use-stream", "useStream (camera)", "video and data", sent, answered);
        assertThat(answered).isPositive();

        browser.evaluate("interop.cleanup()");
        assertThat(browser.evaluate("interop.state()")).extracting(JsonNode::asText).containsExactly("closed", "ended");
        await("end of the session").atMost(60, SECONDS).until(() -> consumer().getSessions() == 0);
    }

    @Test
    void answersEveryFrameOfAFileAndSaysThatItIsComplete() throws Exception {
        begin("useVideoFile", "file: '/video.mp4', realtime: false");
        browser.awaitValue("the end", "interop.complete()", JsonNode::asBoolean);

        List<Integer> expected = IntStream.rangeClosed(1, FILE_FRAMES).boxed().toList();
        JsonNode frames = browser.evaluate("interop.numbers()");
        assertThat(frames).extracting(frame -> frame.get(0).asInt()).isEqualTo(expected);
        assertThat(frames).extracting(frame -> frame.get(1).asInt()).isEqualTo(expected);
        assertThat(browser.evaluate("interop.errors()")).isEmpty();
        browser.awaitValue("a frame of the remote video", "interop.painted()", numbers -> !numbers.isEmpty());
        InteropRecord.write("use-video-file", "useVideoFile (every frame)", "video and data", FILE_FRAMES, frames.size());

        JsonNode uploads = browser.evaluate("interop.uploads()");
        long size = TestVideos.of(FILE_FRAMES).file().toFile().length();
        assertThat(uploads).extracting(upload -> upload.get(0).asLong()).isSorted().doesNotHaveDuplicates().endsWith(size);
        assertThat(uploads).extracting(upload -> upload.get(1).asLong()).containsOnly(size);
        browser.awaitValue("onComplete", "interop.completions()", count -> count.asInt() == 1);
    }

    @Test
    void sendsTheOutputsOfAFileWithoutVideoWhenNoneIsAskedFor() throws Exception {
        begin("useVideoFile", "file: '/video.mp4', realtime: false, streamOutput: [], dataOutput: ['number', 'image']");
        browser.awaitValue("the end", "interop.complete()", JsonNode::asBoolean);
        JsonNode frames = browser.evaluate("interop.numbers()");
        assertThat(frames).extracting(frame -> frame.get(1).asInt()).isEqualTo(IntStream.rangeClosed(1, FILE_FRAMES).boxed().toList());
        assertThat(browser.evaluate("interop.messages().filter(m => m.serialized_output_data?.image?.type === 'base64').length").asInt())
                .isEqualTo(FILE_FRAMES);
        InteropRecord.write("use-video-file-data", "useVideoFile (every frame)", "data with frames", FILE_FRAMES, frames.size());
    }

    @Test
    void playsAFileAtItsPaceAsTheSdkDoesByDefault() throws Exception {
        begin("useVideoFile", "file: '/video.mp4'");
        browser.awaitValue("the end", "interop.complete()", JsonNode::asBoolean);
        JsonNode frames = browser.evaluate("interop.numbers()");
        // In realtime a frame may be skipped, but none is taken for another, and they keep their order.
        assertThat(frames).isNotEmpty().extracting(frame -> frame.get(1).asInt()).isSorted().doesNotHaveDuplicates()
                .allMatch(number -> number >= 1 && number <= FILE_FRAMES);
        InteropRecord.write("use-video-file-realtime", "useVideoFile (realtime)", "video and data", FILE_FRAMES, frames.size());
    }

    @Test
    void showsAnRtspCameraThatTheWorkerReads() throws Exception {
        PythonPeer.assumeRtspAvailable();
        try (PythonPeer camera = PythonPeer.rtspServer("--fps", String.valueOf(RTSP_FPS))) {
            begin("useRtspStream", "rtspUrl: '" + camera.rtspUrl() + "'");
            awaitFrames(30);
            browser.awaitValue("frames of the remote video", "interop.painted()", numbers -> numbers.size() >= 5);
            assertThat(browser.evaluate("interop.errors()")).isEmpty();
            List<Integer> numbers = stream(browser.evaluate("interop.numbers().map(frame => frame[1])")).boxed().toList();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            // The camera's frames up to the newest that was answered.
            InteropRecord.write("use-rtsp-stream", "useRtspStream", "video and data", numbers.get(numbers.size() - 1) - numbers.get(0) + 1,
                    numbers.size());
            browser.evaluate("interop.cleanup()");
        }
    }

    @Test
    void aRefusalReachesThePageInItsWords() {
        String options = "{worker: '" + workerUrl() + "', apiKey: 'wrong'}";
        assertThat(browser.evaluate("interop.useStream(" + options + ").then(() => 'connected', e => e.message)").asText())
                .contains("401").contains("API key");
    }

    private static void begin(String function, String options) {
        browser.evaluate("interop." + function + "({worker: '" + workerUrl() + "', " + options + "})");
    }

    private static String workerUrl() {
        return worker.context().resolvePropertyPlaceholders("{{worker.url}}");
    }

    private static void awaitFrames(int count) {
        browser.awaitValue("frames with their number", "interop.numbers()",
                frames -> frames.size() >= count && frames.get(frames.size() - 1).get(1).asInt() > 0);
    }

    private static IntStream stream(JsonNode numbers) {
        return IntStream.range(0, numbers.size()).map(i -> numbers.get(i).asInt());
    }
}
