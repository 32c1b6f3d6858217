package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a server counts as gone, and when it does not. In virtual time, with the times that are used. */
class LinkWatchTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualLoop loop = new VirtualLoop();
    private final List<TransportException> lost = new ArrayList<>();
    private final Map<String, Object> counters =
            new HashMap<>(Map.of("pairs.bytesReceived", 700L, "pairs.responsesReceived", 1L, "pairs.requestsReceived", 1L));
    private final LinkWatch watch = new LinkWatch(LinkWatch.Times.USUAL, loop, Duration.ofSeconds(30), lost::add);
    private int asked;

    private void start(boolean mayBeBusy) {
        watch.start(() -> {
            asked++;
            return CompletableFuture.completedFuture(Map.copyOf(counters));
        }, () -> mayBeBusy);
    }

    private void count(String counter) {
        counters.computeIfPresent(counter, (name, value) -> (Long) value + 1);
    }

    @Test
    void aServerThatSendsNothingAnyMoreIsGone() {
        start(false);
        loop.seconds(6.4);
        assertThat(lost).isEmpty();
        loop.seconds(0.2);
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0)).hasMessageContaining("Nothing came from the server for 6 s");
        loop.advance(HOUR);
        assertThat(lost).as("told once").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pairs.bytesReceived", "pairs.responsesReceived", "pairs.requestsReceived"})
    void aServerThatSendsAnythingAtAllIsThere(String counter) {
        start(false);
        loop.every(2.5, 100, () -> count(counter));
        assertThat(lost).isEmpty();
        loop.seconds(7.6);
        assertThat(lost).hasSize(1);
    }

    @Test
    void aServerThatMayBeLoadingAModelIsThere() {
        start(true);
        loop.advance(HOUR);
        assertThat(lost).isEmpty();
    }

    @Test
    void afterItsFirstResultItIsNotLoadingAnyMore() {
        start(true);
        loop.seconds(60);
        watch.answered();
        loop.seconds(6.2);
        assertThat(lost).isEmpty();
        loop.seconds(0.8);
        assertThat(lost).hasSize(1);
    }

    @Test
    void resultsAreSignsOfLifeAndNeedNoCounters() {
        start(false);
        loop.every(0.9, 100, watch::answered);
        assertThat(lost).isEmpty();
        assertThat(asked).isZero();
        loop.seconds(1.6);
        assertThat(asked).isPositive();
    }

    /** A debugger, a full garbage collection, a laptop that slept. */
    @Test
    void aCheckThatCameMuchTooLateSaysNothingAboutTheServer() {
        start(false);
        loop.seconds(3);
        loop.holdUp(Duration.ofSeconds(60));
        loop.seconds(6);
        assertThat(lost).isEmpty();
        loop.seconds(1);
        assertThat(lost).hasSize(1);
    }

    @Test
    void aCheckThatCameALittleLateDoes() {
        start(false);
        loop.seconds(6.1);
        loop.holdUp(Duration.ofSeconds(2));
        loop.seconds(0);
        assertThat(lost).hasSize(1);
    }

    @Test
    void withoutCountersOnlyTheNativeLibraryKnows() {
        watch.start(() -> CompletableFuture.failedFuture(new IllegalStateException("closed")), () -> false);
        loop.advance(HOUR);
        assertThat(lost).isEmpty();
        watch.disconnected();
        loop.seconds(29);
        assertThat(lost).isEmpty();
        loop.seconds(2);
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0)).hasMessageContaining("not reachable for 30 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pairs.bytesReceived", "pairs.responsesReceived", "pairs.requestsReceived"})
    void aCounterThatIsMissingMakesAllUnknown(String counter) {
        counters.remove(counter);
        start(false);
        loop.advance(HOUR);
        assertThat(lost).isEmpty();
    }

    @Test
    void aConnectionThatComesBackInTimeIsNotLost() {
        start(true);
        watch.disconnected();
        loop.seconds(29);
        watch.connected();
        loop.advance(HOUR);
        assertThat(lost).isEmpty();
    }

    @Test
    void oneLossIsToldOnce() {
        start(false);
        watch.disconnected();
        loop.advance(HOUR);
        assertThat(lost).hasSize(1);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void nothingIsToldAfterTheStopAlsoWhenTheCountersComeLate() {
        CompletableFuture<Map<String, Object>> late = new CompletableFuture<>();
        watch.start(() -> late, () -> false);
        watch.disconnected();
        loop.seconds(20);
        watch.stop();
        late.complete(counters);
        loop.advance(HOUR);
        assertThat(lost).isEmpty();
        assertThat(loop.timers()).isZero();
    }
}
