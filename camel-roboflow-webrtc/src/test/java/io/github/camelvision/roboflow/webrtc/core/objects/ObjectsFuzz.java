package io.github.camelvision.roboflow.webrtc.core.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.detection.DetectionsBuilder;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Coverage-guided fuzzing of events of objects: the rules that people write, and whatever a server may report. */
public final class ObjectsFuzz {

    private static final ObjectRules RULES = RulesReader.read("""
            {"coordinates": "pixels", "zones": [{"name": "z", "polygon": [[20, 20], [100, 20], [100, 100], [20, 100]]}],
             "lines": [{"name": "l", "from": [64, 0], "to": [64, 128]}]}
            """);

    /** The rules: read, or refused with a sentence. */
    public static final class Rules {
        public static void fuzzerTestOneInput(byte[] text) {
            try {
                ObjectEngine engine = new ObjectEngine("camera", RulesReader.read(new String(text, StandardCharsets.UTF_8)));
                engine.see(sighting(1, 40, Detections.on(128, 128).add("person", 0.9, 60, 60, 20, 30).build().getList()));
                engine.end("over");
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    /** Any results: each life begins before it ends, and what was entered is left. */
    public static final class Results {
        public static void fuzzerTestOneInput(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            ObjectEngine engine = new ObjectEngine("camera", RULES);
            Lives lives = new Lives();
            long millis = 0;
            for (int step = 0; in.remaining() >= 3; step++) {
                millis += in.get() & 0xFF;
                int kind = in.get();
                int objects = in.get() & 7;
                if (kind == 0) {
                    lives.add(engine.tick(Instant.ofEpochMilli(millis)));
                    continue;
                }
                DetectionsBuilder found = Detections.on(128, 128);
                for (int i = 0; i < objects && in.remaining() >= 12; i++) {
                    double x = number(in);
                    double y = number(in);
                    double size = number(in);
                    byte id = in.get();
                    String name = "class-" + (in.get() & 3);
                    double confidence = number(in) / 128;
                    found = id < 0 ? found.add(name, confidence, x, y, size, size)
                            : found.add(name, confidence, x, y, size, size, (long) id);
                }
                int frameId = kind < 0 ? kind & 0x7F : step + 1;
                Sighting sighting = sighting(frameId, millis, found.build().getList());
                lives.add(engine
                        .see(kind == 1 ? new Sighting("other", frameId, sighting.time(), 128, 128, sighting.detections()) : sighting));
            }
            lives.add(engine.end("over"));
            lives.over();
        }

        /** Mostly ordinary, sometimes not a number at all. */
        private static double number(ByteBuffer in) {
            short value = in.getShort();
            return switch (value) {
                case Short.MIN_VALUE -> Double.NaN;
                case Short.MIN_VALUE + 1 -> Double.POSITIVE_INFINITY;
                case Short.MIN_VALUE + 2 -> -Double.MAX_VALUE;
                default -> value / 128.0;
            };
        }
    }

    private ObjectsFuzz() {}

    private static Sighting sighting(long frameId, long millis, List<Detection> detections) {
        return new Sighting("session", frameId, new EventTime(Instant.ofEpochMilli(millis), EventTime.Source.received, 0.0), 128, 128,
                detections);
    }

    /** What holds of every camera's events. */
    private static final class Lives {

        private final Set<String> begun = new HashSet<>();
        private final Set<String> ended = new HashSet<>();
        private final Map<String, Integer> inside = new HashMap<>();
        private final Set<String> ids = new HashSet<>();

        void add(List<ObjectEvent> events) {
            for (ObjectEvent event : events) {
                check(ids.add(event.id()), "doubled", event);
                String object = event.objectId();
                switch (event.type()) {
                    case appeared -> check(begun.add(object), "appeared twice", event);
                    case ended -> check(begun.contains(object) && ended.add(object), "ended before it appeared, or twice", event);
                    case entered -> check(inside.merge(object + event.zone(), 1, Integer::sum) == 1, "entered twice", event);
                    case left -> check(inside.merge(object + event.zone(), -1, Integer::sum) == 0, "left before it entered", event);
                    default -> check(true, "", event);
                }
            }
        }

        void over() {
            if (!begun.equals(ended) || inside.values().stream().anyMatch(times -> times != 0)) {
                throw new AssertionError("begun " + begun + ", ended " + ended + ", inside " + inside);
            }
        }

        private static void check(boolean holds, String what, ObjectEvent event) {
            if (!holds) {
                throw new AssertionError(what + ": " + event);
            }
        }
    }
}
