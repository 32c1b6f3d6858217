package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.PeerListener;
import io.github.camelvision.roboflow.webrtc.core.worker.output.FrameProcessor;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session between a fake connection and a fake workflow. */
class WorkerSessionTest {

    private static final String TRACK_BATCH = "{'webrtc_realtime_processing':false}";

    @TempDir
    Path uploads;

    private volatile FakeWorkerPeer peer;
    private WorkerServer server;
    private WorkerSession session;

    @AfterEach
    void everythingIsFreed() {
        if (server != null) {
            server.stop().toCompletableFuture().join();
            assertThat(session.state()).isEqualTo(WorkerSession.State.CLOSED);
            assertThat(peer.closed).isTrue();
            assertThat(server.sessions()).isEmpty();
            await().untilAsserted(() -> assertThat(uploads).isEmptyDirectory());
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .noneMatch(name -> name.contains(session.id())));
        }
    }

    @Test
    void everyFrameOfABatchTrackGivesOneMessageInOrder() {
        FakeWorkerPeer.Channel channel = start(TRACK_BATCH, task -> done(Map.of("number", PaintedFrames.read(task.frame()))));
        frames(1, 20);
        await().until(() -> channel.results.size() == 20);
        assertThat(channel.frameIds()).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
        for (InferenceResult result : channel.results) {
            assertThat(result.field("number").asLong()).isEqualTo(result.frameId());
            assertThat(result.metadata().pts()).isEqualTo((result.frameId() - 1) * PaintedFrames.TICKS);
            assertThat(result.metadata().width()).isEqualTo(320);
        }
        assertThat(session.statistics().framesProcessed()).isEqualTo(20);
        assertThat(channel.last().metadata().measuredFps()).isPositive();
    }

    @Test
    void aClientWithTooManyChannelsLosesItsSessionAndTheLogSaysSoOnce() {
        try (CapturedLog log = new CapturedLog()) {
            start("{}", task -> done(Map.of()));
            for (int channels = 2; channels <= PeerListener.MAX_CHANNELS; channels++) {
                peer.open("more");
            }
            assertThat(session.state()).isEqualTo(WorkerSession.State.STREAMING);
            for (int more = 0; more < 3_000; more++) {
                peer.open("video_upload");
            }
            await().until(() -> session.state() == WorkerSession.State.CLOSED);
            assertThat(log.lines().stream().filter(line -> line.contains("data channels"))).hasSizeLessThanOrEqualTo(2)
                    .anyMatch(line -> line.contains("more than 16 data channels"));
            assertThat(log.lines()).hasSizeLessThan(100);
        }
    }

    /** Handling it fails, too, as when the heap is full: the session ends all the same, and its client sees that. */
    @Test
    void anErrorOnTheLoopEndsTheSessionAndFreesWhatCanBeFreed() {
        try (CapturedLog log = new CapturedLog()) {
            FakeWorkerPeer.Channel channel = start(TRACK_BATCH, task -> done(Map.of()));
            channel.sendFailure = new OutOfMemoryError("expected by the test");
            peer.closeFailure = new OutOfMemoryError("expected by the test");
            frames(1, 1);
            await().until(() -> session.state() == WorkerSession.State.CLOSED);
            await().until(() -> peer.closed && server.sessions().isEmpty());
            assertThat(log.lines()).anyMatch(line -> line.contains("it was broken by java.lang.OutOfMemoryError"));
        }
    }

    @Test
    void theWindowIsKeptOnceTheClientHasAcknowledged() {
        FakeWorkerPeer.Channel channel = start(TRACK_BATCH, task -> done(Map.of()));
        frames(1, 1);
        await().until(() -> channel.results.size() == 1);
        channel.say("{\"ack\": 1}");
        frames(2, 10);
        await().until(() -> channel.results.size() == 2);
        await().during(Duration.ofMillis(100)).until(() -> channel.results.size() == 2);
        channel.say("{\"ack\": 5}");
        await().until(() -> channel.results.size() == 6);
        await().during(Duration.ofMillis(100)).until(() -> channel.results.size() == 6);
    }

    @Test
    void theNextFrameIsProcessedWhileThoseBeforeItTravelAndSentInItsTurn() {
        LinkedBlockingQueue<Integer> processed = new LinkedBlockingQueue<>();
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().maxInFlight(3), TRACK_BATCH, task -> {
            processed.add(PaintedFrames.read(task.frame()));
            return done(Map.of());
        });
        long request = session.memoryHeld();
        channel.say("{\"ack\": 1}");
        frames(1, 10);
        await().until(() -> channel.results.size() == 2 && processed.size() == 3);
        await().during(Duration.ofMillis(100)).until(() -> channel.results.size() == 2 && processed.size() == 3);
        channel.say("{\"ack\": 2}");
        await().until(() -> channel.results.size() == 3 && processed.size() == 4);
        for (int ack = 3; ack <= 10; ack++) {
            channel.say("{\"ack\": " + ack + "}");
        }
        await().until(() -> channel.results.size() == 10);
        assertThat(channel.frameIds()).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
        assertThat(processed).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        await().until(() -> session.memoryHeld() == request);
    }

    @Test
    void outputsAreThoseThatTheClientWantsWhenItAdmitsTheFrame() {
        LinkedBlockingQueue<Integer> processed = new LinkedBlockingQueue<>();
        FakeWorkerPeer.Channel channel = start("{'webrtc_realtime_processing':false,'data_output':['a'],"
                + "'workflow_configuration':{'workflow_specification':{'outputs':[{'name':'a'},{'name':'b'}]}}}", task -> {
                    processed.add(PaintedFrames.read(task.frame()));
                    return done(Map.of("a", "x".repeat(100_000), "b", 2, "image", PaintedFrames.paint(7, 1280, 720)));
                });
        long request = session.memoryHeld();
        channel.say("{\"ack\": 1}");
        frames(1, 3);
        await().until(() -> channel.results.size() == 2 && session.statistics().framesProcessed() == 3);
        await().until(() -> session.memoryHeld() > request + 1_000_000);
        channel.say("{\"data_output\": [\"b\"]}");
        channel.say("{\"ack\": 2}");
        await().until(() -> channel.results.size() == 3);
        assertThat(channel.last().outputs().size()).isEqualTo(1);
        assertThat(channel.last().field("b").asInt()).isEqualTo(2);
        assertThat(processed).containsExactly(1, 2, 3);
        assertThat(session.statistics().framesProcessed()).isEqualTo(3);
        await().until(() -> session.memoryHeld() == request);
    }

    @Test
    void aResultThatTheClientDoesNotAdmitIsNotSentAtTheEnd() {
        FakeWorkerPeer.Channel channel = start("{'webrtc_realtime_processing':false,'processing_timeout':2}", task -> done(Map.of()));
        channel.say("{\"ack\": 1}");
        frames(1, 5);
        await().until(() -> !channel.results.isEmpty() && channel.last().processingComplete());
        assertThat(channel.last().terminationReason()).isEqualTo("timeout_reached");
        assertThat(channel.last().frameId()).isEqualTo(2);
        assertThat(channel.results).hasSize(3);
        assertThat(session.statistics().framesProcessed()).isEqualTo(3);
    }

    @Test
    void realtimeProcessesTheNewestFrameAndCountsTheDroppedOnes() {
        LinkedBlockingQueue<CompletableFuture<Map<String, Object>>> pending = new LinkedBlockingQueue<>();
        FakeWorkerPeer.Channel channel = start("{}", task -> {
            CompletableFuture<Map<String, Object>> future = new CompletableFuture<>();
            pending.add(future);
            return future.thenApply(ignored -> Map.of("number", PaintedFrames.read(task.frame())));
        });
        frames(1, 1);
        await().until(() -> pending.size() == 1);
        frames(2, 9);
        pending.poll().complete(Map.of());
        await().until(() -> pending.size() == 1);
        pending.poll().complete(Map.of());
        await().until(() -> channel.results.size() == 2);
        assertThat(channel.last().field("number").asInt()).isEqualTo(9);
        assertThat(channel.last().frameId()).isEqualTo(2);
        assertThat(session.statistics().droppedLate()).isEqualTo(7);
    }

    @Test
    void aFrameThatFailsGivesItsErrorAndTheNextOneIsProcessed() {
        FakeWorkerPeer.Channel channel = start(TRACK_BATCH, task -> {
            if (task.metadata().frameId() == 1) {
                throw new IllegalStateException("model is gone");
            }
            return task.metadata().frameId() == 2 ? CompletableFuture.failedFuture(new IOException("no answer")) : done(Map.of("a", 1));
        });
        frames(1, 3);
        await().until(() -> channel.results.size() == 3);
        assertThat(channel.results.get(0).errors()).containsExactly("model is gone");
        assertThat(channel.results.get(1).errors()).containsExactly("no answer");
        assertThat(channel.results.get(2).errors()).isEmpty();
        assertThat(session.statistics().framesFailed()).isEqualTo(2);
    }

    @Test
    void resultsThatFinishOutOfOrderAreSentInOrder() {
        // by frame id: three threads process, so the calls may come in any order
        Map<Long, CompletableFuture<Map<String, Object>>> pending = new ConcurrentHashMap<>();
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().maxInFlight(3), TRACK_BATCH,
                task -> pending.computeIfAbsent(task.metadata().frameId(), id -> new CompletableFuture<>()));
        frames(1, 3);
        await().until(() -> pending.size() == 3);
        pending.get(3L).complete(Map.of());
        pending.get(2L).complete(Map.of());
        await().during(Duration.ofMillis(50)).until(() -> channel.results.isEmpty());
        pending.get(1L).complete(Map.of());
        await().until(() -> channel.results.size() == 3);
        assertThat(channel.frameIds()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aChannelThatTakesNothingStopsProduction() {
        FakeWorkerPeer.Channel channel = start(TRACK_BATCH, task -> done(Map.of()));
        channel.full = true;
        frames(1, 10);
        await().until(() -> session.statistics().framesProcessed() == 1);
        await().during(Duration.ofMillis(100)).until(() -> session.statistics().framesProcessed() == 1);
        channel.full = false;
        await().until(() -> channel.results.size() == 10);
        assertThat(channel.frameIds()).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
    }

    /** The client decides how large its frames are, how many outputs it wants, and how slowly it reads them. */
    @Test
    void framesInTheRouteAndResultsThatWaitCountAndTooManyAreRefusedAlone() {
        MemoryBudget budget = MemoryBudget.ofHeap(2 << 20);
        Map<Long, CompletableFuture<Map<String, Object>>> routes = new ConcurrentHashMap<>();
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().memory(budget).maxInFlight(3), TRACK_BATCH,
                task -> routes.computeIfAbsent(task.metadata().frameId(), id -> new CompletableFuture<>()));
        long request = session.memoryHeld();
        assertThat(request).isPositive();
        long frame = Frame.sizeOf(320, 240);
        frames(1, 3);
        await().until(() -> routes.size() == 3);
        await().until(() -> session.memoryHeld() == request + 3 * frame);
        channel.full = true;
        routes.get(1L).complete(Map.of("text", "x".repeat(600_000)));
        await().until(() -> session.statistics().framesProcessed() == 1);
        assertThat(session.memoryHeld()).isGreaterThan(600_000 + 2 * frame);
        routes.get(2L).complete(Map.of("text", "y".repeat(600_000)));
        routes.get(3L).complete(Map.of("text", "short"));
        await().until(() -> session.statistics().framesProcessed() == 3);
        channel.full = false;
        await().until(() -> channel.results.size() == 3);
        assertThat(channel.results.get(0).field("text").asText()).hasSize(600_000);
        assertThat(channel.results.get(1).errors()).singleElement().asString().contains("outputs of this frame are not sent")
                .contains("Session " + session.id() + " holds").contains("memoryBudget");
        assertThat(channel.results.get(2).field("text").asText()).isEqualTo("short");
        assertThat(budget.refused()).isEqualTo(1);
        await().until(() -> session.memoryHeld() == request);
    }

    /** Frames that wait, of this session or another, must not cost the results of those that are done. */
    @Test
    void aResultNoLargerThanItsFrameIsSentAlsoWhenNothingIsLeft() {
        MemoryBudget budget = MemoryBudget.ofHeap(2 << 20);
        Map<Long, CompletableFuture<Map<String, Object>>> routes = new ConcurrentHashMap<>();
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().memory(budget), TRACK_BATCH,
                task -> routes.computeIfAbsent(task.metadata().frameId(), id -> new CompletableFuture<>()));
        frames(1, 1);
        await().until(() -> routes.size() == 1);
        budget.account("Others").takeAnyway(budget.capacity());
        routes.get(1L).complete(Map.of("text", "short"));
        await().until(() -> channel.results.size() == 1);
        assertThat(channel.results.get(0).errors()).isEmpty();
        assertThat(channel.results.get(0).field("text").asText()).isEqualTo("short");
    }

    @Test
    void videoIsReturnedWithASensibleBitrate() {
        Frame drawn = PaintedFrames.paint(77, 1280, 720);
        FakeWorkerPeer.Channel channel = start("{'webrtc_realtime_processing':false,'stream_output':null,'declared_fps':30}",
                task -> done(Map.of("image", drawn, "count", 1)));
        frames(1, 5);
        await().until(() -> channel.results.size() == 5);
        assertThat(peer.pushed).hasSize(5).allSatisfy(frame -> assertThat(PaintedFrames.read(frame)).isEqualTo(77));
        assertThat(peer.bitrates).hasSize(1);
        assertThat(peer.bitrates.get(0)[0]).isBetween(2_000_000, 4_000_000);
        assertThat(channel.last().field("count").asInt()).isEqualTo(1);
    }

    @Test
    void errorsAreDrawnOnTheReturnedVideo() {
        FakeWorkerPeer.Channel channel = start("{'webrtc_realtime_processing':false,'stream_output':['f']}", task -> done(Map.of("a", 1)));
        frames(1, 1);
        await().until(() -> channel.results.size() == 1);
        assertThat(channel.last().errors()).containsExactly("Output 'f' not found");
        assertThat(peer.pushed.get(0).i420()).isNotEqualTo(PaintedFrames.paint(1, 320, 240).i420());
    }

    @Test
    void outputsChangeWhileRunningAndAWrongChangeIsToldAndIgnored() {
        FakeWorkerPeer.Channel channel = start("{'webrtc_realtime_processing':false,'data_output':['a'],"
                + "'workflow_configuration':{'workflow_specification':{'outputs':[{'name':'a'},{'name':'b'}]}}}",
                task -> done(Map.of("a", 1, "b", 2)));
        frames(1, 1);
        await().until(() -> channel.results.size() == 1);
        channel.say("{\"data_output\": [\"b\"]}");
        frames(2, 2);
        await().until(() -> channel.results.size() == 2);
        assertThat(channel.last().outputs().size()).isEqualTo(1);
        assertThat(channel.last().field("b").asInt()).isEqualTo(2);
        channel.say("{\"data_output\": [\"c\"]}");
        frames(3, 3);
        await().until(() -> channel.results.size() == 3);
        assertThat(channel.last().field("b").asInt()).isEqualTo(2);
        assertThat(channel.last().errors()).singleElement().asString().contains("[c]").contains("[a, b]");
        channel.say("{\"stream_output\": [\"a\"]}");
        channel.say("nonsense");
        frames(4, 4);
        await().until(() -> channel.results.size() == 4);
        assertThat(channel.last().errors()).singleElement().asString().contains("without video");
        assertThat(session.statistics().badMessages()).isEqualTo(1);
    }

    @Test
    void videoGoesOnWithTheDetectedOutputWhenNoNameIsLeft() {
        Frame other = PaintedFrames.paint(78, 320, 240);
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("first", PaintedFrames.paint(77, 320, 240));
        outputs.put("other", other);
        FakeWorkerPeer.Channel channel = start("{'webrtc_realtime_processing':false,'stream_output':['other']}", task -> done(outputs));
        frames(1, 1);
        await().until(() -> peer.pushed.size() == 1);
        channel.say("{\"stream_output\": []}");
        frames(2, 2);
        await().until(() -> peer.pushed.size() == 2);
        channel.say("{\"stream_output\": [\"other\"]}");
        frames(3, 3);
        await().until(() -> peer.pushed.size() == 3);
        assertThat(peer.pushed).extracting(PaintedFrames::read).containsExactly(78, 77, 78);
        assertThat(channel.last().errors()).isEmpty();
    }

    @Test
    void aSuspendedWorkerTakesNoFramesAndGoesOnWithThoseThatWait() {
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().idleTimeout(Duration.ofSeconds(1)), TRACK_BATCH,
                task -> done(Map.of()));
        frames(1, 2);
        await().until(() -> channel.results.size() == 2);
        server.suspend(true);
        frames(3, 5);
        await().during(Duration.ofMillis(1500)).until(() -> channel.results.size() == 2);
        assertThat(session.state()).isEqualTo(WorkerSession.State.STREAMING);
        server.suspend(false);
        await().until(() -> channel.results.size() == 5);
        assertThat(channel.frameIds()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void gzipIsSentWhenAsked() {
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().gzip(true), TRACK_BATCH,
                task -> done(Map.of("text", "x".repeat(5000))));
        frames(1, 1);
        await().until(() -> channel.results.size() == 1);
        assertThat(channel.raw.get(0)).hasSizeLessThan(1000);
        assertThat(channel.last().field("text").asText()).hasSize(5000);
    }

    @Test
    void theProcessingTimeoutEndsWithItsReasonOneSecondEarly() {
        FakeWorkerPeer.Channel channel = start("{'webrtc_realtime_processing':false,'processing_timeout':3}", task -> done(Map.of()));
        frames(1, 3);
        await().until(() -> !channel.results.isEmpty() && channel.last().processingComplete());
        assertThat(channel.last().terminationReason()).isEqualTo("timeout_reached");
        assertThat(channel.last().frameId()).isEqualTo(3);
        await().until(() -> session.state() == WorkerSession.State.CLOSED);
    }

    @Test
    void theWorkersCapOnAgeEndsASessionAsItsTimeoutDoes() {
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().maxSessionAge(Duration.ofSeconds(3)), TRACK_BATCH,
                task -> done(Map.of()));
        await().until(() -> !channel.results.isEmpty() && channel.last().processingComplete());
        assertThat(channel.last().terminationReason()).isEqualTo("timeout_reached");
        await().until(() -> session.state() == WorkerSession.State.CLOSED);
    }

    @Test
    void whatAClientCanMakeTheWorkerRememberIsBounded() {
        FakeWorkerPeer.Channel channel = start(TRACK_BATCH, task -> done(Map.of()));
        for (int i = 0; i < 100; i++) {
            channel.say("{\"stream_output\": [\"a\"]}");
        }
        channel.say("{\"data_output\": [" + "\"x\",".repeat(256) + "\"y\"]}");
        frames(1, 1);
        await().until(() -> channel.results.size() == 1);
        assertThat(channel.last().errors()).hasSize(20).last().asString().contains("256");
        assertThat(session.statistics().badMessages()).isZero();
    }

    @Test
    void aHangingProcessorDoesNotHoldUpTheTimeout() {
        FakeWorkerPeer.Channel channel = start("{'webrtc_realtime_processing':false,'processing_timeout':3}",
                task -> new CompletableFuture<>());
        frames(1, 3);
        await().until(() -> !channel.results.isEmpty() && channel.last().processingComplete());
        assertThat(channel.last().terminationReason()).isEqualTo("timeout_reached");
    }

    @Test
    void aSessionInWhichNothingHappensEnds() {
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().idleTimeout(Duration.ofMillis(300)), TRACK_BATCH,
                task -> done(Map.of()));
        await().until(() -> !channel.results.isEmpty());
        assertThat(channel.last().terminationReason()).isEqualTo("idle_timeout");
    }

    @Test
    void waitingForAnAcknowledgementIsNotIdle() {
        FakeWorkerPeer.Channel channel = start(WorkerOptions.builder().idleTimeout(Duration.ofSeconds(1)), TRACK_BATCH,
                task -> done(Map.of()));
        channel.say("{\"ack\": 1}");
        frames(1, 5);
        await().during(Duration.ofMillis(1500)).until(() -> session.state() == WorkerSession.State.STREAMING);
        assertThat(channel.results).hasSize(2);
    }

    @Test
    void aLostConnectionAndAClosedChannelEndTheSession() {
        start(TRACK_BATCH, task -> done(Map.of()));
        peer.listener.onConnectionState(RtcPeer.ConnectionState.FAILED);
        await().until(() -> session.state() == WorkerSession.State.CLOSED);
        server.stop().toCompletableFuture().join();
        FakeWorkerPeer.Channel channel = start(TRACK_BATCH, task -> done(Map.of()));
        channel.hangUp();
        await().until(() -> session.state() == WorkerSession.State.CLOSED);
        session.close();
    }

    @Test
    void withoutADataChannelVideoIsReturnedAllTheSame() {
        open(WorkerOptions.builder(), "{'webrtc_realtime_processing':false,'stream_output':['image']}",
                task -> done(Map.of("image", task.frame())));
        peer.connect();
        frames(1, 3);
        await().atMost(Duration.ofSeconds(45)).until(() -> peer.pushed.size() == 3);
    }

    @Test
    void pingsOnTheUploadChannelAreEchoed() {
        start("{'video_file_upload':true,'webrtc_realtime_processing':false}", task -> done(Map.of()));
        FakeWorkerPeer.Channel upload = peer.open("video_upload");
        upload.send(new byte[] {7});
        upload.send(new byte[0]);
        await().until(() -> upload.raw.size() == 2);
        assertThat(upload.raw.get(0)).containsExactly(7);
    }

    @Test
    void aFileThatIsNoVideoEndsWithItsError() {
        FakeWorkerPeer.Channel channel = start("{'video_file_upload':true,'webrtc_realtime_processing':false}", task -> done(Map.of()));
        FakeWorkerPeer.Channel upload = peer.open("video_upload");
        upload.send(new UploadChunk(0, 1, WorkerRequests.utf8("#EXTM3U\nfile:///etc/passwd\n")).encode());
        await().until(() -> !channel.results.isEmpty());
        assertThat(channel.last().processingComplete()).isTrue();
        assertThat(channel.last().errors()).singleElement().asString().contains("no video format");
        assertThat(channel.last().terminationReason()).startsWith("error: ");
    }

    @Test
    void anUploadThatChangesItsMindEndsWithItsError() throws IOException {
        FakeWorkerPeer.Channel channel = start("{'video_file_upload':true,'webrtc_realtime_processing':false}", task -> done(Map.of()));
        FakeWorkerPeer.Channel upload = peer.open("video_upload");
        upload.send(new UploadChunk(0, 9, new byte[100]).encode());
        await().until(() -> session.statistics().uploadBytes() > 0);
        try (Stream<Path> files = Files.list(uploads)) {
            assertThat(files).hasSize(1);
        }
        upload.send(new UploadChunk(2, 8, new byte[100]).encode());
        await().until(() -> !channel.results.isEmpty());
        assertThat(channel.last().errors()).singleElement().asString().contains("9 chunks, now 8");
    }

    private FakeWorkerPeer.Channel start(String request, FrameProcessor processor) {
        return start(WorkerOptions.builder(), request, processor);
    }

    private FakeWorkerPeer.Channel start(WorkerOptions.Builder options, String request, FrameProcessor processor) {
        open(options, request, processor);
        peer.connect();
        FakeWorkerPeer.Channel channel = peer.open("inference");
        await().until(() -> session.state() == WorkerSession.State.STREAMING);
        return channel;
    }

    private void open(WorkerOptions.Builder options, String request, FrameProcessor processor) {
        server = new WorkerServer(options.uploadDirectory(uploads).build(), processor, (ice, listener) -> {
            peer = new FakeWorkerPeer(ice, listener);
            return peer;
        });
        WorkerAnswer answer = server.initialise(WorkerRequests.body(request), Map.of()).toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(answer.status()).as(new String(answer.body())).isEqualTo(200);
        session = answer.session();
    }

    private void frames(int from, int to) {
        for (int number = from; number <= to; number++) {
            peer.listener.onVideoFrame(PaintedFrames.paint(number, 320, 240), 1_000_000 + number * PaintedFrames.TICKS);
        }
    }

    private static CompletionStage<Map<String, Object>> done(Map<String, Object> outputs) {
        return CompletableFuture.completedFuture(outputs);
    }
}
