package io.github.camelvision.roboflow.webrtc.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@link FaultRoute} told, line by line, with the time when it came: {@code sent N}, {@code answered N}, {@code wrong N},
 * {@code failed N why}, {@code result N} and {@code event TYPE why}.
 */
public final class FaultLog {

    /** How long anything may take on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Line(String kind, String text, long nanos) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    public void add(String line) {
        String[] words = line.split(" ", 2);
        lines.add(new Line(words[0], words.length > 1 ? words[1] : "", System.nanoTime()));
    }

    private Stream<Line> of(String kind) {
        return lines.stream().filter(line -> line.kind().equals(kind));
    }

    private Stream<Line> eventLines(long since) {
        return of("event").filter(line -> line.nanos() >= since);
    }

    public int count(String kind) {
        return (int) of(kind).count();
    }

    /** How many different frames these are. */
    public int distinct(String kind) {
        return (int) of(kind).map(line -> line.text().split(" ", 2)[0]).distinct().count();
    }

    /** Whether this was told of the frame. */
    public boolean has(String kind, int frame) {
        return of(kind).anyMatch(line -> line.text().equals(String.valueOf(frame)));
    }

    /** Events of this type since then. */
    public int events(String type, long since) {
        return (int) eventLines(since).filter(line -> line.text().startsWith(type)).count();
    }

    public void awaitAnswers(int more) {
        int before = count("answered");
        await(more + " more answers").pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> count("answered") >= before + more);
    }

    public void awaitEvent(String type, long since) {
        await("event " + type).pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> events(type, since) > 0);
    }

    /** Waits until every frame that was sent was answered, or its sender was told why not. */
    public void awaitAllTold() {
        await("every frame answered or failed").pollInterval(Duration.ofMillis(50)).atMost(PATIENCE)
                .until(() -> distinct("answered") + distinct("failed") + distinct("wrong") >= distinct("sent"));
    }

    /** Seconds until the route was told that the session has no connection; a dash when it was not told. */
    public String noticed(long since) {
        return eventLines(since).filter(line -> line.text().matches("(disconnected|gap|completed).*")).findFirst()
                .map(line -> seconds(line.nanos() - since)).orElse("-");
    }

    /** Seconds until the next answer. */
    public String answeredAfter(long since) {
        return of("answered").filter(line -> line.nanos() > since).findFirst().map(line -> seconds(line.nanos() - since)).orElse("-");
    }

    /** Seconds that the slowest answer took. */
    public String slowest() {
        Map<String, Long> sent = new HashMap<>();
        of("sent").forEach(line -> sent.put(line.text(), line.nanos()));
        return of("answered").mapToLong(line -> line.nanos() - sent.get(line.text())).max().stream().mapToObj(FaultLog::seconds)
                .findFirst().orElse("-");
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }

    /** The types of the events since then, in their order, and the first reason. */
    public String seen(long since) {
        List<Line> told = eventLines(since).toList();
        if (told.isEmpty()) {
            return "nothing";
        }
        String types = told.stream().map(line -> line.text().split(" ", 2)[0]).distinct().collect(Collectors.joining(", "));
        return told.stream().map(line -> line.text().split(" ", 2)).filter(words -> words.length > 1).findFirst()
                .map(words -> types + ": " + words[1]).orElse(types);
    }

    /** Why frames failed, the first one. */
    public String failure() {
        return of("failed").map(line -> line.text().split(" ", 2)[1]).findFirst().orElse("");
    }
}
