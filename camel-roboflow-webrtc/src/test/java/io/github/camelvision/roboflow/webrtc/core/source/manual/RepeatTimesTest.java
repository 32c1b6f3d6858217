package io.github.camelvision.roboflow.webrtc.core.source.manual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a frame is pushed again. */
class RepeatTimesTest {

    private final RepeatTimes times = new RepeatTimes();
    private long now = 10_000;

    private void stream(int frames, int intervalMs, int latencyMs) {
        for (int i = 0; i < frames; i++) {
            now += intervalMs;
            times.pushed(now, false);
            times.answered(now - latencyMs, now);
        }
    }

    /** Gaps of the next flushes of an unanswered frame. */
    private int flush() {
        int gap = times.untilFlush(now);
        now += gap;
        times.repeated();
        return gap;
    }

    @Test
    void aFrameThatComesAloneIsFlushedAtOnce() {
        times.pushed(now, true);
        assertThat(flush()).isEqualTo(20);
        now += 4_000;
        times.pushed(now, true);
        assertThat(flush()).isEqualTo(20);
    }

    @Test
    void inAStreamTheFlushWaitsForTheNextFrame() {
        stream(100, 33, 50);
        assertThat(flush()).isBetween(45, 55);
    }

    @Test
    void aServerThatIsStillAtItIsNotFlooded() {
        stream(100, 500, 800);
        long pushed = now;
        times.pushed(now, true);
        flush();
        flush();
        flush();
        assertThat(now - pushed).isGreaterThan(800);
    }

    @Test
    void anOverdueAnswerIsFlushedDenselyAndThenEverMoreSlowly() {
        stream(100, 33, 50);
        times.pushed(now, false);
        flush();
        flush();
        flush();
        for (int i = 0; i < 30; i++) {
            assertThat(flush()).isLessThan(40);
        }
        int slowest = 0;
        for (int i = 0; i < 100; i++) {
            slowest = flush();
        }
        assertThat(slowest).isEqualTo(397);
    }

    @Test
    void aStandstillDoesNotDelayTheNextFlushByAsMuch() {
        stream(100, 33, 50);
        long usual = times.usualMillis();
        long pushed = now;
        now += 20_000;
        for (int frame = 0; frame < 100; frame++) {
            times.answered(pushed + frame, now + frame);
        }
        assertThat(times.usualMillis()).isBetween(usual, 6_000L);
        stream(100, 33, 50);
        assertThat(times.usualMillis()).isLessThan(2 * usual);
    }

    @Test
    void aSlowServerIsGivenItsTime() {
        stream(100, 12_000, 10_000);
        assertThat(times.usualMillis()).isBetween(10_000L, 12_000L);
    }

    @Test
    void thePrimerSlowsDownUntilTheServerAnswers() {
        for (int i = 0; i < 50; i++) {
            times.repeated();
        }
        assertThat(times.untilPrimer()).isGreaterThanOrEqualTo(1_000);
        times.heard();
        assertThat(times.untilPrimer()).isLessThan(140);
    }
}
