package io.github.camelvision.roboflow.webrtc.examples.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** What Java code a recording of Java Flight Recorder met on which threads: its events jdk.ExecutionSample. Native code is not in them. */
public final class ExecutionSamples {

    private static final String EVENT = "jdk.ExecutionSample";

    /** Method to samples, by group of threads. */
    private final Map<String, Map<String, Integer>> methods = new TreeMap<>();

    private ExecutionSamples() {}

    /**
     * @param counts the times whose samples count
     * @throws IOException when it cannot be read
     */
    public static ExecutionSamples read(Path recording, Predicate<Instant> counts) throws IOException {
        ExecutionSamples samples = new ExecutionSamples();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals(EVENT) && counts.test(event.getStartTime())) {
                    samples.add(event.getThread("sampledThread"), event.getStackTrace());
                }
            }
        }
        return samples;
    }

    private void add(RecordedThread thread, RecordedStackTrace stack) {
        if (thread != null && thread.getJavaName() != null && stack != null && !stack.getFrames().isEmpty()) {
            RecordedFrame top = stack.getFrames().get(0);
            RecordedMethod method = top.getMethod();
            methods.computeIfAbsent(ThreadTimes.group(thread.getJavaName()), name -> new HashMap<>())
                    .merge(method.getType().getName().replaceFirst(".*\\.", "") + "." + method.getName(), 1, Integer::sum);
        }
    }

    /** Groups of threads with the most samples first. */
    public List<String> threads() {
        return methods.keySet().stream().sorted(Comparator.<String> comparingInt(this::count).reversed()).toList();
    }

    public int count(String thread) {
        return methods.getOrDefault(thread, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
    }

    public int count() {
        return methods.keySet().stream().mapToInt(this::count).sum();
    }

    /** The methods that were met most often, with the most first. */
    public List<String> methods(String thread, int most) {
        return methods.getOrDefault(thread, Map.of()).entrySet().stream()
                .sorted(Map.Entry.<String, Integer> comparingByValue().reversed()).limit(most).map(Map.Entry::getKey).toList();
    }
}
