package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker against a client on raw peers, over real WebRTC in one JVM. */
@Timeout(120)
class WorkerLoopbackIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path uploads;

    private RtcRuntime runtime;
    private WorkerServer server;

    @BeforeEach
    void start() {
        runtime = RtcRuntime.create();
        // the number that is painted in each frame is what the workflow "sees"
        server = new WorkerServer(WorkerOptions.builder().uploadDirectory(uploads)
                .allowedSourceHosts(List.of("127.0.0.1")).build(), task -> {
                    Map<String, Object> outputs = new LinkedHashMap<>();
                    outputs.put("number", PaintedFrames.read(task.frame()));
                    outputs.put("image", task.frame());
                    return CompletableFuture.completedFuture(outputs);
                }, runtime::newPeer);
    }

    @AfterEach
    void stop() {
        server.stop().toCompletableFuture().join();
        assertThat(server.sessions()).isEmpty();
        await().untilAsserted(() -> assertThat(uploads).isEmptyDirectory());
        runtime.close();
    }

    @Test
    void anUploadedFileGivesEveryFrameOnceInOrderPacedByAcknowledgements() throws Exception {
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, true)) {
            client.onResult = id -> client.say("{\"ack\": " + id + "}");
            WorkerSession session = client.connect(server,
                    "{'video_file_upload':true,'webrtc_realtime_processing':false,'declared_fps':12}");
            client.upload(TestVideos.of(300).file());
            await().atMost(LONG).until(client::complete);
            everyFrameOnceInOrder(client, 300);
            InferenceResult first = client.frames().get(0);
            // the file's own, not what the client declared
            assertThat(first.metadata().declaredFps()).isEqualTo(30.0);
            assertThat(first.metadata().pts()).isZero();
            assertThat(client.frames().get(30).metadata().rtpTicks()).isEqualTo(90_000);
            InferenceResult last = client.results.get(client.results.size() - 1);
            assertThat(last.frameId()).isEqualTo(300);
            assertThat(last.terminationReason()).isNull();
            assertThat(last.errors()).isEmpty();
            assertThat(session.state()).isEqualTo(WorkerSession.State.DRAINING);
        }
    }

    @Test
    void imagesLargerThanAChunkArriveByDataChannel() throws Exception {
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, true)) {
            client.connect(server, "{'video_file_upload':true,'webrtc_realtime_processing':false,'data_output':['image','number']}");
            client.upload(new TestVideos(20, 1280, 720, 25, TestVideos.Codec.mpeg4, 0).file());
            await().atMost(LONG).until(client::complete);
            everyFrameOnceInOrder(client, 20);
            assertThat(client.frames()).anySatisfy(result -> assertThat(result.json().length).isGreaterThan(48 * 1024))
                    .allSatisfy(result -> assertThat(PaintedFrames.read(result.image("image"))).isEqualTo((int) result.frameId()));
        }
    }

    @Test
    void aRotatedFileIsTurnedUpright() throws Exception {
        for (int degrees : new int[] {90, 180, 270}) {
            try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, true)) {
                client.connect(server, "{'video_file_upload':true,'webrtc_realtime_processing':false}");
                client.upload(TestVideos.of(10).size(480, 640).rotated(degrees).file());
                await().atMost(LONG).until(client::complete);
                everyFrameOnceInOrder(client, 10);
                assertThat(client.frames().get(0).metadata().width()).isEqualTo(480);
            }
        }
    }

    @Test
    void aRealtimeFileTakesAsLongAsItPlays() throws Exception {
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, true)) {
            client.connect(server, "{'video_file_upload':true,'webrtc_realtime_processing':true}");
            long start = System.nanoTime();
            client.upload(TestVideos.of(60).file());
            await().atMost(LONG).until(client::complete);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1500));
            assertThat(client.frames()).hasSizeGreaterThan(40);
        }
    }

    @Test
    void aFileCanBeReturnedAsVideo() throws Exception {
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.RECEIVE, true)) {
            client.connect(server, "{'video_file_upload':true,'webrtc_realtime_processing':true,'stream_output':['image']}");
            client.upload(TestVideos.of(90).file());
            await().atMost(LONG).until(client::complete);
            assertThat(client.video.stream().map(PaintedFrames::read).filter(number -> number > 0).distinct().count()).isGreaterThan(30);
        }
    }

    @Test
    void framesOfTheTrackAreAnsweredWithTheirNumbersAndTimes() throws Exception {
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.SEND_AND_RECEIVE, false)) {
            WorkerSession session = client.connect(server, "{'manual_mode':true,'webrtc_realtime_processing':true,"
                    + "'stream_output':['image'],'data_output':['number']}");
            client.bitrate(1_500_000, 4_000_000);
            push(client, 150);
            // how many get through depends on the machine's load; that each is answered or counted as dropped does not
            await().atMost(LONG).untilAsserted(() -> {
                WorkerStatistics statistics = session.statistics();
                assertThat(statistics.framesIn()).isGreaterThan(75).isEqualTo(statistics.framesProcessed() + statistics.droppedLate());
                assertThat(client.frames()).hasSize((int) statistics.framesProcessed());
            });
            List<Integer> numbers = client.frames().stream().map(result -> result.field("number").asInt()).filter(n -> n > 0).toList();
            assertThat(numbers).hasSizeGreaterThan(60).isSorted().doesNotHaveDuplicates();
            // 0 is the first decoded frame; the second one may have come before that one was taken, and then it is the newest
            assertThat(client.frames().get(0).metadata().pts()).isBetween(0L, 20_000L);
            timesFollowTheNumbers(client.frames());
            assertThat(client.video.stream().map(PaintedFrames::read).filter(number -> number > 0).distinct().count()).isGreaterThan(30);
        }
    }

    @Test
    void aSessionWithoutAClientHasNoAge() throws Exception {
        WorkerOptions options = WorkerOptions.builder().maxSessionAge(Duration.ofMillis(1100)).allowedSourceHosts(List.of("127.0.0.1"))
                .build();
        try (MjpegCamera camera = new MjpegCamera(Integer.MAX_VALUE);
                WorkerServer worker = new WorkerServer(options, task -> CompletableFuture.completedFuture(Map.of()), runtime::newPeer)) {
            WorkerSession session = worker.capture("alone", WorkerRequests.request("{'mjpeg_url':'" + camera.url() + "'}"), Map.of(),
                    SessionDialect.WORKER, processor -> processor);
            await().atMost(LONG).until(() -> session.statistics().framesProcessed() > 3);
            await().during(Duration.ofMillis(500)).until(() -> session.state() == WorkerSession.State.STREAMING);
        }
    }

    @Test
    void anMjpegCameraIsCapturedByTheWorker() throws Exception {
        try (MjpegCamera camera = new MjpegCamera(90);
                LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.RECEIVE, false)) {
            client.connect(server, "{'mjpeg_url':'" + camera.url() + "','stream_output':['image'],'data_output':['number']}");
            await().atMost(LONG).until(() -> client.frames().stream().anyMatch(result -> result.field("number").asInt() == 90));
            List<Integer> numbers = client.frames().stream().map(result -> result.field("number").asInt()).toList();
            assertThat(numbers.subList(0, numbers.indexOf(90) + 1)).hasSizeGreaterThan(40).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void aCameraThatIsNotThereEndsTheSessionWithItsError() throws Exception {
        String url;
        try (MjpegCamera camera = new MjpegCamera(1)) {
            url = camera.url();
        }
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.NONE, false)) {
            client.connect(server, "{'mjpeg_url':'" + url + "'}");
            await().atMost(LONG).until(client::complete);
            assertThat(client.results.get(0).errors()).singleElement().asString().startsWith("The MJPEG stream");
        }
    }

    @Test
    void aClientThatGoesAwayEndsItsSession() throws Exception {
        LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.SEND_AND_RECEIVE, false);
        WorkerSession session = client.connect(server, "{'manual_mode':true}");
        client.hangUp();
        await().atMost(LONG).until(() -> session.state() == WorkerSession.State.CLOSED);
        client.close();
    }

    private static void everyFrameOnceInOrder(LoopbackClient client, int frames) {
        assertThat(client.frames().stream().map(InferenceResult::frameId)).containsExactlyElementsOf(
                LongStream.rangeClosed(1, frames).boxed().toList());
        assertThat(client.frames()).allSatisfy(result -> {
            assertThat(result.errors()).isEmpty();
            assertThat(result.field("number").asLong()).isEqualTo(result.frameId());
        });
    }

    /** 30 frames per second were sent: the pts tells it within what a timer on a busy machine allows. */
    private static void timesFollowTheNumbers(List<InferenceResult> results) {
        InferenceResult a = results.get(20);
        InferenceResult b = results.get(results.size() - 1);
        double ticksPerFrame = (b.metadata().pts() - a.metadata().pts())
                / (double) (b.field("number").asInt() - a.field("number").asInt());
        assertThat(ticksPerFrame).isBetween(2000.0, 4500.0);
    }

    private static void push(LoopbackClient client, int frames) throws InterruptedException {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger number = new AtomicInteger();
        clock.scheduleAtFixedRate(() -> {
            if (number.get() < frames) {
                client.push(PaintedFrames.paint(number.incrementAndGet(), 640, 480));
            } else {
                clock.shutdown();
            }
        }, 0, 33_333, TimeUnit.MICROSECONDS);
        assertThat(clock.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
}
