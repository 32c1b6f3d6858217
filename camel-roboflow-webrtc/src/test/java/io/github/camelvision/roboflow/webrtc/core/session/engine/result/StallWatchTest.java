package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which silence is a stall. In virtual time; the watch looks about ten times in its limit. */
class StallWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualLoop loop = new VirtualLoop();
    private final List<TransportException> stalls = new ArrayList<>();
    private boolean owed = true;

    private StallWatch start(Duration limit, boolean live, boolean frames) {
        StallWatch watch = new StallWatch(limit, live, loop);
        start(watch, frames);
        return watch;
    }

    private void start(StallWatch watch, boolean frames) {
        watch.start(() -> owed, frames, stalls::add);
    }

    @Test
    void silenceIsAStallWhileAResultIsOwed() {
        start(LIMIT, false, false);
        loop.seconds(9.9);
        assertThat(stalls).isEmpty();
        loop.seconds(0.2);
        assertThat(stalls).hasSize(1);
        assertThat(stalls.get(0)).hasMessageContaining("sent nothing for stallTimeout=10s");
        loop.advance(HOUR);
        assertThat(stalls).as("told once").hasSize(1);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void nothingOwedIsNoStallHoweverLong() {
        owed = false;
        start(LIMIT, true, false);
        loop.advance(HOUR);
        assertThat(stalls).isEmpty();
    }

    /** A frame after a long pause has the whole time to be answered. */
    @Test
    void theTimeBeginsWhenSomethingIsOwed() {
        owed = false;
        start(LIMIT, true, false);
        loop.seconds(60);
        owed = true;
        loop.seconds(8.9);
        assertThat(stalls).isEmpty();
        loop.seconds(2.2);
        assertThat(stalls).hasSize(1);
    }

    @Test
    void theTimeBeginsAnewWhenSomethingGoesToTheServer() {
        StallWatch watch = start(LIMIT, true, false);
        loop.seconds(9.5);
        watch.active();
        loop.seconds(9.9);
        assertThat(stalls).isEmpty();
        loop.seconds(1.2);
        assertThat(stalls).hasSize(1);
    }

    @Test
    void resultsWithoutFramesAreAStallOnceFramesCame() {
        StallWatch watch = start(LIMIT, true, true);
        loop.every(0.2, 300, watch::result);
        assertThat(stalls).as("before the first frame").isEmpty();
        watch.frame();
        loop.every(0.2, 48, watch::result);
        assertThat(stalls).isEmpty();
        loop.every(0.2, 8, watch::result);
        assertThat(stalls).hasSize(1);
        assertThat(stalls.get(0)).hasMessageContaining("no frame any more since stallTimeout=10s");
        loop.advance(HOUR);
        assertThat(stalls).as("told once").hasSize(1);
    }

    @Test
    void anEncoderMayLeaveOutTheFramesOfThirtyResults() {
        StallWatch watch = start(LIMIT, true, true);
        watch.frame();
        loop.every(0.5, 29, watch::result);
        loop.seconds(0.4);
        assertThat(stalls).isEmpty();
        loop.seconds(0.1);
        watch.result();
        loop.seconds(0.1);
        assertThat(stalls).hasSize(1);
    }

    @Test
    void framesWithoutResultsAreAStallOnceResultsCame() {
        StallWatch watch = start(LIMIT, true, true);
        loop.every(0.2, 300, watch::frame);
        assertThat(stalls).as("before the first result").isEmpty();
        watch.result();
        loop.every(0.2, 48, watch::frame);
        assertThat(stalls).isEmpty();
        loop.every(0.2, 8, watch::frame);
        assertThat(stalls).hasSize(1);
        assertThat(stalls.get(0)).hasMessageContaining("frames but no result any more since stallTimeout=10s");
    }

    @Test
    void whoSendsNeitherAnyMoreSendsNothing() {
        StallWatch watch = start(LIMIT, true, true);
        loop.every(0.2, 10, () -> {
            watch.result();
            watch.frame();
        });
        loop.seconds(12);
        assertThat(stalls).hasSize(1);
        assertThat(stalls.get(0)).hasMessageContaining("sent nothing");
    }

    @Test
    void framesAreNotMissedWhereNobodyWantsThem() {
        StallWatch watch = start(LIMIT, true, false);
        watch.frame();
        loop.every(0.2, 300, watch::result);
        assertThat(stalls).isEmpty();
    }

    @Test
    void aFileHasNoLimitButTheUsersAndZeroIsNone() {
        start(null, false, false);
        start(Duration.ZERO, true, false);
        assertThat(loop.timers()).isZero();
        loop.advance(HOUR);
        assertThat(stalls).isEmpty();
    }

    @Test
    void aLiveSourceHasFiveMinutesBeforeItsFirstResultAndOneAfterIt() {
        StallWatch watch = start(null, true, false);
        loop.seconds(299);
        assertThat(stalls).isEmpty();
        loop.seconds(4);
        assertThat(stalls).hasSize(1);
        assertThat(stalls.get(0)).hasMessageContaining("300 s (change it with stallTimeout)");
        start(watch, false);
        watch.result();
        loop.seconds(59);
        assertThat(stalls).hasSize(1);
        loop.seconds(4);
        assertThat(stalls).hasSize(2);
    }

    @Test
    void aStallThatANewConnectionDoesNotMendDoublesTheLimitUntilAResultComes() {
        StallWatch watch = start(null, true, false);
        watch.result();
        loop.seconds(63);
        assertThat(stalls).hasSize(1);
        start(watch, false);
        loop.seconds(119);
        assertThat(stalls).hasSize(1);
        loop.seconds(4);
        assertThat(stalls).hasSize(2);
        start(watch, false);
        watch.result();
        loop.seconds(63);
        assertThat(stalls).hasSize(3);
    }

    @Test
    void aSlowWorkflowHasThreeTimesAsLongAsItTook() {
        StallWatch watch = start(null, true, false);
        loop.seconds(40);
        watch.result();
        loop.seconds(119);
        assertThat(stalls).isEmpty();
        loop.seconds(4);
        assertThat(stalls).hasSize(1);
    }

    @Test
    void nothingIsToldAfterTheStopAndAStartReplacesTheOneBefore() {
        StallWatch watch = start(LIMIT, true, false);
        start(watch, false);
        assertThat(loop.timers()).isEqualTo(1);
        watch.stop();
        assertThat(loop.timers()).isZero();
        loop.advance(HOUR);
        assertThat(stalls).isEmpty();
    }

    @Test
    void theUsualLimitIsAtMostAQuarterOfAnHour() {
        assertThat(StallWatch.usual(false, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofMinutes(5));
        assertThat(StallWatch.usual(true, Duration.ofSeconds(1), 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(StallWatch.usual(true, Duration.ofSeconds(40), 0)).isEqualTo(Duration.ofMinutes(2));
        assertThat(StallWatch.usual(true, Duration.ofSeconds(1), 1)).isEqualTo(Duration.ofMinutes(2));
        assertThat(StallWatch.usual(true, Duration.ofSeconds(1), 9)).isEqualTo(Duration.ofMinutes(15));
    }
}
