package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FfmpegCli;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clips of routes: the numbers painted in their frames are those around what happened. */
class ClipsIT {

    private static final int FRAMES = 240;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int SPEED = 4;
    private static final int PITCH = 300;
    private static final int LINE = 320;
    private static final String RULES = """
            {"objects": {"confirmFrames": 1, "confirmOf": 1, "endAfter": 0.5, "updateEvery": 0},
             "lines": [{"name": "gate", "from": [%d, 0], "to": [%d, 480], "anchors": "center"}]}""".formatted(LINE, LINE);

    @TempDir
    Path directory;

    @BeforeEach
    void commands() {
        FfmpegCli.assumeAvailable();
    }

    private static Map<String, Object> belt(Exchange exchange) {
        Frame frame = exchange.getMessage().getBody(Frame.class);
        int number = PaintedFrames.read(frame);
        List<Map<String, Object>> found = new ArrayList<>();
        for (int part = 0; part * PITCH < SPEED * FRAMES; part++) {
            int x = SPEED * number - PITCH * part;
            if (x > 30 && x < WIDTH - 30) {
                found.add(Map.of("x", x, "y", 400, "width", 60, "height", 60, "confidence", 0.9, "class", "nut", "tracker_id", part + 1));
            }
        }
        return Map.of("predictions", Map.of("image", Map.of("width", WIDTH, "height", HEIGHT), "predictions", found), "image", frame);
    }

    private RouteBuilder belt(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:belt?workflowId=belt&allowedSourceHosts=*").process(e -> e.getMessage().setBody(belt(e)));
                from("roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=belt&clipDirectory=RAW(" + directory + ")"
                        + "&emitClips=true&emitEvents=true&" + options).routeId("client").to("mock:all");
            }
        };
    }

    private static List<Exchange> clips(MockEndpoint all) {
        return all.getExchanges().stream().filter(e -> e.getMessage().getHeader(RoboflowWebrtcConstants.CLIP) != null).toList();
    }

    private static List<Integer> shown(File clip) {
        byte[] all = FfmpegCli.shown(clip.toPath());
        int size = Frame.sizeOf(WIDTH, HEIGHT);
        return IntStream.range(0, all.length / size).mapToObj(n -> PaintedFrames.read(
                Frame.ofI420(WIDTH, HEIGHT, Arrays.copyOfRange(all, n * size, (n + 1) * size), 0))).toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private static RoboflowWebrtcConsumer consumer(RouteFixture fixture) {
        return (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
    }

    /** Every frame of the file comes back, faster or slower than it is watched: its own time counts. */
    @Test
    void clipsOfAFileShowExactlyTheTimeAroundItsEvents() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(belt("emit=objects&objectRules=#rules&clipOn=crossed:gate&clipBefore=300&clipAfter=200&streamOutput=image"
                    + "&dataOutput=predictions&reconnect=false&source=file&sourceUri=RAW(" + TestVideos.of(FRAMES).file() + ")"));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            List<Integer> crossings = IntStream.range(0, 10).map(part -> (LINE + PITCH * part) / SPEED + 1).filter(n -> n <= FRAMES).boxed()
                    .toList();
            assertThat(crossings).containsExactly(81, 156, 231);
            await("clips").atMost(300, SECONDS).until(() -> clips(all).size() == crossings.size());
            for (int n = 0; n < crossings.size(); n++) {
                Exchange clip = clips(all).get(n);
                int crossed = crossings.get(n);
                assertThat(shown(clip.getMessage().getBody(File.class))).isEqualTo(numbers(crossed - 9, Math.min(FRAMES, crossed + 6)));
                assertThat(clip.getMessage().getHeaders())
                        .containsEntry(RoboflowWebrtcConstants.CLIP, "crossed")
                        .containsEntry(RoboflowWebrtcConstants.SESSION_NAME, "north")
                        .containsEntry(RoboflowWebrtcConstants.LINE, "gate")
                        .containsEntry(RoboflowWebrtcConstants.OBJECT_CLASS, "nut")
                        .containsEntry(RoboflowWebrtcConstants.FRAME_ID, crossed - 9L)
                        .containsEntry(RoboflowWebrtcConstants.LAST_FRAME_ID, (long) Math.min(FRAMES, crossed + 6))
                        .containsEntry(Exchange.CONTENT_TYPE, "video/mp4");
                ObjectEvent event = all.getExchanges().stream().map(e -> e.getMessage().getBody())
                        .filter(ObjectEvent.class::isInstance).map(ObjectEvent.class::cast)
                        .filter(e -> e.type() == ObjectEvent.Type.crossed).toList().get(n);
                assertThat(clip.getMessage().getHeader(RoboflowWebrtcConstants.OBJECT_ID)).isEqualTo(event.objectId());
                assertThat(clip.getMessage().getHeader(RoboflowWebrtcConstants.CLIP_EVENTS)).isEqualTo(List.of(event.id()));
                List<String> lines = Files.readAllLines(Path.of(clip.getMessage().getHeader(RoboflowWebrtcConstants.CLIP_RESULTS,
                        String.class)));
                assertThat(lines).hasSize(16 - Math.max(0, crossed + 6 - FRAMES)).allMatch(line -> line.contains("\"class\":\"nut\""));
            }
            assertThat(consumer(fixture).getClipsWritten()).isEqualTo(3);
            assertThat(consumer(fixture).getClipFramesLost()).isZero();
        }
    }

    /** The parts cross the line 2.5 seconds after each other. */
    @ParameterizedTest
    @CsvSource({"1500, 36, 1", "500, 216, 3"})
    void clipsThatOverlapAreOneAndTheOldestAreDeleted(int around, int first, int clips) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(belt("emit=objects&objectRules=#rules&clipOn=crossed&clipBefore=" + around + "&clipAfter=" + around
                    + "&clipMaxBytes=1&streamOutput=image&dataOutput=predictions&reconnect=false&source=file&sourceUri=RAW("
                    + TestVideos.of(FRAMES).file() + ")"));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            await("clips").atMost(300, SECONDS).until(() -> clips(all).size() == clips);
            Exchange last = clips(all).get(clips - 1);
            assertThat(shown(last.getMessage().getBody(File.class))).isEqualTo(numbers(first, FRAMES));
            assertThat(last.getMessage().getHeader(RoboflowWebrtcConstants.CLIP_EVENTS, List.class)).hasSize(4 - clips);
            assertThat(directory).isDirectoryContaining("glob:**.mp4");
            assertThat(directory.toFile().list()).as("the newest and its results").hasSize(2);
            assertThat(consumer(fixture).getClipsWritten()).isEqualTo(clips);
            assertThat(consumer(fixture).getClipsDeleted()).isEqualTo(clips - 1);
        }
    }

    /** By track some frames may be lost; those that are there are in their place. */
    @Test
    void clipsOfAFileThatComesBackByTrackShowTheTimeAroundItsEvents() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(belt("emit=objects&objectRules=#rules&clipOn=crossed&clipBefore=300&clipAfter=200&streamOutput=image"
                    + "&frameDelivery=track&reconnect=false&source=file&sourceUri=RAW(" + TestVideos.of(FRAMES).file() + ")"));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            await("clips").atMost(300, SECONDS).until(() -> clips(all).size() == 3);
            List<Integer> shown = shown(clips(all).get(1).getMessage().getBody(File.class));
            assertThat(shown).isSorted().doesNotHaveDuplicates().isSubsetOf(numbers(147, 162)).hasSizeGreaterThan(8);
        }
    }

    /** The predicate is true for one frame in the middle. */
    @ParameterizedTest
    @ValueSource(strings = {"emit=predictions", "emit=paired&streamOutput=image"})
    void aPredicateMakesAClipOfFramesOfProducers(String emit) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("sixty", (Predicate<InferenceResult>) result -> result.detections().getList().stream()
                    .anyMatch(part -> Math.round(part.x() / SPEED) == 60));
            fixture.routes(belt(emit + "&clipOn=#sixty&clipBefore=1s&clipAfter=1s&source=manual&queueSize=100&lossless=true"));
            fixture.start();
            try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
                FrameFeeder.pump(140, WIDTH, HEIGHT, 20, frame -> template.sendBody("roboflow-webrtc:north?apiUrl={{worker.url}}"
                        + "&workspace=test&workflowId=belt", frame));
            }
            MockEndpoint all = fixture.mock("all");
            await("clip").atMost(45, SECONDS).until(() -> !clips(all).isEmpty());
            List<Integer> shown = shown(clips(all).get(0).getMessage().getBody(File.class));
            assertThat(shown).contains(60).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(10);
            assertThat(shown.get(0)).isLessThan(60);
            assertThat(shown.get(shown.size() - 1)).isGreaterThan(60);
            assertThat(clips(all).get(0).getMessage().getHeader(RoboflowWebrtcConstants.CLIP)).isEqualTo("predicate");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"emit=predictions", "emit=frames&streamOutput=image"})
    void theCommandClipAnswersWithTheFile(String emit) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(belt(emit + "&clipBefore=500&clipAfter=500&source=webcam&deviceFormat=lavfi"
                    + "&sourceUri=RAW(testsrc2=size=320x240:rate=30)"));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            await("results or frames").atMost(45, SECONDS).until(() -> all.getExchanges().stream()
                    .anyMatch(e -> e.getMessage().getHeader(RoboflowWebrtcConstants.EVENT) == null));
            try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
                String producer = "roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=belt";
                Exchange reply = template.request(producer, e -> e.getMessage().setHeader(RoboflowWebrtcConstants.COMMAND, "clip"));
                assertThat(reply.getException()).isNull();
                File clip = reply.getMessage().getBody(File.class);
                assertThat(clip).exists().hasParent(directory.toFile());
                assertThat(reply.getMessage().getHeader(RoboflowWebrtcConstants.CLIP)).isEqualTo("command");
                assertThat(FfmpegCli.count(clip.toPath())).isGreaterThan(5);
                await("exchange").atMost(45, SECONDS).until(() -> clips(all).size() == 1);
                assertThat(clips(all).get(0).getMessage().getBody(File.class)).isEqualTo(clip);

                template.sendBodyAndHeader(producer, "as it is", RoboflowWebrtcConstants.COMMAND, "clip");
                await("second").atMost(45, SECONDS).until(() -> clips(all).size() == 2);
                consumer(fixture).clip();
                await("third").atMost(45, SECONDS).until(() -> consumer(fixture).getClipsWritten() == 3);
            }
        }
    }

    /** A clip that is open when the route stops is finished. */
    @Test
    void theEndOfTheRouteFinishesTheClip() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.routes(belt("emit=predictions&clipAfter=10m&source=webcam&deviceFormat=lavfi"
                    + "&sourceUri=RAW(testsrc2=size=320x240:rate=30)"));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            await("results").atMost(45, SECONDS).until(() -> all.getExchanges().stream()
                    .anyMatch(e -> e.getMessage().getBody() instanceof InferenceResult));
            AtomicReference<CompletableFuture<Exchange>> reply = new AtomicReference<>();
            try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
                reply.set(template.asyncSend("roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=belt", e -> {
                    e.setPattern(org.apache.camel.ExchangePattern.InOut);
                    e.getMessage().setHeader(RoboflowWebrtcConstants.COMMAND, "clip");
                }));
                await("a clip that grows").atMost(45, SECONDS).until(() -> directory.toFile().list().length == 2);
                fixture.context().getRouteController().stopRoute("client");
                File clip = reply.get().get(45, SECONDS).getMessage().getBody(File.class);
                assertThat(FfmpegCli.count(clip.toPath())).isPositive();
            }
        }
    }

    /** The server reads the camera: its frames come back because clips are wanted. */
    @ParameterizedTest
    @ValueSource(strings = {"rtsp", "mjpeg"})
    void clipsOfACameraThatTheServerReads(String source) throws Exception {
        PythonPeer.assumeRtspAvailable();
        try (PythonPeer camera = source.equals("rtsp") ? PythonPeer.rtspServer() : PythonPeer.mjpegServer();
                RouteFixture fixture = new RouteFixture()) {
            fixture.routes(belt("emit=objects&clipOn=appeared&clipBefore=1s&clipAfter=1s&streamOutput=image&source=" + source
                    + "&sourceUri=" + (source.equals("rtsp") ? camera.rtspUrl() : camera.httpUrl() + "/test")));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            await("clip").atMost(300, SECONDS).until(() -> !clips(all).isEmpty());
            List<Integer> shown = shown(clips(all).get(0).getMessage().getBody(File.class));
            assertThat(shown).doesNotContain(-1).doesNotHaveDuplicates().hasSizeGreaterThan(5);
        }
    }

    private RouteBuilder objects(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:belt?workflowId=belt").process(e -> e.getMessage().setBody(belt(e)));
                from("roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=belt&emit=objects&objectRules=#rules&"
                        + options).routeId("client").to("mock:all");
            }
        };
    }

    private static List<Frame> snapshots(MockEndpoint all) {
        return all.getExchanges().stream().filter(e -> "ended".equals(e.getMessage().getHeader(RoboflowWebrtcConstants.OBJECT_EVENT)))
                .map(e -> ImageCodec.decode(e.getMessage().getHeader(RoboflowWebrtcConstants.SNAPSHOT, byte[].class))).toList();
    }

    /** All sightings are equally good, but for those at the border: the first is the best one. */
    @Test
    void theBestSnapshotGoesWithTheEndOfEachObject() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(objects("snapshots=frame&streamOutput=image&dataOutput=predictions&reconnect=false&source=file&sourceUri=RAW("
                    + TestVideos.of(FRAMES).file() + ")"));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            await("snapshots").atMost(300, SECONDS).until(() -> snapshots(all).size() == 4);
            assertThat(snapshots(all).stream().map(PaintedFrames::read)).containsExactlyInAnyOrder(8, 83, 158, 233);
            assertThat(all.getExchanges()).filteredOn(e -> e.getMessage().getHeader(RoboflowWebrtcConstants.SNAPSHOT) != null).hasSize(4);
        }
    }

    @Test
    void aSnapshotOfAProducersFrameIsCutOut() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(objects("snapshots=crop&annotate=true&source=manual&lossless=true&queueSize=100"));
            fixture.start();
            MockEndpoint all = fixture.mock("all");
            try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
                String producer = "roboflow-webrtc:north?apiUrl={{worker.url}}&workspace=test&workflowId=belt";
                for (int number = 20; number <= 24; number++) {
                    template.requestBody(producer, PaintedFrames.paint(number, WIDTH, HEIGHT));
                }
                await("no part").atMost(45, SECONDS).until(() -> {
                    template.requestBody(producer, PaintedFrames.paint(0, WIDTH, HEIGHT));
                    return !snapshots(all).isEmpty();
                });
            }
            Frame crop = snapshots(all).get(0);
            // the part, and a margin of 15 % on each side
            assertThat(crop.width()).isBetween(76, 80);
            assertThat(crop.height()).isBetween(76, 80);
        }
    }

    @Test
    void withoutAFolderTheCommandSaysSo() throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.start();
            try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
                assertThatThrownBy(() -> template.requestBodyAndHeader("roboflow-webrtc:south?" + RouteFixture.client(), "",
                        RoboflowWebrtcConstants.COMMAND, "clip")).rootCause().hasMessageContaining("clipDirectory");
            }
        }
    }
}
