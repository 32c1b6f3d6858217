package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a server counts as gone, and when it does not. */
class LinkWatchTest {

    private static final Duration SILENCE = Duration.ofMillis(1200);
    private static final Duration LONGER = SILENCE.multipliedBy(2);

    private final SerialLoop loop = new SerialLoop("link-watch-test");
    private final List<TransportException> lost = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final LinkWatch watch = new LinkWatch(
            new LinkWatch.Times(SILENCE, Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMinutes(1)), loop,
            Duration.ofMillis(30), lost::add);

    @AfterEach
    void end() {
        loop.offerControl(watch::stop);
        loop.close();
    }

    private void start(boolean mayBeBusy) {
        loop.offerControl(() -> watch.start(() -> CompletableFuture.completedFuture(Map.of("pairs.bytesReceived", bytes.get(),
                "pairs.responsesReceived", 1L, "pairs.requestsReceived", 1L)),
                () -> mayBeBusy));
    }

    @Test
    void aServerThatSendsNothingAnyMoreIsGone() {
        start(false);
        Waiting.await("loss").until(() -> lost.size() == 1);
        assertThat(lost.get(0)).hasMessageContaining("Nothing came from the server");
    }

    @Test
    void aServerThatAnswersChecksIsThere() {
        start(false);
        Waiting.await("no loss").during(LONGER).until(() -> bytes.incrementAndGet() > 0 && lost.isEmpty());
    }

    @Test
    void aServerThatMayBeLoadingAModelIsThere() {
        start(true);
        Waiting.await("no loss").during(LONGER).until(lost::isEmpty);
    }

    @Test
    void afterItsFirstResultItIsNotLoadingAnyMore() {
        start(true);
        loop.offerControl(watch::answered);
        Waiting.await("loss").until(() -> lost.size() == 1);
    }

    @Test
    void resultsAreSignsOfLife() {
        start(false);
        Waiting.await("no loss").during(LONGER).until(() -> loop.offerControl(watch::answered) && lost.isEmpty());
    }

    @Test
    void withoutCountersOnlyTheNativeLibraryKnows() {
        loop.offerControl(() -> watch.start(() -> CompletableFuture.failedFuture(new IllegalStateException("closed")), () -> false));
        Waiting.await("no loss").during(LONGER).until(lost::isEmpty);
        loop.offerControl(watch::disconnected);
        Waiting.await("loss").until(() -> lost.size() == 1);
        assertThat(lost.get(0)).hasMessageContaining("not reachable");
    }

    @Test
    void oneLossIsToldOnce() {
        start(false);
        loop.offerControl(watch::disconnected);
        Waiting.await("loss").until(() -> !lost.isEmpty());
        Waiting.await("no second one").during(LONGER).until(() -> lost.size() == 1);
    }
}
