package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The table, and the same as JSON. Ratios are to the pair D, Python on both sides. */
final class Report {

    private Report() {}

    /** Of each number the median over the rounds, by itself. */
    static Row median(List<Row> rows) {
        Row any = rows.get(0);
        return new Row(any.job(), any.pair(), (int) median(rows, Row::messages), median(rows, Row::seconds),
                median(rows, Row::clientMillis), median(rows, Row::workerMillis), median(rows, Row::clientCompilers),
                median(rows, Row::workerCompilers), (long) median(rows, Row::clientMib),
                (long) median(rows, Row::workerMib), median(rows, Row::connectMillis), median(rows, Row::firstMillis),
                median(rows, Row::medianMillis),
                median(rows, Row::p95Millis), median(rows, Row::sessionKib));
    }

    private static double median(List<Row> rows, ToDoubleFunction<Row> number) {
        double[] sorted = rows.stream().mapToDouble(number).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static void print(Job job, List<Row> rows) {
        double python = rows.stream().filter(row -> row.pair() == Pair.D).mapToDouble(Row::perSecond).findFirst().orElse(0);
        System.out.printf("%n%s: %s %s, sessions: %d%n", job.name(), job.title(), job.sizeAndRate(), job.sessions());
        System.out.printf("  %-30s %7s %6s %5s %9s %5s %9s %5s %5s %5s %7s %7s %7s %7s%n", "", "results", "per s", "ratio", "client ms",
                "JIT",
                "worker ms", "JIT", "MiB", "MiB", "connect", "first", "p50 ms", "p95 ms");
        for (Row row : rows) {
            System.out.printf(Locale.ROOT, "  %s %-28s %7d %6.0f %5s %9.2f %5.2f %9.2f %5.2f %5d %5d %7s %7.0f %7.1f %7.1f%s%n", row.pair(),
                    row.pair().title, row.messages(), row.perSecond(),
                    python > 0 ? String.format(Locale.ROOT, "%.2f", row.perSecond() / python) : "-", row.clientMillis(),
                    row.clientCompilers(), row.workerMillis(), row.workerCompilers(), row.clientMib(), row.workerMib(),
                    row.connectMillis() > 0 ? String.format(Locale.ROOT, "%.0f", row.connectMillis()) : "-", row.firstMillis(),
                    row.medianMillis(), row.p95Millis(),
                    row.sessionKib() > 0 ? String.format(Locale.ROOT, "  %.0f KiB a session", row.sessionKib()) : "");
        }
    }

    static Map<String, Object> asJson(List<Row> rows, Plan plan) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("java", Runtime.version().toString());
        report.put("rounds", plan.rounds());
        report.put("warmUp", plan.warmUp());
        report.put("rows", rows);
        return report;
    }
}
