package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameCorrelation.Match;
import io.github.camelvision.roboflow.webrtc.testing.Simulations;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of seeded sessions in virtual time against a server that loses frames, decodes late and rounds: no match is ever wrong. */
class FrameCorrelationSimulationTest {

    /** Marks of a Golomb ruler: no two differences are alike. In steps of 20 ms. */
    private static final int[] RULER = {0, 1, 4, 9, 15, 22, 32, 34};

    @ParameterizedTest
    @ValueSource(doubles = {16.67, 33.33, 100})
    void neverMatchesWronglyAfterAnIrregularPrimer(double spacing) {
        for (int seed = 0; seed < Simulations.runs(1500); seed++) {
            Simulation simulation = new Simulation(seed, true);
            simulation.run(150, random -> spacing);
            assertThat(simulation.anchored).as("seed %d", seed).isTrue();
            assertThat(simulation.correlation.unmatched()).as("seed %d", seed).isZero();
            assertThat(simulation.matched).as("seed %d: every delivered result is matched", seed).isEqualTo(simulation.delivered);
        }
    }

    @Test
    void anchorsWithinTheRulerWhenLittleIsLost() {
        int late = 0;
        int runs = Simulations.runs(500);
        for (int seed = 0; seed < runs; seed++) {
            Simulation simulation = new Simulation(seed, true);
            simulation.loss = 0.05;
            simulation.undecoded = 2;
            simulation.latency = 40;
            simulation.run(100, random -> 33.33);
            late += simulation.primed > RULER.length ? 1 : 0;
        }
        assertThat(late).isLessThanOrEqualTo(runs / 50);
    }

    @Test
    void neverMatchesWronglyWithRealLifeJitterAndNoPrimer() {
        int anchored = 0;
        int runs = Simulations.runs(2000);
        for (int seed = 0; seed < runs; seed++) {
            Simulation simulation = new Simulation(seed, false);
            simulation.run(200, random -> Math.max(1, 33.33 + 6 * random.nextGaussian()));
            anchored += simulation.anchored ? 1 : 0;
        }
        assertThat(anchored).isGreaterThan(runs * 19 / 20);
    }

    @Test
    void neverMatchesWronglyWithSlightJitterAndRarePauses() {
        for (int seed = 0; seed < Simulations.runs(2000); seed++) {
            Simulation simulation = new Simulation(seed, false);
            simulation.run(200, random -> random.nextInt(40) == 0 ? 33.33 + random.nextInt(60) : 33.33 + random.nextInt(5) - 2);
        }
    }

    @Test
    void neverMatchesWronglyAtRegularIntervalsWithoutPrimer() {
        for (int seed = 0; seed < Simulations.runs(1000); seed++) {
            Simulation simulation = new Simulation(seed, false);
            simulation.run(200, random -> 33.33);
        }
    }

    @Test
    void neverMatchesWronglyWhenFramesAreCloserThanTheTolerance() {
        for (int seed = 0; seed < Simulations.runs(1000); seed++) {
            Simulation simulation = new Simulation(seed, false);
            simulation.run(200, random -> random.nextInt(12));
        }
    }

    @Test
    void neverMatchesWronglyWhenTheHistoryIsShort() {
        for (int seed = 0; seed < Simulations.runs(1000); seed++) {
            Simulation simulation = new Simulation(seed, true);
            simulation.correlation = new FrameCorrelation<>(24);
            simulation.latency = 200;
            simulation.run(300, random -> 33.33);
        }
    }

    private interface Gaps {
        double next(Random random);
    }

    private record Result(int frame, long ticks, double arrival) {}

    private static final class Simulation {
        private final Random random;
        private final boolean primer;
        private final ArrayDeque<Result> underway = new ArrayDeque<>();
        private final List<Integer> told = new ArrayList<>();
        private final Map<Long, Integer> frames = new HashMap<>();
        private FrameCorrelation<Integer> correlation = new FrameCorrelation<>(512);
        private double loss;
        private int undecoded;
        private double latency;
        private double epoch = Double.NaN;
        private double lastArrival;
        private long lastTicks = -1;
        private int primed;
        private boolean anchored;
        private int delivered;
        private int matched;

        Simulation(long seed, boolean primer) {
            this.random = new Random(seed);
            this.primer = primer;
            loss = random.nextDouble() * 0.3;
            undecoded = random.nextInt(6);
            latency = random.nextDouble() * 300;
        }

        void run(int frames, Gaps gaps) {
            double now = 1e6 + random.nextInt(1000);
            int regular = 0;
            long lastPush = -1;
            boolean decoded = false;
            for (int frame = 0; regular < frames; frame++) {
                deliver(now);
                long push = (long) now;
                Integer evicted = correlation.sent(frame, push);
                if (evicted != null) {
                    told.add(evicted);
                }
                // As the encoder does: nothing twice in a millisecond.
                boolean encoded = push != lastPush;
                lastPush = push;
                decoded |= frame >= undecoded && encoded;
                if (decoded && encoded && (Double.isNaN(epoch) || random.nextDouble() >= loss)) {
                    answer(frame, push, now);
                }
                if (primer && !correlation.anchored()) {
                    now += primerGap(frame);
                    primed++;
                } else {
                    now += gaps.next(random);
                    regular++;
                }
            }
            deliver(Double.POSITIVE_INFINITY);
            anchored = correlation.anchored();
            told.addAll(correlation.reset());
            assertThat(told).as("each frame is matched, skipped, evicted or pending, once and in order").isSorted().doesNotHaveDuplicates();
        }

        private double primerGap(int frame) {
            int at = frame + 1;
            return at < RULER.length ? (RULER[at] - RULER[at - 1]) * 20 : 20 + random.nextInt(120);
        }

        private void answer(int frame, long push, double now) {
            double stamp = push + random.nextDouble() * 2 - 1;
            boolean first = Double.isNaN(epoch);
            if (first) {
                epoch = stamp;
            }
            // Ticks never go back, even where jitter is larger than the gap.
            long ticks = Math.max(Math.round((stamp - epoch) * 90), lastTicks + 1);
            lastTicks = ticks;
            lastArrival = Math.max(lastArrival, now + 1 + latency * (0.5 + random.nextDouble()));
            if (!first || random.nextInt(4) > 0) {
                underway.add(new Result(frame, ticks, lastArrival));
            }
        }

        private void deliver(double until) {
            while (!underway.isEmpty() && underway.peek().arrival() <= until) {
                Result result = underway.remove();
                delivered++;
                frames.put(result.ticks(), result.frame());
                for (Match<Integer> match : correlation.result(result.ticks())) {
                    assertThat(match.tag()).isEqualTo(frames.get(match.ptsTicks()));
                    told.addAll(match.skipped());
                    told.add(match.tag());
                    matched++;
                }
            }
        }
    }
}
