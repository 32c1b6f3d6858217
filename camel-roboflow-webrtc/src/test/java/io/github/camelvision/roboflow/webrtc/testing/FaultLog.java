package io.github.camelvision.roboflow.webrtc.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a {@link FaultRoute} told, line by line, with the time when it came: {@code sent N}, {@code answered N}, {@code wrong N},
 * {@code failed N why}, {@code result N} and {@code event TYPE why}; {@code event@SESSION TYPE why} in a fleet. Frame N is one of the
 * session N modulo the number of sessions.
 */
public final class FaultLog {

    /** How long anything may take on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String EVENT = "event";

    private record Line(String kind, int session, String text, long nanos) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final int sessions;

    /** Of as many sessions as the tests of faults have now. */
    public FaultLog() {
        this(Math.max(1, FaultRoute.CAMERAS));
    }

    public FaultLog(int sessions) {
        this.sessions = sessions;
    }

    public void add(String line) {
        String[] words = line.split(" ", 2);
        String text = words.length > 1 ? words[1] : "";
        int session = 0;
        if (words[0].startsWith(EVENT + "@")) {
            session = Integer.parseInt(words[0].substring(EVENT.length() + 1));
        } else if (text.matches("\\d+( .*)?")) {
            session = Integer.parseInt(text.split(" ")[0]) % sessions;
        }
        lines.add(new Line(words[0].replaceAll("@.*", ""), session, text, System.nanoTime()));
    }

    /** What was told of these sessions until now. */
    public FaultLog of(IntPredicate chosen) {
        FaultLog part = new FaultLog(sessions);
        lines.stream().filter(line -> chosen.test(line.session())).forEach(part.lines::add);
        return part;
    }

    private Stream<Line> of(String kind) {
        return lines.stream().filter(line -> line.kind().equals(kind));
    }

    private Stream<Line> eventLines(long since) {
        return of(EVENT).filter(line -> line.nanos() >= since);
    }

    public int count(String kind) {
        return (int) of(kind).count();
    }

    private long count(String kind, int session) {
        return of(kind).filter(line -> line.session() == session).count();
    }

    /** How many different frames these are. */
    public int distinct(String kind) {
        return (int) of(kind).map(line -> line.text().split(" ", 2)[0]).distinct().count();
    }

    /** Whether this was told of the frame. */
    public boolean has(String kind, int frame) {
        return of(kind).anyMatch(line -> line.text().equals(String.valueOf(frame)));
    }

    /** Events of this type since then, in the session that had most of them. */
    public int events(String type, long since) {
        return IntStream.range(0, sessions).map(session -> events(type, since, session)).max().orElseThrow();
    }

    private int events(String type, long since, int session) {
        return (int) eventLines(since).filter(line -> line.session() == session && line.text().startsWith(type)).count();
    }

    /** Waits for so many answers, each session's share. */
    public void awaitAnswers(int more) {
        awaitAnswers(more, session -> true);
    }

    /** As {@link #awaitAnswers(int)}, of some sessions. */
    public void awaitAnswers(int more, IntPredicate chosen) {
        int share = (more + sessions - 1) / sessions;
        long[] before = IntStream.range(0, sessions).mapToLong(session -> count("answered", session)).toArray();
        await(more + " more answers").pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> IntStream.range(0, sessions)
                .filter(chosen).allMatch(session -> count("answered", session) >= before[session] + share));
    }

    /** Waits until each session has told it. */
    public void awaitEvent(String type, long since) {
        awaitEvent(type, since, session -> true);
    }

    /** As {@link #awaitEvent(String, long)}, of some sessions. */
    public void awaitEvent(String type, long since, IntPredicate chosen) {
        await("event " + type).pollInterval(Duration.ofMillis(20)).atMost(PATIENCE)
                .until(() -> IntStream.range(0, sessions).filter(chosen).allMatch(session -> events(type, since, session) > 0));
    }

    /** Waits until every frame that was sent was answered, or its sender was told why not. */
    public void awaitAllTold() {
        await("every frame answered or failed").pollInterval(Duration.ofMillis(50)).atMost(PATIENCE)
                .until(() -> distinct("answered") + distinct("failed") + distinct("wrong") >= distinct("sent"));
    }

    /** Seconds until the route was told that a session has no connection, the last one of them; a dash when it was not told. */
    public String noticed(long since) {
        return last(eventLines(since).filter(line -> line.text().matches("(disconnected|gap|completed).*")), since);
    }

    /** Seconds until the next answer, of the session that had it last. */
    public String answeredAfter(long since) {
        return last(of("answered").filter(line -> line.nanos() > since), since);
    }

    /** Seconds until the last of the sessions' first lines. */
    private static String last(Stream<Line> told, long since) {
        OptionalLong nanos = told.collect(Collectors.toMap(Line::session, Line::nanos, Math::min)).values().stream()
                .mapToLong(Long::longValue).max();
        return nanos.isPresent() ? seconds(nanos.getAsLong() - since) : "-";
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
