package io.github.camelvision.roboflow.webrtc.examples.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processor time of a process by its threads, native ones too, as Linux counts it in /proc. Threads that differ in their number alone are
 * one. Linux cuts names after 15 characters.
 *
 * @param seconds by name
 */
public record ThreadTimes(Map<String, Double> seconds) {

    private static final double TICKS_PER_SECOND = 100;
    /** Fields of /proc/PID/task/TID/stat after the name. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    /** A number, or a session's id; not that of the compilers C1 and C2. */
    private static final Pattern NUMBER = Pattern.compile("(?<=[-#])\\p{XDigit}{8,}|(?<=[-#])\\d+|\\d+$");

    /** Until now; empty where the system is not Linux. */
    public static ThreadTimes of(long pid) throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        Path tasks = Path.of("/proc/" + pid + "/task");
        if (Files.isDirectory(tasks)) {
            for (Path task : list(tasks)) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    int end = stat.lastIndexOf(')');
                    String[] fields = stat.substring(end + 2).split(" ");
                    seconds.merge(group(stat.substring(stat.indexOf('(') + 1, end)),
                            (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND, Double::sum);
                } catch (NoSuchFileException e) {
                    // it has just ended
                }
            }
        }
        return new ThreadTimes(seconds);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    static String group(String thread) {
        return NUMBER.matcher(thread).replaceAll("N");
    }

    /** What came after. Of threads that have ended nothing is known. */
    public ThreadTimes since(ThreadTimes before) {
        Map<String, Double> grown = new TreeMap<>();
        seconds.forEach((name, now) -> grown.put(name, Math.max(0, now - before.seconds.getOrDefault(name, 0.0))));
        return new ThreadTimes(grown);
    }

    /** Of the JIT compilers, which is spent once in the life of a process; 0 for a process that has none. */
    public double compilers() {
        return seconds.entrySet().stream().filter(each -> each.getKey().matches("C[12] Compiler.*")).mapToDouble(Map.Entry::getValue).sum();
    }

    /** The sum of both. */
    public ThreadTimes plus(ThreadTimes other) {
        Map<String, Double> sum = new TreeMap<>(seconds);
        other.seconds.forEach((name, more) -> sum.merge(name, more, Double::sum));
        return new ThreadTimes(sum);
    }
}
