package io.github.camelvision.roboflow.webrtc.examples.bench.profile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the processor time of a process went: by thread, and for Java's threads by method.
 *
 * @param times     of its threads while messages came
 * @param messages  so many
 * @param spans     when messages came
 * @param recording of its whole life
 */
public record ThreadProfile(String title, ThreadTimes times, int messages, List<Span> spans, Path recording) {

    /** From the first to the last message of a run. */
    public record Span(Instant from, Instant to) {

        boolean has(Instant time) {
            return !time.isBefore(from) && !time.isAfter(to);
        }
    }

    private static final int MOST_METHODS = 4;
    /** Threads with less are left out. */
    private static final double LEAST_SHARE = 0.01;

    public void print(PrintStream out) throws IOException {
        double all = times.seconds().values().stream().mapToDouble(Double::doubleValue).sum();
        out.printf(Locale.ROOT, "  %s: %.3f ms a message in %d messages%n", title, 1000 * all / messages, messages);
        times.seconds().entrySet().stream().sorted(Map.Entry.<String, Double> comparingByValue().reversed())
                .filter(thread -> thread.getValue() >= LEAST_SHARE * all && thread.getValue() > 0)
                .forEach(thread -> out.printf(Locale.ROOT, "    %-20s %3.0f %%  %.3f ms%n", thread.getKey(), 100 * thread.getValue() / all,
                        1000 * thread.getValue() / messages));
        ExecutionSamples samples = ExecutionSamples.read(recording, time -> spans.stream().anyMatch(span -> span.has(time)));
        List<String> threads = samples.threads();
        out.println("    samples of Java code: " + recording);
        for (String thread : threads) {
            if (samples.count(thread) >= LEAST_SHARE * samples.count()) {
                out.printf(Locale.ROOT, "    %-40s %3.0f %%  %s%n", thread, 100.0 * samples.count(thread) / samples.count(),
                        String.join(", ", samples.methods(thread, MOST_METHODS)));
            }
        }
    }
}
