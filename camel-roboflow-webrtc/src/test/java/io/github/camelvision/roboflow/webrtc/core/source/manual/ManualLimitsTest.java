package io.github.camelvision.roboflow.webrtc.core.source.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceHost;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.FakeVideoSender;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many manual frames are on their way at most, in virtual time. */
class ManualLimitsTest {

    private static final int LIMIT = 256;
    private static final Duration LONG_ENOUGH_FOR_ALL = Duration.ofSeconds(5);

    private final VirtualLoop loop = new VirtualLoop();
    private FakeVideoSender sender;
    private ManualSource source;
    private SourceRun run;
    private long frameId;

    @BeforeEach
    void start() {
        start(new ManualSource(1000, VideoBitrate.AUTO, 30));
    }

    /** The time of the server is known afterwards. */
    private void start(ManualSource manual) {
        FakeRtcPeer peer = FakeRtcPeer.alone();
        sender = peer.sender();
        source = manual;
        run = source.attach(peer, new Host());
        run.outputs(new OutputRequest(List.of(), List.of("*"), false));
        run.connected();
        source.send(frame());
        loop.advance(Duration.ofMillis(200));
        answer(sender.pushes().get(0));
        answer(sender.pushes().get(2));
        loop.advance(Duration.ofMillis(200));
    }

    @AfterEach
    void close() {
        run.close();
        assertThat(loop.timers()).as("timers left").isZero();
    }

    @Test
    void noMoreThanTheHistoryCanTieAreOnTheirWay() {
        List<SentFrame> sent = send(LIMIT + 50);
        loop.advance(LONG_ENOUGH_FOR_ALL);
        assertThat(pushed(sent)).hasSize(LIMIT);
        assertThat(run.owed()).isTrue();

        SentFrame first = sent.get(0);
        answer(firstPush(first));
        loop.advance(Duration.ofMillis(100));
        assertThat(first.answer()).isCompleted();
        assertThat(pushed(sent)).hasSize(LIMIT + 1);
    }

    @Test
    void noMoreThanTheMemoryForThemHoldsAreOnTheirWay() {
        byte[] ultraHd = new byte[Frame.sizeOf(3840, 2160)];
        List<SentFrame> sent = Stream.generate(() -> source.send(Frame.ofI420(3840, 2160, ultraHd, Frame.NO_PTS))).limit(30).toList();
        loop.advance(LONG_ENOUGH_FOR_ALL);
        assertThat(pushed(sent)).hasSize(SendWindow.MAX_BYTES / ultraHd.length);
    }

    @Test
    void aLossLetsALosslessSourceSendLess() {
        run.close();
        start(ManualSource.lossless(LIMIT, VideoBitrate.AUTO, 30, LONG_ENOUGH_FOR_ALL));
        List<SentFrame> sent = send(100);
        loop.advance(LONG_ENOUGH_FOR_ALL);
        int atFirst = pushed(sent).size();
        assertThat(atFirst).isLessThan(20);

        answer(firstPush(sent.get(atFirst / 2)));
        loop.advance(LONG_ENOUGH_FOR_ALL);
        assertThat(sent.stream().filter(SentFrame::inFlight).filter(frame -> !frame.answer().isDone())).hasSizeBetween(4, atFirst * 2 / 3);
    }

    @Test
    void nothingIsSentWhileTooManyResultsWaitForTheirUser() {
        run.unhandled(LIMIT);
        List<SentFrame> sent = send(3);
        loop.advance(LONG_ENOUGH_FOR_ALL);
        assertThat(pushed(sent)).isEmpty();
        run.unhandled(LIMIT - 1);
        loop.advance(LONG_ENOUGH_FOR_ALL);
        assertThat(pushed(sent)).hasSize(3);
    }

    private List<SentFrame> send(int count) {
        return Stream.generate(() -> source.send(frame())).limit(count).toList();
    }

    private List<SentFrame> pushed(List<SentFrame> sent) {
        return sent.stream().filter(frame -> sender.pushesOf(frame.frame()) > 0).toList();
    }

    private FakeVideoSender.Push firstPush(SentFrame sent) {
        return sender.pushes().stream().filter(push -> push.frame() == sent.frame()).findFirst().orElseThrow();
    }

    private void answer(FakeVideoSender.Push push) {
        run.onResult(Results.atMillis(++frameId, push.captureMs() - sender.pushes().get(0).captureMs()));
    }

    private static Frame frame() {
        return Frame.ofI420(2, 2, new byte[6], Frame.NO_PTS);
    }

    private final class Host implements SourceHost {

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        public void failed(RoboflowWebrtcException cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void interrupted(SourceException cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void uploaded(UploadProgress progress) {
            throw new AssertionError("Nothing is uploaded here: " + progress);
        }
    }
}
