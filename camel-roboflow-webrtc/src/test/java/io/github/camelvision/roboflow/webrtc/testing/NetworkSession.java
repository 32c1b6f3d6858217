package io.github.camelvision.roboflow.webrtc.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link ClientMain} and a worker on {@link TwoHosts}: what tests of networks do with them, and the rows that they write. */
public final class NetworkSession {

    /** The first result after a change may have been under way. */
    private static final long UNDER_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final Duration DEADLINE = Duration.ofSeconds(45);

    private NetworkSession() {}

    /** The URL of a Java worker on the server. */
    public static String worker(TwoHosts hosts) {
        return url(hosts.onServer(WorkerMain.class, TwoHosts.SERVER));
    }

    /** The URL that this {@link WorkerMain} tells. */
    public static String url(Process worker) {
        return new ProgramLines(worker).awaitAfter(0, "url ").substring(4);
    }

    /** The URL of an aiortc worker on the server. */
    public static String aiortc(TwoHosts hosts) {
        return "http://" + TwoHosts.SERVER + ":" + new ProgramLines(hosts.aiortcOnServer()).awaitAfter(0, "READY ").substring(6).trim();
    }

    /** A client that has just begun. @param more further arguments of {@link ClientMain} */
    public static ProgramLines client(TwoHosts hosts, String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of(url));
        arguments.addAll(List.of(more));
        return new ProgramLines(hosts.onClient(ClientMain.class, arguments.toArray(String[]::new)));
    }

    /** A client that gets results from a Java worker on the server. */
    public static ProgramLines streaming(TwoHosts hosts) {
        return streaming(hosts, worker(hosts));
    }

    /** A client that gets results. */
    public static ProgramLines streaming(TwoHosts hosts, String url, String... more) {
        ProgramLines client = client(hosts, url, more);
        client.awaitAfter(0, "result");
        client.awaitAfter(client.size(), "result");
        return client;
    }

    /** Seconds from the change, which is made now, to the second result after it. */
    public static double secondsAfter(ProgramLines client, Runnable change) {
        change.run();
        long since = System.nanoTime();
        int before = client.size();
        await("results after the change").pollInterval(Duration.ofMillis(20)).atMost(DEADLINE)
                .until(() -> client.resultsAfter(before, since + UNDER_WAY_NANOS) >= 2);
        return (System.nanoTime() - since) / 1e9;
    }

    /** A row of docs/networks.adoc with seconds. */
    public static void row(String situation, String before, double seconds, String how) {
        row(situation, before, String.format(Locale.ROOT, "%.1f s", seconds), how);
    }

    /** A row of docs/networks.adoc. @param before what commit 5c9c989 did */
    public static void row(String situation, String before, String now, String how) {
        row("networks", situation, before, now, how);
    }

    /** A row that only {@code .ci/long networks} measures. */
    public static void longRow(String situation, String before, double seconds, String how) {
        row("networks-long", situation, before, String.format(Locale.ROOT, "%.1f s", seconds), how);
    }

    private static void row(String table, String situation, String before, String now, String how) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("situation", situation);
        row.put("before", before);
        row.put("now", now);
        row.put("how", how);
        MeasuredRow.write(table, situation, row);
    }
}
