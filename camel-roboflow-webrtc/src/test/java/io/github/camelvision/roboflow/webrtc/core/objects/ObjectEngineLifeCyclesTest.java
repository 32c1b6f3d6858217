package io.github.camelvision.roboflow.webrtc.core.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is lost, late, doubled, interrupted, renewed or started anew: the life cycles of the events are well formed. */
class ObjectEngineLifeCyclesTest {

    private static final String RULES = """
            {"objects": {"confirmFrames": %d, "confirmOf": %d, "endAfter": %s, "keepFor": 5, "updateEvery": %s, "tracking": "%s"},
             "zones": [{"name": "a", "polygon": [[0,0],[60,0],[60,60],[0,60]], "settle": %s, "dwell": [0.2, 1], "countAfter": %s,
                        "anchors": "center", "cooldown": %s},
                       {"name": "b", "polygon": [[40,20],[100,20],[100,100]], "settle": 0, "classes": ["dog"]}],
             "lines": [{"name": "l", "from": [50,0], "to": [50,100], "anchors": "center"}]}""";

    enum Step {
        result, result2, lost, doubled, late, gap, renewal, oldSession, tick, rules, restart
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, Arbitraries.of(Step.result)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(Step.values()))).list().ofMinSize(20).ofMaxSize(120);
    }

    @Property
    void lifeCyclesAreWellFormed(@ForAll("steps") List<Step> steps, @ForAll long seed) {
        assertThat(new Run(seed).of(steps)).isNotNull();
    }

    /** The same input gives the same events. */
    @Property(tries = 30)
    void theSameResultsGiveTheSameEvents(@ForAll("steps") List<Step> steps, @ForAll long seed) {
        assertThat(new Run(seed).of(steps)).isEqualTo(new Run(seed).of(steps));
    }

    /** A world in which some things move at random, and somebody who looks at it badly. */
    private static final class Run {

        private final Random random;
        private final List<double[]> things = new ArrayList<>();
        private final LifeCycles cycles = new LifeCycles();
        private final boolean trackerIds;
        private ObjectRules rules;
        private ObjectEngine engine;
        private long session = 1;
        private long frame;
        private long millis = 1_000_000;
        private Sighting before;

        Run(long seed) {
            random = new Random(seed);
            trackerIds = random.nextBoolean();
            for (int i = 0; i < 4; i++) {
                things.add(new double[] {random.nextInt(100), random.nextInt(100), random.nextInt(7) - 3, random.nextInt(7) - 3});
            }
            rules = rules();
            engine = new ObjectEngine("cam", rules);
        }

        private ObjectRules rules() {
            int frames = 1 + random.nextInt(3);
            return RulesReader.read(RULES.formatted(frames, frames + random.nextInt(3), pick("0.1", "0.5", "1"), pick("0", "0.1", "1"),
                    pick("auto", "auto", "builtIn"), pick("0", "0.3"), pick("0", "0.3"), pick("0", "0.5")));
        }

        private String pick(String... of) {
            return of[random.nextInt(of.length)];
        }

        List<ObjectEvent> of(List<Step> steps) {
            steps.forEach(this::take);
            cycles.take(engine.end("completed"));
            cycles.over();
            return cycles.all();
        }

        private void take(Step step) {
            switch (step) {
                case lost -> frame++;
                case doubled -> again(before);
                case late -> again(before == null ? null : new Sighting(before.sessionId(), Math.max(1, frame - 1), before.time(), 100, 100,
                        seen()));
                case gap -> millis += random.nextInt(8_000);
                case renewal -> renew();
                case oldSession -> again(new Sighting("s" + (session - 1), 500, time(), 100, 100, seen()));
                case tick -> cycles.take(engine.tick(Instant.ofEpochMilli(millis + random.nextInt(7_000))));
                case rules -> {
                    rules = rules();
                    cycles.take(engine.rules(rules));
                }
                case restart -> {
                    cycles.take(engine.end("stopped"));
                    cycles.restarted();
                    engine = new ObjectEngine("cam", rules);
                    renew();
                }
                default -> result();
            }
        }

        private void renew() {
            session++;
            frame = 0;
            millis += random.nextInt(2_000) - 500;
        }

        /** What was seen before is no news. */
        private void again(Sighting sighting) {
            if (sighting != null && (before == null || sighting.sessionId().equals(before.sessionId()) ? before != null : session > 1)
                    && engine.now() != null) {
                cycles.take(engine.see(sighting));
            }
        }

        private void result() {
            frame++;
            millis += 20 + random.nextInt(60);
            before = new Sighting("s" + session, frame, time(), 100, 100, seen());
            cycles.take(engine.see(before));
        }

        private EventTime time() {
            return new EventTime(Instant.ofEpochMilli(millis), EventTime.Source.received, null);
        }

        private List<Detection> seen() {
            List<Detection> seen = new ArrayList<>();
            for (int i = 0; i < things.size(); i++) {
                double[] thing = things.get(i);
                thing[0] = Math.min(Math.max(thing[0] + thing[2], 0), 100);
                thing[1] = Math.min(Math.max(thing[1] + thing[3], 0), 100);
                if (random.nextInt(10) == 0) {
                    thing[2] = random.nextInt(7) - 3;
                    thing[3] = random.nextInt(7) - 3;
                }
                if (random.nextInt(6) > 0) {
                    seen.add(new Detection(thing[0], thing[1], 12, 12, random.nextDouble(), random.nextInt(8) == 0 ? "cat" : "dog", 0, null,
                            trackerIds ? (Long) (long) (i + 4 * random.nextInt(20) / 19) : null, List.of(), List.of(), null));
                }
            }
            return seen;
        }
    }
}
