package io.github.camelvision.roboflow.webrtc.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.FakeVideoSender;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame gets its own answer, once, whatever is lost, from a server that decodes on after a loss as aiortc does. */
class LosslessSourceTest {

    private static final int SIZE = 64;

    private final FakeHost host = new FakeHost();
    private final FakeRtcPeer peer = FakeRtcPeer.alone();
    private final FakeVideoSender sender = peer.sender();
    private final ManualSource source = ManualSource.lossless(100, VideoBitrate.AUTO, 30, Duration.ofSeconds(30));
    private final List<SourceResult> delivered = new ArrayList<>();
    private final SourceRun run = source.attach(peer, host);
    private int processed;
    private int decodedWidth;
    private boolean distorted;
    private long frameId;
    /** Capture time of the first frame that the server decoded. */
    private long origin;

    @AfterEach
    void close() {
        host.onLoop(run::close);
        host.close();
    }

    private void connect(boolean realtime) {
        host.onLoop(() -> run.outputs(new OutputRequest(List.of(), List.of("*"), realtime)));
        host.onLoop(run::connected);
    }

    private static Frame frame(int number) {
        byte[] i420 = new byte[Frame.sizeOf(SIZE, SIZE)];
        i420[0] = (byte) number;
        return Frame.ofI420(SIZE, SIZE, i420, Frame.NO_PTS);
    }

    private FakeVideoSender.Push awaitPush(int number) {
        Waiting.await("push " + number).until(() -> sender.pushes().size() > number);
        return sender.pushes().get(number);
    }

    /** The server handles the next push: a lost one leaves its decoder distorted until a frame of another size comes. */
    private void serve(boolean lost) {
        FakeVideoSender.Push push = awaitPush(processed++);
        if (lost) {
            distorted = true;
            return;
        }
        if (push.frame().width() != decodedWidth) {
            distorted = false;
            decodedWidth = push.frame().width();
        }
        int number = distorted ? -1 : push.frame().i420()[0];
        origin = frameId == 0 ? push.captureMs() : origin;
        long millis = push.captureMs() - origin;
        InferenceResult result = Results.atMillis(++frameId, millis, push.frame().width(), push.frame().height(),
                "{\"number\":" + number + "}");
        delivered.addAll(host.onLoop(() -> run.onResult(result)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyFrameIsAnsweredOnceByItsOwnResultWhateverIsLost(long seed) {
        Random random = new Random(seed);
        connect(false);
        List<SentFrame> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add(source.send(frame(i + 1)));
        }
        while (!sent.stream().allMatch(frame -> frame.answer().isDone())) {
            serve(processed > 0 && random.nextInt(100) < 15);
        }
        for (int i = 0; i < sent.size(); i++) {
            assertThat(sent.get(i).answer().join().field("number").asInt()).isEqualTo(i + 1);
        }
        Set<SentFrame> once = new HashSet<>();
        assertThat(delivered).allMatch(result -> once.add(result.sent())).hasSize(sent.size());
        assertThat(once).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void aServerThatMissedTheFirstKeyFrameGetsAnother() {
        connect(false);
        SentFrame sent = source.send(frame(7));
        int marker = 0;
        while (awaitPush(marker).frame().width() == SIZE) {
            marker++;
        }
        assertThat(sender.pushes().get(marker).nanos() - sender.pushes().get(0).nanos()).isGreaterThan(600_000_000L);
        processed = marker;
        while (!sent.answer().isDone()) {
            serve(false);
        }
        assertThat(sent.answer().join().field("number").asInt()).isEqualTo(7);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void aServerInRealTimeLeavesFramesOutWithoutRaisingDoubts() {
        connect(true);
        SentFrame first = source.send(frame(1));
        while (!first.answer().isDone()) {
            serve(false);
        }
        SentFrame next = source.send(frame(2));
        Waiting.await("flush").until(() -> sender.pushesOf(next.frame()) > 1);
        processed++;
        while (!next.answer().isDone()) {
            FakeVideoSender.Push push = awaitPush(processed++);
            InferenceResult result = Results.atMillis(++frameId, push.captureMs() - sender.pushes().get(0).captureMs(), SIZE, SIZE, "{}");
            delivered.addAll(host.onLoop(() -> run.onResult(result)));
        }
        assertThat(sender.pushes()).allMatch(push -> push.frame().width() == SIZE);
    }

    @Test
    void noMoreFramesAreSentThanTheirUserTakes() {
        connect(false);
        SentFrame first = source.send(frame(1));
        while (!first.answer().isDone()) {
            serve(false);
        }
        assertThat(run.selfPaced()).isTrue();
        host.onLoop(() -> run.unhandled(256));
        SentFrame held = source.send(frame(2));
        host.onLoop(() -> {});
        assertThat(sender.pushesOf(held.frame())).isZero();
        host.onLoop(() -> run.unhandled(255));
        Waiting.await("push").until(() -> sender.pushesOf(held.frame()) > 0);
    }
}
