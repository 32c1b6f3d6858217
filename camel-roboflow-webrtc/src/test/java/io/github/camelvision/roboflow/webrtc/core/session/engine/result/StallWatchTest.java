package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which silence is a stall. */
class StallWatchTest {

    private static final Duration LIMIT = Duration.ofMillis(600);
    private static final Duration LONGER = LIMIT.multipliedBy(2);

    private final SerialLoop loop = new SerialLoop("stall-watch-test");
    private final List<TransportException> stalls = new CopyOnWriteArrayList<>();
    private final AtomicBoolean owed = new AtomicBoolean(true);

    @AfterEach
    void end() {
        loop.close();
    }

    private StallWatch start(Duration limit, boolean live, boolean pictures) {
        StallWatch watch = new StallWatch(limit, live, loop);
        loop.offerControl(() -> watch.start(owed::get, pictures, stalls::add));
        return watch;
    }

    @Test
    void silenceIsAStallWhileAResultIsOwed() {
        start(LIMIT, true, false);
        Waiting.await("stall").until(() -> stalls.size() == 1);
        assertThat(stalls.get(0)).hasMessageContaining("sent nothing for stallTimeout=0s");
    }

    @Test
    void nothingOwedIsNoStallHoweverLong() {
        owed.set(false);
        start(LIMIT, true, false);
        Waiting.await("no stall").during(LONGER).until(stalls::isEmpty);
    }

    /** A frame after a long pause has the whole time to be answered. */
    @Test
    void theTimeBeginsWhenSomethingIsOwed() {
        owed.set(false);
        start(LIMIT, true, false);
        Waiting.await("a pause").during(LONGER).until(stalls::isEmpty);
        long begun = System.nanoTime();
        owed.set(true);
        Waiting.await("stall").until(() -> stalls.size() == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(LIMIT.multipliedBy(8).dividedBy(10));
    }

    @Test
    void resultsWithoutPicturesAreAStallOncePicturesCame() {
        StallWatch watch = start(LIMIT, true, true);
        Waiting.await("no stall before the first picture").during(LONGER).until(() -> loop.offerControl(watch::result)
                && stalls.isEmpty());
        loop.offerControl(watch::picture);
        Waiting.await("stall").until(() -> loop.offerControl(watch::result) && stalls.size() == 1);
        assertThat(stalls.get(0)).hasMessageContaining("no picture");
    }

    @Test
    void picturesWithoutResultsAreAStallOnceResultsCame() {
        StallWatch watch = start(LIMIT, true, true);
        Waiting.await("no stall before the first result").during(LONGER).until(() -> loop.offerControl(watch::picture)
                && stalls.isEmpty());
        loop.offerControl(watch::result);
        Waiting.await("stall").until(() -> loop.offerControl(watch::picture) && stalls.size() == 1);
        assertThat(stalls.get(0)).hasMessageContaining("pictures but no result");
    }

    @Test
    void picturesAreNotMissedWhereNobodyWantsThem() {
        StallWatch watch = start(LIMIT, true, false);
        loop.offerControl(watch::picture);
        Waiting.await("no stall").during(LONGER).until(() -> loop.offerControl(watch::result) && stalls.isEmpty());
    }

    @Test
    void aFileHasNoLimitButTheUsers() {
        start(null, false, false);
        start(Duration.ZERO, true, false);
        start(null, true, false);
        Waiting.await("no stall").during(LONGER).until(stalls::isEmpty);
    }

    @Test
    void aSlowWorkflowIsLearnedAndAStallThatANewConnectionDoesNotMendDoublesTheLimit() {
        assertThat(StallWatch.usual(false, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofMinutes(5));
        assertThat(StallWatch.usual(true, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(StallWatch.usual(true, Duration.ofSeconds(40), 0)).isEqualTo(Duration.ofMinutes(2));
        assertThat(StallWatch.usual(true, Duration.ofSeconds(1), 1)).isEqualTo(Duration.ofMinutes(2));
        assertThat(StallWatch.usual(true, Duration.ofSeconds(1), 9)).isEqualTo(Duration.ofMinutes(15));
    }
}
