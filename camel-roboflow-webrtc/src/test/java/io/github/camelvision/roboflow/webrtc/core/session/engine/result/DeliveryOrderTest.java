package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** In which order the answers of a lossless source are handed over. */
class DeliveryOrderTest {

    private static final int FRAMES = 8;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private final List<SentFrame> sent = new ArrayList<>();
    private ManualSource source;
    private DeliveryOrder order;

    private void start(ManualSource from) {
        source = from;
        order = new DeliveryOrder(source, loop, new SessionListener() {
            @Override
            public void onDelivery(Delivery delivery) {
                delivered.add(delivery.result().frameId());
            }
        });
        delivered.clear();
        sent.clear();
        for (int number = 1; number <= FRAMES; number++) {
            sent.add(source.send(PaintedFrames.paint(number, 64, 64)));
        }
    }

    private static ManualSource lossless(Duration wait) {
        return ManualSource.lossless(FRAMES, VideoBitrate.AUTO, 30, wait);
    }

    private void answer(int number) {
        InferenceResult result = result(number);
        SentFrame frame = sent.get(number - 1);
        frame.answer().complete(result);
        order.expect(new SourceResult(result, frame));
        order.deliver(new Delivery(result, null, null, () -> {}));
    }

    private static InferenceResult result(int number) {
        return InferenceResult.parse(("{\"video_metadata\":{\"frame_id\":" + number + "}}").getBytes(UTF_8));
    }

    private static List<Long> upTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Long::valueOf).toList();
    }

    @Test
    void anAnswerWaitsForThoseOfTheFramesBefore() {
        start(lossless(LONG));
        answer(1);
        answer(3);
        answer(4);
        assertThat(delivered).containsExactly(1L);
        answer(2);
        assertThat(delivered).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whateverTheOrderOfTheAnswersIs() {
        for (int seed = 0; seed < 200; seed++) {
            start(lossless(LONG));
            List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, FRAMES).boxed().toList());
            Collections.shuffle(numbers, new Random(seed));
            numbers.forEach(this::answer);
            assertThat(delivered).as("seed %d", seed).isEqualTo(upTo(FRAMES));
        }
    }

    /** As of an InOut exchange whose replyTimeout is over. */
    @Test
    void aFrameWhoseAnswerNobodyWaitsForHoldsNothingUp() {
        start(lossless(LONG));
        answer(2);
        sent.get(0).answer().cancel(false);
        loop.advance(Duration.ofMillis(99));
        assertThat(delivered).isEmpty();
        loop.advance(Duration.ofMillis(1));
        assertThat(delivered).containsExactly(2L);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void noAnswerWaitsForever() {
        start(lossless(Duration.ofMillis(300)));
        answer(2);
        loop.advance(Duration.ofMillis(250));
        answer(4);
        assertThat(delivered).isEmpty();
        loop.advance(Duration.ofMillis(50));
        assertThat(delivered).containsExactly(2L);
        loop.advance(Duration.ofMillis(300));
        assertThat(delivered).containsExactly(2L, 4L);
        answer(1);
        assertThat(delivered).as("a late one does not wait").containsExactly(2L, 4L, 1L);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void theEndDeliversWhatWaitsInOrder() {
        start(lossless(LONG));
        answer(4);
        answer(2);
        assertThat(delivered).isEmpty();
        assertThat(loop.timers()).isEqualTo(1);
        order.flush();
        assertThat(delivered).containsExactly(2L, 4L);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void anAnswerThatIsSkippedHoldsNothingUp() {
        start(lossless(LONG));
        InferenceResult result = result(1);
        SentFrame frame = sent.get(0);
        frame.answer().complete(result);
        order.expect(new SourceResult(result, frame));
        order.skip(new Delivery(result, null, null, () -> {}));
        order.skip(new Delivery(null, null, null, () -> {}));
        answer(2);
        assertThat(delivered).containsExactly(2L);
        order.deliver(new Delivery(result, null, null, () -> {}));
        assertThat(delivered).as("no longer expected: it passes").containsExactly(2L, 1L);
    }

    @Test
    void otherSourcesAreNotHeldUp() {
        start(new ManualSource(FRAMES, VideoBitrate.AUTO, 30));
        answer(3);
        answer(1);
        assertThat(delivered).containsExactly(3L, 1L);
    }
}
