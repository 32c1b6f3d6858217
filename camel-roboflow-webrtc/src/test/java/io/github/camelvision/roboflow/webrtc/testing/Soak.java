package io.github.camelvision.roboflow.webrtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process holds while it does the same work again and again: heap after a collection, native memory, resident memory, threads,
 * file descriptors and temporary files. The verdict is about the second half: a straight line through its samples (least squares) may
 * not rise by more than a bound. Linux; the heap must be touched from the start ({@code -XX:+AlwaysPreTouch}, {@code -Xms} as
 * {@code -Xmx}), so that the rest of the resident memory is native.
 */
public final class Soak {

    /** What one thing may grow by over the second half: so much in all, and so much for each unit of work. */
    private record Bound(double whole, double perUnit) {}

    private static final double KB = 1_000;

    private final Map<String, Bound> bounds = new LinkedHashMap<>();
    private final List<Long> units = new ArrayList<>();
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    /**
     * @param nativePerUnit bytes of native memory that a unit of work may keep
     * @param nativeWhole kB of native memory that may come in all besides: the allocator's arenas, which fill during the first thousands
     * @param heapWhole kB of heap that may come in all; a unit may keep none
     */
    public Soak(double nativePerUnit, double nativeWhole, double heapWhole) {
        bounds.put("heap kB", new Bound(heapWhole, 0));
        bounds.put("native kB", new Bound(nativeWhole, nativePerUnit / KB));
        bounds.put("RSS kB", new Bound(nativeWhole + heapWhole, nativePerUnit / KB));
        // a pool adds eight threads when a task waited on a busy machine, and keeps them for some seconds
        bounds.put("threads", new Bound(8, 0));
        // some sockets of a session that is just closing: a peer has about 24; one kept by each session would be 20 even in a short form
        bounds.put("descriptors", new Bound(10, 0));
        bounds.put("temporary files", new Bound(0, 0));
        bounds.keySet().forEach(name -> samples.put(name, new ArrayList<>()));
    }

    /** Takes a sample after {@code done} units of work. */
    public void sample(long done) {
        System.gc();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long committed = Runtime.getRuntime().totalMemory();
        units.add(done);
        add("heap kB", heap / KB);
        add("native kB", status("RssAnon") - committed / KB);
        add("RSS kB", status("VmRSS"));
        add("threads", threads());
        add("descriptors", entries("/proc/self/fd"));
        add("temporary files", entries(System.getProperty("java.io.tmpdir")));
        System.out.printf(Locale.ROOT, "soak: %d done: %s%n", done, newest());
    }

    private Map<String, Long> newest() {
        Map<String, Long> newest = new LinkedHashMap<>();
        samples.forEach((name, values) -> newest.put(name, Math.round(values.get(values.size() - 1))));
        return newest;
    }

    private void add(String name, double value) {
        samples.get(name).add(value);
    }

    /** For each thing: how much the line through the second half rises there, as text; with an exclamation mark where that is too much. */
    public Map<String, String> verdict() {
        int from = units.size() / 2;
        double span = units.get(units.size() - 1) - units.get(from);
        Map<String, String> verdict = new LinkedHashMap<>();
        samples.forEach((name, values) -> {
            double rise = slope(from, values) * span;
            Bound bound = bounds.get(name);
            boolean good = rise <= bound.whole + bound.perUnit * span;
            verdict.put(name, String.format(Locale.ROOT, "%+.0f%s", rise, good ? "" : "!"));
        });
        return verdict;
    }

    private double slope(int from, List<Double> values) {
        int count = units.size() - from;
        double meanX = units.subList(from, units.size()).stream().mapToLong(x -> x).average().orElseThrow();
        double meanY = values.subList(from, values.size()).stream().mapToDouble(y -> y).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            products += (units.get(i) - meanX) * (values.get(i) - meanY);
            squares += (units.get(i) - meanX) * (units.get(i) - meanX);
        }
        return squares == 0 ? 0 : products / squares;
    }

    private static double status(String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(field + ":")).mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst().orElseThrow() * 1_024 / KB;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the HTTP server's pool, which takes a thread for each of its first 20 requests. */
    private static double threads() {
        long pool = Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("vert.x-worker")).count();
        return entries("/proc/self/task") - pool;
    }

    private static double entries(String directory) {
        String[] names = Path.of(directory).toFile().list();
        return names == null ? 0 : names.length;
    }
}
