package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.FrameMetadata;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkHeader;
import io.github.camelvision.roboflow.webrtc.core.wire.MessageBuffer;
import io.github.camelvision.roboflow.webrtc.core.wire.ServerMessage;
import io.github.camelvision.roboflow.webrtc.core.worker.SessionDialect;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerOptions;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.ProcessedFrame;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.SessionContext;
import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.WorkerCounters;
import io.github.camelvision.roboflow.webrtc.core.worker.output.SelectedOutputs;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import io.github.camelvision.roboflow.webrtc.testing.FakeChannel;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When frames and messages leave the worker, in virtual time. */
class ResultDeliveryTest {

    private static final Frame FRAME = Frame.ofI420(2, 2, new byte[6], Frame.NO_PTS);
    private static final int IRREGULAR = 150;

    private final VirtualLoop loop = new VirtualLoop();
    private final FakeChannel channel = new FakeChannel("inference", new NobodyListens());
    private final List<Long> pushedMillis = new ArrayList<>();
    private int delivered;
    private int sent;
    private SessionContext session;
    private ResultDelivery delivery;

    private void start(String request) {
        session = new SessionContext("test", WorkerRequests.request(request), WorkerOptions.defaults(), new WorkerCounters(), loop,
                null, SessionDialect.WORKER, null);
        channel.open();
        ChannelWriter writer = new ChannelWriter(loop, session.counters(), true, Duration.ofSeconds(60), () -> {}, () -> {});
        writer.attach(channel);
        delivery = new ResultDelivery(session, writer, () -> delivered++);
    }

    private void returnVideo() {
        delivery.returnVideo(new VideoReturn(new RtcVideoSender() {

            @Override
            public long push(Frame frame) {
                pushedMillis.add(loop.elapsed().toMillis());
                return loop.elapsed().toMillis() + 1_000;
            }

            @Override
            public void setBitrate(int minBitsPerSecond, int maxBitsPerSecond) {}
        }, session.counters()));
    }

    private void deliver(long frameId, Frame frame, byte[] json, List<String> errors) {
        FrameMetadata metadata = new FrameMetadata(frameId, null, frameId * 3_000, null, null, null, null, null);
        MessageBuffer message = json == null ? null : ServerMessage.begin();
        if (json != null) {
            message.write(json);
        }
        delivery.deliver(new ProcessedFrame(metadata, new SelectedOutputs(message, frame, errors), () -> sent++));
    }

    private void deliverFrames(int count) {
        IntStream.rangeClosed(1, count).forEach(id -> deliver(id, FRAME, null, List.of()));
    }

    private List<InferenceResult> messages() {
        return channel.sent().stream().map(FakeChannel.Sent::data)
                .map(message -> InferenceResult.parse(Arrays.copyOfRange(message, ChunkHeader.SIZE, message.length))).toList();
    }

    private List<Long> gaps() {
        return IntStream.range(1, pushedMillis.size()).mapToObj(i -> pushedMillis.get(i) - pushedMillis.get(i - 1)).toList();
    }

    @Test
    void messagesWithoutFramesGoAtOnce() {
        start("{}");
        returnVideo();
        deliver(1, null, "{}".getBytes(StandardCharsets.UTF_8), List.of());
        deliver(2, null, null, List.of("late"));
        assertThat(messages()).extracting(InferenceResult::frameId).containsExactly(1L, 2L);
        assertThat(messages().get(0).metadata().streamPts()).isNull();
        assertThat(messages().get(1).errors()).containsExactly("late");
        assertThat(loop.timers()).isZero();
        assertThat(delivery.busy()).isFalse();
        assertThat(sent).isEqualTo(2);
    }

    @Test
    void framesAreFiveMillisecondsApartInRealTime() {
        start("{'webrtc_realtime_processing':true}");
        returnVideo();
        deliverFrames(IRREGULAR + 50);
        assertThat(delivery.busy()).isTrue();
        loop.advance(Duration.ofSeconds(30));
        assertThat(delivery.busy()).isFalse();
        assertThat(gaps()).hasSize(IRREGULAR + 49).allMatch(gap -> gap >= 5);
        assertThat(gaps().subList(IRREGULAR, IRREGULAR + 49)).containsOnly(5L);
        assertThat(delivered).isPositive();
    }

    @Test
    void theFirstIntervalsAreUnevenSoThatAClientCanTellFramesApart() {
        start("{'webrtc_realtime_processing':true}");
        returnVideo();
        deliverFrames(IRREGULAR);
        loop.advance(Duration.ofSeconds(30));
        assertThat(gaps()).contains(5L, 13L, 21L).allMatch(gap -> gap == 5 || gap == 13 || gap == 21);
    }

    @Test
    void framesAreFifteenMillisecondsApartWhereNoneMayBeSkipped() {
        start("{'webrtc_realtime_processing':false}");
        returnVideo();
        deliverFrames(IRREGULAR + 50);
        loop.advance(Duration.ofSeconds(30));
        assertThat(gaps()).allMatch(gap -> gap >= 15);
        assertThat(gaps().subList(IRREGULAR, IRREGULAR + 49)).containsOnly(15L);
    }

    @Test
    void aMessageTellsWhenItsFrameWasPushedSinceTheFirst() {
        start("{}");
        returnVideo();
        deliverFrames(3);
        loop.advance(Duration.ofSeconds(1));
        assertThat(messages()).extracting(result -> result.metadata().streamPts()).containsExactly(0L,
                90 * (pushedMillis.get(1) - pushedMillis.get(0)), 90 * (pushedMillis.get(2) - pushedMillis.get(0)));
    }

    @Test
    void theLastMessageComesAfterEverythingThatWaitedAndNothingAfterIt() {
        start("{'webrtc_realtime_processing':false}");
        AtomicInteger told = new AtomicInteger();
        returnVideo();
        deliverFrames(3);
        delivery.complete(3, List.of("broken"), "error", () -> told.set(channel.sent().size()));
        loop.advance(Duration.ofSeconds(1));
        assertThat(gaps()).hasSize(2).allMatch(gap -> gap >= 15);
        assertThat(told).as("told after the last message").hasValue(4);
        deliver(4, FRAME, null, List.of());
        assertThat(sent).isEqualTo(4);
        assertThat(messages()).extracting(InferenceResult::frameId).containsExactly(1L, 2L, 3L, 3L);
        assertThat(channel.sent()).extracting(sent -> (int) sent.data()[0]).containsExactly(1, 2, 3, 4);
        InferenceResult last = messages().get(3);
        assertThat(last.processingComplete()).isTrue();
        assertThat(last.errors()).containsExactly("broken");
        assertThat(last.terminationReason()).isEqualTo("error");
        assertThat(session.counters().messagesOut.sum()).isEqualTo(4);
    }

    @Test
    void outputsThatAreTooLargeAreReplacedByAnErrorThatSaysSo() {
        start("{}");
        deliver(1, null, new byte[60 * 1024 * 1024 + 1], List.of("first"));
        InferenceResult result = messages().get(0);
        assertThat(result.errors()).hasSize(2).startsWith("first");
        assertThat(result.errors().get(1)).contains("62914561 bytes");
    }

    private static final class NobodyListens implements RtcChannel.Listener {

        @Override
        public void onOpen() {}

        @Override
        public void onClosed() {}

        @Override
        public void onMessage(byte[] data, boolean binary) {}
    }
}
