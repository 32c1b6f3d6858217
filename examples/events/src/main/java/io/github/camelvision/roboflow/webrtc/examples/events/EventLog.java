package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Writes events: a line each to the terminal, a line of JSON each to a file. */
final class EventLog implements AutoCloseable {

    private final OutputStream file;
    private final PrintStream terminal;
    private Instant first;

    EventLog(Path file, PrintStream terminal) throws IOException {
        this.file = Files.newOutputStream(file);
        this.terminal = terminal;
    }

    void add(ObjectEvent event) throws IOException {
        file.write(event.json());
        file.write('\n');
        if (first == null) {
            first = event.time().at();
        }
        terminal.println(line(event));
    }

    private String line(ObjectEvent event) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%7.2f s  %-8s",
                Duration.between(first, event.time().at()).toMillis() / 1000.0, event.type()));
        add(line, event.className());
        add(line, event.objectId());
        add(line, event.zone());
        add(line, event.line());
        add(line, event.direction());
        if (event.seconds() != null) {
            line.append(String.format(Locale.ROOT, "  after %.2f s", event.seconds()));
        }
        if (event.after() != null && event.after().count() != null) {
            line.append("  now ").append(event.after().count());
        }
        add(line, event.reason());
        return line.toString();
    }

    private static void add(StringBuilder line, Object word) {
        if (word != null) {
            line.append("  ").append(word);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
