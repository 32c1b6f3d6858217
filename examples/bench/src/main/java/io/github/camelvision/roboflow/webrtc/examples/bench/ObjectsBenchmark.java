package io.github.camelvision.roboflow.webrtc.examples.bench;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.detection.DetectionsBuilder;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEngine;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What events of objects cost a frame: 100 objects that move, two zones and two lines. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ObjectsBenchmark {

    private static final int OBJECTS = 100;
    /** After so many frames everything is where it was. */
    private static final int PERIOD = 400;
    private static final String RULES = """
            {"coordinates": "pixels",
             "zones": [{"name": "dock", "polygon": [[200, 100], [900, 100], [900, 600], [200, 600]], "dwell": [5]},
                       {"name": "gate", "polygon": [[1000, 0], [1280, 0], [1280, 720], [1000, 720]]}],
             "lines": [{"name": "in", "from": [640, 0], "to": [640, 720]}, {"name": "out", "from": [1100, 0], "to": [1100, 720]}]}
            """;

    private final List<List<Detection>> tracked = frames(true);
    private final List<List<Detection>> untracked = frames(false);
    private ObjectEngine byTracker;
    private ObjectEngine byBoxes;
    private long frame;

    private static List<List<Detection>> frames(boolean trackerIds) {
        List<List<Detection>> frames = new ArrayList<>();
        for (int time = 0; time < PERIOD; time++) {
            DetectionsBuilder found = Detections.on(1280, 720);
            for (int i = 0; i < OBJECTS; i++) {
                // ten rows that go to the right and back, three pixels a frame
                int way = (time + 13 * i) % PERIOD;
                double x = 40 + 3 * (way < PERIOD / 2 ? way : PERIOD - way) + 60 * (i % 10);
                double y = 40 + 65 * (i / 10);
                if (trackerIds) {
                    found.add("part-" + i % 5, 0.9, x, y, 40, 50, (long) i);
                } else {
                    found.add("part-" + i % 5, 0.9, x, y, 40, 50);
                }
            }
            frames.add(found.build().getList());
        }
        return frames;
    }

    @Setup
    public void begin() {
        byTracker = new ObjectEngine("bench", RulesReader.read(RULES));
        byBoxes = new ObjectEngine("bench", RulesReader.read(RULES));
        frame = 0;
    }

    private List<ObjectEvent> see(ObjectEngine engine, List<List<Detection>> frames) {
        frame++;
        EventTime time = new EventTime(Instant.EPOCH.plusMillis(33 * frame), EventTime.Source.frames, null);
        return engine.see(new Sighting("session", frame, time, 1280, 720, frames.get((int) (frame % PERIOD))));
    }

    /** The workflow tracks. */
    @Benchmark
    public List<ObjectEvent> objectsOfATracker() {
        return see(byTracker, tracked);
    }

    /** The engine's own tracker does. */
    @Benchmark
    public List<ObjectEvent> objectsByTheirBoxes() {
        return see(byBoxes, untracked);
    }
}
