package io.github.camelvision.roboflow.webrtc.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.correlate.FramePairing.Pair;
import io.github.camelvision.roboflow.webrtc.testing.Simulations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of seeded streams in virtual time: frames and messages are lost, late and inexactly timed, and no pair is ever wrong. */
class FramePairingSimulationTest {

    private static final long MS = 1_000_000;

    @ParameterizedTest
    @CsvSource({"30, 0", "60, 0", "30, 8", "60, 5", "25, 2", "10, 20"})
    void pairsNearlyAllWhenNothingIsLost(double fps, double jitterMillis) {
        for (int seed = 0; seed < Simulations.runs(100); seed++) {
            Simulation simulation = new Simulation(seed, fps, jitterMillis);
            simulation.startLoss = 0;
            simulation.run(600);
            assertThat(simulation.pairs).as("seed %d", seed).isGreaterThanOrEqualTo(594);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {30, 60})
    void pairsNearlyAllIrregularFramesAlsoWhenTheFirstOnesAreLost(double fps) {
        int good = 0;
        int runs = Simulations.runs(100);
        for (int seed = 0; seed < runs; seed++) {
            Simulation simulation = new Simulation(seed, fps, 6);
            simulation.run(1000);
            good += simulation.pairs >= 0.99 * (1000 - simulation.startLoss) ? 1 : 0;
        }
        assertThat(good).isGreaterThan(runs * 97 / 100);
    }

    @ParameterizedTest
    @CsvSource({"30, 0", "60, 0", "30, 1", "60, 1", "30, 3", "60, 3", "30, 6", "60, 6", "30, 12", "15, 30"})
    void noPairIsWrongWithLossOnEitherSide(double fps, double jitterMillis) {
        for (int seed = 0; seed < Simulations.runs(300); seed++) {
            Simulation simulation = new Simulation(seed, fps, jitterMillis);
            simulation.videoLoss = simulation.random.nextInt(3) == 0 ? 0 : simulation.random.nextDouble() * 0.1;
            simulation.dataLoss = simulation.random.nextInt(3) == 0 ? 0 : simulation.random.nextDouble() * 0.1;
            simulation.run(200);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {30, 60})
    void noPairIsWrongWhenTheServerSkipsFramesAndThePathStalls(double fps) {
        for (int seed = 0; seed < Simulations.runs(300); seed++) {
            Simulation simulation = new Simulation(seed, fps, seed % 3);
            simulation.videoLoss = 0.05;
            simulation.serverSkip = seed % 2 == 0 ? 0.02 : 0.2;
            simulation.stalls = 0.01;
            simulation.run(300);
        }
    }

    @Test
    void regularFramesWhoseFirstOnesWereLostStayAlone() {
        for (int seed = 0; seed < Simulations.runs(200); seed++) {
            Simulation simulation = new Simulation(seed, 30, 0);
            simulation.startLoss = 1 + seed % 20;
            simulation.run(300);
            assertThat(simulation.pairs).as("seed %d", seed).isZero();
            assertThat(simulation.pairing.unpairedResults()).isEqualTo(300);
        }
    }

    @Test
    void withheldResultsTakeTheirFramesWithThem() {
        for (int seed = 0; seed < Simulations.runs(200); seed++) {
            Simulation simulation = new Simulation(seed, 30, 4);
            simulation.startLoss = 0;
            simulation.withhold = 3;
            simulation.run(300);
            assertThat(simulation.pairing.unpairedFrames()).as("seed %d", seed).isZero();
            assertThat(simulation.pairing.unpairedResults()).as("seed %d", seed).isZero();
            assertThat(simulation.pairs).isEqualTo(200);
        }
    }

    private record Event(long nanos, int order, int frame, boolean received) {}

    private static final class Simulation {
        private final Random random;
        private final double interval;
        private final double jitter;
        private final FramePairing<Integer, Integer> pairing = new FramePairing<>(repeat -> {});
        private final Set<Integer> results = new HashSet<>();
        private final Set<Integer> received = new HashSet<>();
        private int startLoss;
        private double videoLoss;
        private double dataLoss;
        private double serverSkip;
        private double stalls;
        private int withhold = Integer.MAX_VALUE;
        private int pairs;
        private int lastPaired = -1;
        private int given;

        Simulation(long seed, double fps, double jitterMillis) {
            random = new Random(seed);
            interval = 1000 / fps;
            jitter = jitterMillis;
            startLoss = random.nextInt(4) == 0 ? 0 : random.nextInt(20);
        }

        void run(int frames) {
            long[] pts = new long[frames];
            List<Event> events = new ArrayList<>();
            long dataDelay = random.nextInt(300) * MS;
            long videoDelay = random.nextInt(300) * MS;
            long lastData = 0;
            long lastVideo = 0;
            int kept = 0;
            double slot = 0;
            for (int i = 0; i < frames; i++) {
                slot += random.nextDouble() < serverSkip ? 1 + random.nextInt(3) : 1;
                double millis = slot * interval + (random.nextDouble() * 2 - 1) * jitter;
                pts[i] = Math.round(millis * 90);
                long sent = (long) (millis * MS);
                dataDelay += random.nextDouble() < stalls ? 400 * MS : 0;
                lastData = Math.max(lastData + 1, sent + dataDelay + random.nextInt(15) * MS);
                lastVideo = Math.max(lastVideo + 1, sent + videoDelay + random.nextInt(15) * MS);
                if (stalls > 0 && random.nextDouble() < 0.2) {
                    dataDelay = Math.max(0, dataDelay - 100 * MS);
                }
                if (random.nextDouble() >= dataLoss) {
                    events.add(new Event(lastData, 2 * i, i, false));
                }
                if (i >= startLoss && random.nextDouble() >= videoLoss) {
                    events.add(new Event(lastVideo, 2 * i + 1, i, true));
                    kept++;
                }
            }
            long first = pts[0];
            events.sort(Comparator.comparingLong(Event::nanos).thenComparingInt(Event::order));
            long rtpOffset = 1_000_000_000L + random.nextInt(1_000_000);
            boolean any = false;
            boolean intact = false;
            for (Event event : events) {
                long now = event.nanos;
                if (event.received) {
                    long noise = Math.round((random.nextDouble() * 2 - 1) * 90);
                    intact |= !any && event.frame == 0;
                    any = true;
                    check(pairing.frame(event.frame, rtpOffset + pts[event.frame] - first + noise, now));
                    if (intact) {
                        check(pairing.intactStart(now));
                    }
                } else {
                    long ticks = pts[event.frame] - first;
                    check(pairing.announced(event.frame + 1, ticks, now));
                    if (event.frame % withhold != withhold - 1) {
                        given++;
                        check(pairing.result(event.frame, ticks, now));
                    }
                }
                requireTrue(pairing.pending() <= 336);
            }
            check(pairing.drainAll());
            assertThat(results).hasSize(given);
            assertThat(received.size() + pairing.repeatedFrames()).isEqualTo(kept);
        }

        private void check(List<Pair<Integer, Integer>> out) {
            for (Pair<Integer, Integer> pair : out) {
                if (pair.result() != null) {
                    requireTrue(results.add(pair.result()));
                }
                if (pair.frame() != null) {
                    requireTrue(received.add(pair.frame()));
                }
                if (pair.result() != null && pair.frame() != null) {
                    requireTrue(pair.frame().equals(pair.result()));
                    requireTrue(pair.frame() > lastPaired);
                    lastPaired = pair.frame();
                    pairs++;
                }
            }
        }

        /** Cheap, since it is called for every half. */
        private static void requireTrue(boolean condition) {
            if (!condition) {
                throw new AssertionError("doubled, wrong, disordered or too many");
            }
        }
    }
}
