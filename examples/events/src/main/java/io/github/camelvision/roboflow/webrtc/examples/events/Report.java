package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The run as a page: the zones and lines with their numbers, and what each object did. Needs nothing from the network. */
final class Report {

    private final ObjectRules rules;
    private final List<ObjectEvent> events;

    Report(ObjectRules rules, List<ObjectEvent> events) {
        this.rules = rules;
        this.events = events;
    }

    void write(Path file) throws IOException {
        StringBuilder html = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en"><meta charset="utf-8"><title>What happened</title>
                <style>body{font:16px sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse}
                td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left}</style>
                <h1>What happened</h1>
                """);
        places(html);
        html.append("<h2>Objects</h2>\n");
        table(html, List.of("Object", "Class", "First seen", "Last seen", "Did"), objects());
        html.append("</html>\n");
        Files.writeString(file, html);
    }

    private void places(StringBuilder html) {
        List<List<String>> lines = new ArrayList<>();
        rules.lines().forEach(line -> lines.add(List.of("line " + line.name(), crossed(line.name(), ObjectEvent.Direction.in) + " in, "
                + crossed(line.name(), ObjectEvent.Direction.out) + " out")));
        rules.zones().forEach(zone -> {
            double longest = events.stream().filter(event -> zone.name().equals(event.zone()) && event.type() == ObjectEvent.Type.left)
                    .mapToDouble(ObjectEvent::seconds).max().orElse(0);
            lines.add(List.of("zone " + zone.name(), number(ObjectEvent.Type.entered, zone.name()) + " entered, "
                    + number(ObjectEvent.Type.left, zone.name()) + " left, longest stay " + seconds(longest)));
        });
        if (!lines.isEmpty()) {
            html.append("<h2>Lines and zones</h2>\n");
            table(html, List.of("Where", "What"), lines);
        }
    }

    private long crossed(String line, ObjectEvent.Direction direction) {
        return events.stream().filter(event -> line.equals(event.line()) && event.direction() == direction).count();
    }

    private long number(ObjectEvent.Type type, String zone) {
        return events.stream().filter(event -> event.type() == type && zone.equals(event.zone())).count();
    }

    private List<List<String>> objects() {
        Map<String, List<ObjectEvent>> lives = events.stream().filter(event -> event.objectId() != null)
                .collect(Collectors.groupingBy(ObjectEvent::objectId, LinkedHashMap::new, Collectors.toList()));
        Instant start = events.isEmpty() ? null : events.get(0).time().at();
        return lives.values().stream().map(life -> {
            ObjectEvent last = life.get(life.size() - 1);
            return List.of(last.objectId(), String.valueOf(last.className()), since(start, life.get(0)), since(start, last),
                    life.stream().filter(event -> event.zone() != null || event.line() != null).map(Report::deed)
                            .collect(Collectors.joining(", ")));
        }).toList();
    }

    private static String deed(ObjectEvent event) {
        return event.type() + " " + (event.zone() == null ? event.line() : event.zone())
                + (event.seconds() == null ? "" : " after " + seconds(event.seconds()));
    }

    private static String since(Instant start, ObjectEvent event) {
        return seconds(Duration.between(start, event.time().at()).toMillis() / 1000.0);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static void table(StringBuilder html, List<String> head, List<List<String>> rows) {
        html.append("<table>\n");
        row(html, "th", head);
        rows.forEach(row -> row(html, "td", row));
        html.append("</table>\n");
    }

    /** Names come from the rules and the model. */
    private static void row(StringBuilder html, String cell, List<String> texts) {
        html.append("<tr>");
        texts.forEach(text -> html.append('<').append(cell).append('>')
                .append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")).append("</").append(cell).append('>'));
        html.append("</tr>\n");
    }
}
