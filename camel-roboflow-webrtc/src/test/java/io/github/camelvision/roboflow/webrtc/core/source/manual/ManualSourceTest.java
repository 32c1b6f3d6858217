package io.github.camelvision.roboflow.webrtc.core.source.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.FakeHost;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceRun;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.FakeVideoSender;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Manual frames over one connection: queue, primer, flush, answers. The fake sender's clock makes every pts exact. */
class ManualSourceTest {

    private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(11);

    private final FakeHost host = new FakeHost();
    private final FakeRtcPeer peer = FakeRtcPeer.alone();
    private final FakeVideoSender sender = peer.sender();
    private final ManualSource source = new ManualSource(3, VideoBitrate.AUTO, 30);
    private final List<SourceResult> delivered = new ArrayList<>();
    private SourceRun run;
    private long frameId;

    @AfterEach
    void close() {
        if (run != null) {
            host.onLoop(run::close);
        }
        host.close();
    }

    private static Frame frame() {
        return Frame.ofI420(2, 2, new byte[6], Frame.NO_PTS);
    }

    private void connect() {
        run = source.attach(peer, host);
        host.onLoop(run::connected);
    }

    private FakeVideoSender.Push awaitPush(int number) {
        Waiting.await("push " + number).until(() -> sender.pushes().size() > number);
        return sender.pushes().get(number);
    }

    private FakeVideoSender.Push firstPushOf(SentFrame sent) {
        Waiting.await("push").until(() -> sender.pushesOf(sent.frame()) > 0);
        return sender.pushes().stream().filter(push -> push.frame() == sent.frame()).findFirst().orElseThrow();
    }

    private List<SourceResult> receive(InferenceResult result) {
        List<SourceResult> ready = host.onLoop(() -> run.onResult(result));
        delivered.addAll(ready);
        return ready;
    }

    /** The server answers this push; it decoded the first one first. */
    private List<SourceResult> answer(FakeVideoSender.Push push) {
        return receive(Results.atMillis(++frameId, push.captureMs() - sender.pushes().get(0).captureMs()));
    }

    /** Sends and answers a first frame; afterwards the correlation is anchored. */
    private SentFrame anchor() {
        SentFrame first = source.send(frame());
        answer(awaitPush(0));
        answer(awaitPush(2));
        assertThat(first.answer()).isCompleted();
        return first;
    }

    @Test
    void saysThatFramesComeByHand() {
        run = source.attach(peer, host);
        assertThat(run.requestParameters()).containsEntry("manual_mode", true);
        assertThat(peer.calls()).containsExactly("sendAndReceiveVideo");
        assertThat(source.live()).isTrue();
    }

    @Test
    void theOldestWaitingFrameIsDroppedAndItsAnswerFails() {
        SentFrame oldest = source.send(frame());
        List<SentFrame> rest = List.of(source.send(frame()), source.send(frame()), source.send(frame()));
        assertThat(oldest.answer()).failsWithin(Duration.ZERO).withThrowableThat().havingCause()
                .isInstanceOf(SourceException.class).withMessageContaining("dropped");
        assertThat(rest).noneMatch(sent -> sent.answer().isDone());
        assertThat(source.dropped()).isEqualTo(1);
    }

    @Test
    void framesSentBeforeTheConnectionAreSentOnceItIsUp() {
        SentFrame early = source.send(frame());
        run = source.attach(peer, host);
        host.onLoop(() -> {});
        assertThat(sender.pushes()).isEmpty();
        host.onLoop(run::connected);
        assertThat(awaitPush(0).frame()).isSameAs(early.frame());
    }

    @Test
    void theFirstFrameIsRepeatedUntilTheServersTimeIsKnownAndOthersWait() {
        connect();
        SentFrame first = source.send(frame());
        SentFrame second = source.send(frame());
        FakeVideoSender.Push zero = awaitPush(0);
        awaitPush(3);
        assertThat(sender.pushesOf(second.frame())).isZero();
        assertThat(answer(zero)).isEmpty();
        List<SourceResult> ready = answer(sender.pushes().get(2));
        assertThat(ready).singleElement().satisfies(result -> {
            assertThat(result.sent()).isSameAs(first);
            assertThat(result.result().frameId()).isEqualTo(1);
        });
        assertThat(first.answer()).isCompletedWithValue(ready.get(0).result());
        firstPushOf(second);
    }

    @Test
    void resultsOfRepeatsAreNotDelivered() {
        connect();
        source.send(frame());
        FakeVideoSender.Push third = awaitPush(3);
        answer(sender.pushes().get(0));
        answer(sender.pushes().get(2));
        assertThat(answer(third)).isEmpty();
        assertThat(delivered).hasSize(1);
    }

    @Test
    void eachFrameIsAnsweredWithItsOwnResult() {
        connect();
        anchor();
        for (int i = 0; i < 5; i++) {
            SentFrame sent = source.send(frame());
            List<SourceResult> ready = answer(firstPushOf(sent));
            assertThat(ready).singleElement().satisfies(result -> assertThat(result.sent()).isSameAs(sent));
            assertThat(sent.answer()).isCompletedWithValue(ready.get(0).result());
        }
    }

    @Test
    void theLastFrameIsRepeatedUntilItIsAnswered() {
        connect();
        anchor();
        SentFrame last = source.send(frame());
        Waiting.await("repeats").until(() -> sender.pushesOf(last.frame()) >= 3);
        assertThat(answer(firstPushOf(last))).singleElement().satisfies(result -> assertThat(result.sent()).isSameAs(last));
        int pushes = sender.pushes().size();
        Waiting.await("no more repeats").during(Duration.ofMillis(300)).until(() -> sender.pushes().size() == pushes);
    }

    @Test
    void aSkippedFrameIsCountedAndItsAnswerFails() {
        connect();
        anchor();
        SentFrame skipped = source.send(frame());
        SentFrame next = source.send(frame());
        FakeVideoSender.Push push = firstPushOf(next);
        assertThat(answer(push)).singleElement().satisfies(result -> assertThat(result.sent()).isSameAs(next));
        assertThat(skipped.answer()).failsWithin(Duration.ZERO).withThrowableThat().havingCause()
                .isInstanceOf(SourceException.class).withMessageContaining("skipped");
        assertThat(source.skipped()).isEqualTo(1);
    }

    @Test
    void aResultIsDeliveredThoughItsSenderStoppedWaiting() {
        connect();
        anchor();
        SentFrame impatient = source.send(frame());
        impatient.answer().completeExceptionally(new java.util.concurrent.TimeoutException());
        FakeVideoSender.Push push = firstPushOf(impatient);
        assertThat(answer(push)).singleElement().satisfies(result -> assertThat(result.sent()).isSameAs(impatient));
    }

    @Test
    void queuedFramesAreCaughtUpWithNoFasterThanTheEncoderTakesThem() {
        connect();
        anchor();
        List<SentFrame> burst = List.of(source.send(frame()), source.send(frame()), source.send(frame()));
        List<FakeVideoSender.Push> pushes = burst.stream().map(this::firstPushOf).toList();
        assertThat(pushes.get(1).nanos() - pushes.get(0).nanos()).isGreaterThanOrEqualTo(SPACING_NANOS);
        assertThat(pushes.get(2).nanos() - pushes.get(1).nanos()).isGreaterThanOrEqualTo(SPACING_NANOS);
    }

    @Test
    void senselessTimesAreGivenUpOn() {
        connect();
        SentFrame first = source.send(frame());
        SentFrame waiting = source.send(frame());
        awaitPush(1);
        int results = 0;
        while (delivered.isEmpty() && results < 100) {
            receive(Results.atMillis(++frameId, 1_000_000L * ++results));
        }
        assertThat(delivered).hasSize(results).allMatch(result -> result.sent() == null);
        assertThat(first.answer()).failsWithin(Duration.ZERO);
        firstPushOf(waiting);
        assertThat(waiting.answer()).failsWithin(Duration.ofSeconds(30));
        assertThat(receive(Results.atMillis(++frameId, 5))).hasSize(1);
        Waiting.await("one repeat, for the receiver").until(() -> sender.pushesOf(waiting.frame()) == 2);
        Waiting.await("no more").during(Duration.ofMillis(300)).until(() -> sender.pushesOf(waiting.frame()) == 2);
    }

    @Test
    void aServerWithoutTimesIsNotPrimedForEver() {
        connect();
        SentFrame first = source.send(frame());
        SentFrame waiting = source.send(frame());
        awaitPush(1);
        for (int i = 0; i < 20; i++) {
            assertThat(receive(Results.withoutPts(++frameId))).hasSize(1);
        }
        assertThat(first.answer()).failsWithin(Duration.ZERO);
        firstPushOf(waiting);
    }

    @Test
    void theEndOfTheConnectionFailsWhatIsUnansweredAndKeepsWhatWaits() {
        connect();
        SentFrame sent = source.send(frame());
        SentFrame waiting = source.send(frame());
        awaitPush(0);
        host.onLoop(run::close);
        host.onLoop(run::close);
        assertThat(sent.answer()).failsWithin(Duration.ZERO).withThrowableThat().havingCause()
                .isInstanceOf(TransportException.class);
        assertThat(waiting.answer()).isNotDone();
        FakeRtcPeer next = FakeRtcPeer.alone();
        run = source.attach(next, host);
        host.onLoop(run::connected);
        Waiting.await("push").until(() -> next.sender().pushesOf(waiting.frame()) > 0);
    }

    @Test
    void theEndOfTheSourceFailsWhatWaitsAndRefusesMore() {
        SentFrame waiting = source.send(frame());
        source.close();
        source.close();
        assertThat(waiting.answer()).failsWithin(Duration.ZERO).withThrowableThat().havingCause()
                .isInstanceOf(SourceException.class).withMessageContaining("closed");
        assertThatThrownBy(() -> source.send(frame())).isInstanceOf(SourceException.class);
        assertThat(source.dropped()).isZero();
    }

    @Test
    void theBitrateFollowsTheFramesSize() {
        connect();
        anchor();
        SentFrame larger = source.send(Frame.ofI420(1280, 720, new byte[1280 * 720 * 3 / 2], Frame.NO_PTS));
        firstPushOf(larger);
        assertThat(sender.bitrates()).containsExactly("500000-1500000", "4147200-12441600");
    }
}
