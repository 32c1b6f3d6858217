package io.github.camelvision.roboflow.webrtc.core.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.Chromium;
import io.github.camelvision.roboflow.webrtc.testing.FfmpegCli;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Painted numbers tell which frames are in a clip; FFmpeg's own commands and a browser tell whether it plays. */
class ClipFilesIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int FPS = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Clip> clips = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final MemoryBudget budget = MemoryBudget.ofHeap(200_000_000);

    private final ClipListener listener = new ClipListener() {
        @Override
        public void written(Clip clip) {
            clips.add(clip);
        }

        @Override
        public void failed(RoboflowWebrtcException cause) {
            failures.add(cause.getMessage());
        }
    };

    @BeforeEach
    void commands() {
        FfmpegCli.assumeAvailable();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private ClipRecorder recorder(boolean annotated) {
        ClipRules rules = new ClipRules(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMinutes(1), 50_000_000, annotated);
        return new ClipRecorder("dock", rules, new ClipDirectory(directory, "dock", 0, null), budget, threads,
                InferenceResult::detections, result -> false, listener);
    }

    private static Instant at(int number) {
        return START.plus(Duration.ofSeconds(number).dividedBy(FPS));
    }

    private static ClipFrame frame(int number, IntFunction<Frame> frames) {
        InferenceResult result = InferenceResult.of(number, Map.of("found", Detections.on(WIDTH, HEIGHT)
                .add("part", 0.9, 400, 300, 200, 100).build()));
        return new ClipFrame(number, at(number), Frame.sizeOf(WIDTH, HEIGHT), () -> frames.apply(number), result, null);
    }

    /** As fast as they are taken, so that none is dropped. */
    private static void offer(ClipRecorder recorder, int from, int to, IntFunction<Frame> frames) {
        for (int number = from; number <= to; number++) {
            ClipFrame frame = frame(number, frames);
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> recorder.offer(frame));
        }
    }

    private static Frame painted(int number) {
        return PaintedFrames.paint(number, WIDTH, HEIGHT);
    }

    private static List<Integer> shown(Path video, int width, int height) {
        byte[] all = FfmpegCli.shown(video);
        int size = Frame.sizeOf(width, height);
        List<Integer> numbers = new ArrayList<>();
        for (int at = 0; at + size <= all.length; at += size) {
            numbers.add(PaintedFrames.read(Frame.ofI420(width, height, Arrays.copyOfRange(all, at, at + size), 0)));
        }
        return numbers;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private Clip end(ClipRecorder recorder) throws InterruptedException {
        recorder.close();
        assertThat(recorder.awaitEnd(PATIENCE)).isTrue();
        assertThat(failures).isEmpty();
        assertThat(budget.used()).isZero();
        assertThat(clips).hasSize(1);
        return clips.get(0);
    }

    @Test
    void aClipHasExactlyTheFramesAroundWhatHappenedAndTheirResultsBeside() throws Exception {
        ClipRecorder recorder = recorder(false);
        offer(recorder, 1, 100, ClipFilesIT::painted);
        recorder.happened(at(90), ClipReason.of("appeared"));
        offer(recorder, 101, 200, ClipFilesIT::painted);
        Clip clip = end(recorder);
        assertThat(shown(clip.video(), WIDTH, HEIGHT)).isEqualTo(numbers(65, 140));
        assertThat(clip.firstFrameId()).isEqualTo(65);
        assertThat(clip.lastFrameId()).isEqualTo(140);
        assertThat(clip.frames()).isEqualTo(76).isEqualTo(FfmpegCli.count(clip.video()));
        assertThat(clip.from()).isEqualTo(at(65));
        assertThat(clip.to()).isEqualTo(at(140));
        assertThat(clip.reasons()).containsExactly(ClipReason.of("appeared"));
        List<String> lines = Files.readAllLines(clip.results());
        assertThat(lines).hasSize(76);
        JsonNode second = JSON.readTree(lines.get(1));
        assertThat(second.path("frame").asInt()).isEqualTo(66);
        assertThat(second.path("at").asText()).isEqualTo(at(66).toString());
        assertThat(second.path("seconds").asDouble()).isEqualTo(0.04);
        assertThat(InferenceResult.parse(JSON.writeValueAsBytes(second.path("result"))).detections().getFirst().className())
                .isEqualTo("part");
    }

    @Test
    void theResultBesideHasNoImages() throws Exception {
        ClipRecorder recorder = recorder(false);
        InferenceResult result = InferenceResult.of(7, Map.of("image", painted(7), "count", 3));
        recorder.offer(new ClipFrame(7, at(7), 1_000, () -> result.image("image"), result, null));
        recorder.happened(at(7), ClipReason.of("now"));
        Clip clip = end(recorder);
        JsonNode outputs = JSON.readTree(Files.readString(clip.results())).path("result").path("serialized_output_data");
        assertThat(outputs).isEqualTo(JSON.readTree("{\"count\":3}"));
        assertThat(shown(clip.video(), WIDTH, HEIGHT)).containsExactly(7);
    }

    @Test
    void detectionsAreDrawnWhereTheyAreWanted() throws Exception {
        ClipRecorder recorder = recorder(true);
        offer(recorder, 1, 10, ClipFilesIT::painted);
        recorder.happened(at(5), ClipReason.of("now"));
        Clip clip = end(recorder);
        assertThat(shown(clip.video(), WIDTH, HEIGHT)).isEqualTo(numbers(1, 10));
        byte[] all = FfmpegCli.shown(clip.video());
        // the middle of the box's left edge is far more colourful than the frame
        int chroma = WIDTH * HEIGHT + (300 / 2) * (WIDTH / 2) + 300 / 2;
        int plain = painted(1).i420()[chroma] & 0xFF;
        assertThat(all[chroma] & 0xFF).isNotCloseTo(plain, org.assertj.core.data.Offset.offset(10));
    }

    /** A camera that is turned or changes its size in the middle, odd sizes included. */
    @Test
    void framesOfAnotherSizeAreScaled() throws Exception {
        ClipRecorder recorder = recorder(false);
        offer(recorder, 1, 5, n -> PaintedFrames.paint(n, 641, 481));
        offer(recorder, 6, 10, n -> PaintedFrames.paint(n, 960, 720));
        recorder.happened(at(5), ClipReason.of("now"));
        Clip clip = end(recorder);
        assertThat(shown(clip.video(), 640, 480)).isEqualTo(numbers(1, 10));
    }

    @Test
    void whatCannotBeKeptUpWithIsDroppedAndCounted() throws Exception {
        ClipRecorder recorder = recorder(false);
        CountDownLatch busy = new CountDownLatch(1);
        recorder.offer(frame(1, n -> {
            try {
                assertThat(busy.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return painted(n);
        }));
        recorder.happened(at(1), ClipReason.of("now"));
        for (int number = 2; number <= 50; number++) {
            recorder.offer(frame(number, ClipFilesIT::painted));
        }
        assertThat(recorder.counts().dropped()).isEqualTo(20);
        busy.countDown();
        Clip clip = end(recorder);
        assertThat(shown(clip.video(), WIDTH, HEIGHT)).isEqualTo(numbers(1, 30));
        assertThat(recorder.counts().frames()).isEqualTo(30);
        assertThat(recorder.counts().written()).isOne();
        assertThat(recorder.offer(frame(51, ClipFilesIT::painted))).isFalse();
    }

    @Test
    void aFrameThatCannotBeReadIsToldAndLeftOut() throws Exception {
        ClipRecorder recorder = recorder(false);
        offer(recorder, 1, 3, n -> n == 2 ? ImageCodec.decode(new byte[] {1, 2, 3}) : painted(n));
        recorder.happened(at(3), ClipReason.of("now"));
        recorder.close();
        assertThat(recorder.awaitEnd(PATIENCE)).isTrue();
        assertThat(shown(clips.get(0).video(), WIDTH, HEIGHT)).containsExactly(1, 3);
        assertThat(failures).singleElement().asString().startsWith("A frame could not be kept for clips: ");
        assertThat(recorder.counts().unreadable()).isOne();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldAndTheNextClipIsTried() throws Exception {
        Path place = directory.resolve("clips");
        Files.writeString(place, "a file");
        ClipRules rules = new ClipRules(Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1), 50_000_000, false);
        ClipRecorder recorder = new ClipRecorder("dock", rules, new ClipDirectory(place, "dock", 0, null), budget, threads,
                InferenceResult::detections, result -> false, listener);
        offer(recorder, 1, 1, ClipFilesIT::painted);
        recorder.happened(at(1), ClipReason.of("now"));
        await().atMost(PATIENCE).until(() -> recorder.counts().failed() == 1);
        assertThat(failures).singleElement().asString().startsWith("A clip could not be written: ").contains(place.toString());
        Files.delete(place);
        failures.clear();
        offer(recorder, 2, 2, ClipFilesIT::painted);
        recorder.happened(at(2), ClipReason.of("again"));
        assertThat(shown(end(recorder).video(), WIDTH, HEIGHT)).containsExactly(2);
    }

    @Test
    void aBrowserPlaysItFromTheFirstToTheLastFrame() throws Exception {
        ClipRecorder recorder = recorder(false);
        offer(recorder, 1, 60, ClipFilesIT::painted);
        recorder.happened(at(40), ClipReason.of("now"));
        Clip clip = end(recorder);
        try (Chromium browser = Chromium.start()) {
            browser.evaluate("document.body.innerHTML = '<video id=v muted></video>'; v.src = 'data:video/mp4;base64,"
                    + Base64.getEncoder().encodeToString(Files.readAllBytes(clip.video())) + "'; v.onended = () => window.over = true; 1");
            browser.until("v.error || v.readyState >= 2");
            assertThat(browser.evaluate("v.error && v.error.message").isNull()).isTrue();
            assertThat(frame(browser)).isEqualTo(15);
            browser.evaluate("v.play(); 1");
            browser.until("window.over");
            assertThat(frame(browser)).isEqualTo(60);
        }
    }

    private static int frame(Chromium browser) {
        String url = browser.evaluate("(() => { const c = document.createElement('canvas'); c.width = v.videoWidth; "
                + "c.height = v.videoHeight; c.getContext('2d').drawImage(v, 0, 0); return c.toDataURL('image/png'); })()").asText();
        return PaintedFrames.read(ImageCodec.decode(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1))));
    }

    @Test
    void aProcessThatIsKilledLeavesAFileThatPlays() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Endless.class.getName(), directory.toString())
                        .redirectErrorStream(true).redirectOutput(directory.resolve("log.txt").toFile()).start();
        long last;
        try {
            await().atMost(PATIENCE).until(() -> !child.isAlive() || lastLine(directory) >= 120);
            assertThat(child.isAlive()).as(() -> log(directory)).isTrue();
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        last = lastLine(directory);
        List<Integer> shown = shown(only(directory, ".mp4"), WIDTH, HEIGHT);
        // the newest second is in no fragment yet
        assertThat(shown).hasSizeGreaterThanOrEqualTo((int) last - FPS - 1).isEqualTo(numbers(1, shown.size()));
    }

    private static long lastLine(Path directory) throws IOException {
        Path results = only(directory, ".jsonl");
        if (results == null) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(results)) {
            return lines.count();
        }
    }

    private static Path only(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElse(null);
        }
    }

    private static String log(Path directory) {
        try {
            return Files.readString(directory.resolve("log.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A process that writes one clip until it is killed. */
    static final class Endless {

        private Endless() {}

        public static void main(String[] arguments) {
            ClipRules rules = new ClipRules(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1), 50_000_000, false);
            ClipRecorder recorder = new ClipRecorder("dock", rules, new ClipDirectory(Path.of(arguments[0]), "dock", 0, null),
                    MemoryBudget.heap(), Executors.newSingleThreadExecutor(), InferenceResult::detections, result -> false,
                    new ClipListener() {
                        @Override
                        public void written(Clip clip) {
                            throw new AssertionError("never");
                        }

                        @Override
                        public void failed(RoboflowWebrtcException cause) {
                            cause.printStackTrace();
                            Runtime.getRuntime().halt(1);
                        }
                    });
            recorder.happened(at(1), ClipReason.of("now"));
            offer(recorder, 1, Integer.MAX_VALUE, ClipFilesIT::painted);
        }
    }
}
