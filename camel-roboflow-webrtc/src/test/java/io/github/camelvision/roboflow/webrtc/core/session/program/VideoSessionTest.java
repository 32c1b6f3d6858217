package io.github.camelvision.roboflow.webrtc.core.session.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.session.FakeSource;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.testing.FakePeers;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.FakeSignalling;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API for programs without Camel, over fakes. */
@Timeout(30)
class VideoSessionTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final FakePeers peers = new FakePeers();
    private final FakeSignalling signalling = new FakeSignalling();
    private final FakeSource source = new FakeSource();
    private final AtomicInteger released = new AtomicInteger();
    private final SessionOptions.Builder options = SessionOptions.builder("video-session").source(source).signalling(signalling)
            .workflow(WorkflowReference.byModel("people/3", "object-detection")).reconnect(ReconnectPolicy.NONE);
    private VideoSession session;

    private VideoSession open() {
        session = new VideoSession(options.build(), peers, released::incrementAndGet);
        return session;
    }

    @AfterEach
    void leavesNothingBehind() {
        session.close();
        assertThat(session.state().isFinal()).isTrue();
        assertThat(released).hasValue(1);
        Waiting.await("no thread left").until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("roboflow-webrtc-video-session")));
    }

    /** The peer, once its source was told that it is connected. */
    private FakeRtcPeer streaming() {
        Waiting.await("connection").until(() -> source.connected.get() == 1);
        return peers.peer(1);
    }

    private void serve(byte[]... messages) {
        CompletableFuture.runAsync(() -> {
            FakeRtcPeer peer = streaming();
            for (byte[] message : messages) {
                peer.inference().deliver(message);
            }
        });
    }

    @Test
    void nothingHappensBeforeTheFirstUse() {
        open().onData((result, metadata) -> {}).onError(error -> {});
        assertThat(session.state()).isEqualTo(SessionState.NEW);
        assertThat(peers.made()).isEmpty();
    }

    @Test
    void runCallsTheHandlersOnTheCallersThreadUntilTheServerIsDone() throws Exception {
        List<Long> ids = new ArrayList<>();
        List<Integer> fields = new ArrayList<>();
        AtomicInteger absent = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        open().onData((result, metadata) -> {
            ids.add(metadata.frameId());
            threads.add(Thread.currentThread());
        }).onData("n", (value, metadata) -> fields.add(value.asInt())).onData("m", (value, metadata) -> absent.incrementAndGet());
        serve(Results.message(1), Results.message(2), Results.complete(3, "end_of_file"));
        SessionEnd end = session.run();
        assertThat(end).isEqualTo(new SessionEnd(SessionEnd.Reason.COMPLETED, "end_of_file", null));
        assertThat(ids).containsExactly(1L, 2L);
        assertThat(fields).containsExactly(1, 2);
        assertThat(absent).hasValue(0);
        assertThat(threads).containsOnly(Thread.currentThread());
        assertThat(session.awaitEnd(Duration.ZERO)).isTrue();
        assertThat(signalling.requests().get(0).workflow().toString()).contains("people/3");
    }

    @Test
    void startCallsTheHandlersOnAThreadOfItsOwn() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        open().onData((result, metadata) -> threads.add(Thread.currentThread()));
        serve(Results.message(1), Results.message(2), Results.complete(3, null));
        assertThat(session.start().run().reason()).isEqualTo(SessionEnd.Reason.COMPLETED);
        assertThat(threads).hasSize(2).extracting(Thread::getName).containsOnly("roboflow-webrtc-video-session-handlers");
    }

    @Test
    void awaitEndStartsAndWaitsForTheLastHandler() throws Exception {
        options.realtime(false);
        AtomicInteger returned = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        open().onData((result, metadata) -> {
            await(go);
            returned.incrementAndGet();
        });
        serve(Results.message(1), Results.message(2), Results.complete(3, null));
        assertThat(session.awaitEnd(Duration.ofMillis(50))).isFalse();
        go.countDown();
        assertThat(session.awaitEnd(LONG)).isTrue();
        assertThat(returned).hasValue(2);
    }

    @Test
    void videoGivesFramesWithTheirMetadataUntilTheEnd() {
        options.emit(Emit.paired).streamOutput(List.of("image"));
        source.dataChannelFrames = true;
        List<Long> data = new ArrayList<>();
        open().onData((result, metadata) -> data.add(metadata.frameId()));
        serve(withImage(1), Results.message(2), withImage(3), Results.complete(4, null));
        List<Integer> painted = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (VideoFrame frame : session.video()) {
            painted.add(PaintedFrames.read(frame.frame()));
            ids.add(frame.metadata().frameId());
            assertThat(frame.result().frameId()).isEqualTo(frame.metadata().frameId());
        }
        assertThat(painted).containsExactly(1, 3);
        assertThat(ids).containsExactly(1L, 3L);
        assertThat(data).containsExactly(1L, 2L, 3L);
        assertThatThrownBy(() -> session.video()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.run()).isInstanceOf(IllegalStateException.class).hasMessageContaining("video()");
    }

    private static byte[] withImage(int number) {
        byte[] jpeg = io.github.camelvision.roboflow.webrtc.core.media.ImageCodec.encodeJpeg(PaintedFrames.paint(number, 160, 120), 90);
        String outputs = "{\"image\":{\"type\":\"base64\",\"value\":\"" + java.util.Base64.getEncoder().encodeToString(jpeg) + "\"}}";
        return Results.chunks(number, Results.json(number, null, outputs), 48 * 1024).get(0);
    }

    @Test
    void framesByTrackHaveNoMetadata() throws Exception {
        options.emit(Emit.frames).streamOutput(null);
        AtomicReference<Frame> seen = new AtomicReference<>();
        AtomicReference<FrameMetadata> metadata = new AtomicReference<>();
        open().onFrame((frame, data) -> {
            metadata.set(data);
            seen.set(frame);
            session.close();
        });
        CompletableFuture.runAsync(() -> streaming().frame(PaintedFrames.paint(7, 160, 120), 9000));
        assertThat(session.run().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
        assertThat(PaintedFrames.read(seen.get())).isEqualTo(7);
        assertThat(metadata.get()).isNull();
    }

    @Test
    void aFrameIsAcknowledgedWhenItsHandlersHaveReturned() {
        options.realtime(false);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        open().onData((result, metadata) -> {
            if (metadata.frameId() == 2) {
                second.countDown();
                await(go);
            }
        }).start();
        serve(Results.message(1), Results.message(2));
        await(second);
        List<String> before = streaming().inference().sentTexts();
        assertThat(before).doesNotContain("{\"ack\":2}");
        go.countDown();
        Waiting.await("acknowledgement").until(() -> streaming().inference().sentTexts().contains("{\"ack\":2}"));
    }

    @Test
    void aSlowHandlerOfARealtimeSessionGetsTheNewest() {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        List<Long> ids = new CopyOnWriteArrayList<>();
        open().onData((result, metadata) -> {
            ids.add(metadata.frameId());
            first.countDown();
            await(go);
        }).start();
        FakeRtcPeer peer = streaming();
        peer.inference().deliver(Results.message(1));
        await(first);
        for (int id = 2; id <= 20; id++) {
            peer.inference().deliver(Results.message(id));
        }
        Waiting.await("drops").until(() -> session.dropped() == 11);
        go.countDown();
        Waiting.await("the rest").until(() -> ids.size() == 9);
        assertThat(ids).containsExactly(1L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
    }

    @Test
    void aHandlerThatThrowsEndsNothing() throws Exception {
        IllegalStateException mine = new IllegalStateException("my fault");
        List<RuntimeException> errors = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        open().onData((result, metadata) -> {
            throw mine;
        }).onData((result, metadata) -> ids.add(metadata.frameId())).onError(error -> {
            errors.add(error);
            throw new IllegalStateException("the error handler's too");
        });
        serve(Results.message(1), Results.message(2), Results.complete(3, null));
        assertThat(session.run().reason()).isEqualTo(SessionEnd.Reason.COMPLETED);
        assertThat(ids).containsExactly(1L, 2L);
        assertThat(errors).containsExactly(mine, mine);
    }

    @Test
    void aFailureIsThrownByRunAndToldToTheErrorHandler() {
        SignallingException refusal = new SignallingException(401, "refused");
        signalling.failsAlways(refusal);
        List<RuntimeException> errors = new ArrayList<>();
        open().onError(errors::add);
        assertThatThrownBy(() -> session.run()).isSameAs(refusal);
        assertThat(errors).containsExactly(refusal);
    }

    @Test
    void aFailureEndsTheVideoWithItsCause() {
        options.emit(Emit.frames).streamOutput(null);
        SignallingException refusal = new SignallingException(402, "no credits");
        signalling.failsAlways(refusal);
        open();
        assertThatThrownBy(() -> session.video().iterator().hasNext()).isSameAs(refusal);
    }

    @Test
    void closeFromAHandlerEndsRunAndDropsWhatWaits() throws Exception {
        List<Long> ids = new ArrayList<>();
        open().onData((result, metadata) -> {
            ids.add(metadata.frameId());
            session.close();
            session.close();
        });
        serve(Results.message(1), Results.message(2), Results.message(3));
        assertThat(session.run().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
        assertThat(ids).containsExactly(1L);
    }

    @Test
    void closeFromAnotherThreadEndsTheVideo() {
        options.emit(Emit.frames).streamOutput(null);
        open();
        CompletableFuture.runAsync(() -> {
            streaming();
            session.close();
        });
        assertThat(session.video()).isEmpty();
    }

    @Test
    void anInterruptedRunClosesTheSession() throws Exception {
        open();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                session.run();
            } catch (InterruptedException | RoboflowWebrtcException e) {
                thrown.complete(e);
            }
        });
        runner.start();
        streaming();
        runner.interrupt();
        assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(session.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void aHandlerCannotWaitForItself() throws Exception {
        List<Object> seen = new ArrayList<>();
        open().onError(seen::add).onData((result, metadata) -> {
            try {
                seen.add(session.awaitEnd(LONG));
                session.run();
            } catch (InterruptedException e) {
                seen.add(e);
            }
        });
        serve(Results.message(1), Results.complete(2, null));
        session.run();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void handlersForWhatTheSessionDoesNotBringAreRefused() {
        open();
        assertThatThrownBy(() -> session.onFrame((frame, metadata) -> {})).hasMessageContaining("emit(Emit.paired)");
        assertThatThrownBy(() -> session.video()).hasMessageContaining("emit(Emit.frames)");
        session.close();
        released.set(0);
        options.emit(Emit.frames);
        open();
        assertThatThrownBy(() -> session.onData((result, metadata) -> {})).hasMessageContaining("emit(Emit.predictions)");
    }

    @Test
    void aModelAndAServerMakeOptions() {
        SignallingOptions server = SignallingOptions.of("http://127.0.0.1:9", "key");
        SessionOptions made = SessionOptions.builder("model").source(source).server(server)
                .model("people/3", "object-detection", server).build();
        assertThat(made.workflow().get().join()).isEqualTo(WorkflowReference.byModel("people/3", "object-detection"));
        assertThat(made.outputs().dataOutput()).containsExactly("predictions");
        made.atEnd().forEach(Runnable::run);
        open();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
