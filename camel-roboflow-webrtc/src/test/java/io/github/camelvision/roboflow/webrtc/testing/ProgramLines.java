package io.github.camelvision.roboflow.webrtc.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What a program prints, with the time when it came. */
public final class ProgramLines {

    private record Line(String text, long nanos) {}

    private static final Pattern LOGGED = Pattern.compile("^\\S+ (TRACE|DEBUG|INFO|WARN|ERROR) +\\S+ +\\S+ ");

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    public ProgramLines(Process process) {
        Thread reader = new Thread(() -> read(process), "network-lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Process process) {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(new Line(LOGGED.matcher(line).replaceFirst("log $1 "), System.nanoTime()));
            }
        } catch (IOException e) {
            lines.add(new Line("killed", System.nanoTime()));
        }
    }

    public int size() {
        return lines.size();
    }

    public int count(String start) {
        return (int) lines.stream().filter(line -> line.text().startsWith(start)).count();
    }

    public String text() {
        return String.join("\n", lines.stream().map(Line::text).filter(line -> !line.equals("result")).toList());
    }

    public long resultsAfter(int index, long nanos) {
        return lines.stream().skip(index).filter(line -> line.text().equals("result") && line.nanos() > nanos).count();
    }

    public String await(String start) {
        return awaitAfter(0, start);
    }

    /** The first line with this beginning, from this line on. */
    public String awaitAfter(int index, String start) {
        Awaitility.await(start).pollInterval(Duration.ofMillis(20)).atMost(45, SECONDS).until(() -> find(index, start) != null);
        return find(index, start);
    }

    private String find(int index, String start) {
        return lines.stream().skip(index).map(Line::text).filter(line -> line.startsWith(start)).findFirst().orElse(null);
    }

    public double seconds(String from, String to) {
        return (first(to) - first(from)) / 1e9;
    }

    private long first(String start) {
        return lines.stream().filter(line -> line.text().startsWith(start)).findFirst().orElseThrow().nanos();
    }
}
