import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the tables in docs/ of what the tests measured. After {@code ./mvnw verify} with all peers: {@code java .ci/MeasuredTables.java}
 * checks that every row of the documents was measured again, {@code --update} writes the new numbers.
 */
public final class MeasuredTables {

    private static final String END = "// end of measured\n";
    private static final String COMPONENT = "camel-roboflow-webrtc";

    /**
     * @param name in the document's marker; the rows are in {@code target/<name>} of the modules
     * @param key fields that tell a row from the others
     * @param values fields that were measured
     * @param elsewhere why this build may have measured none of it; null: it must have
     */
    private record Table(Path document, String name, List<String> modules, List<String> key, List<String> values, String elsewhere) {

        private Table(Path document, String name, List<String> modules, List<String> key, List<String> values) {
            this(document, name, modules, key, values, null);
        }

        private static Table networks(String name, String elsewhere) {
            return new Table(Path.of("docs/networks.adoc"), name, List.of(COMPONENT), List.of("situation", "before"), List.of("now", "how"),
                    elsewhere);
        }

        private static Table faults(String name, String elsewhere) {
            return new Table(Path.of("docs/reliability.adoc"), name, List.of(COMPONENT), List.of("fault", "session"),
                    List.of("seen", "noticed", "back", "slowest", "sent", "answered", "lost"), elsewhere);
        }
    }

    private static final List<Table> TABLES = List.of(
            new Table(Path.of("docs/reliability.adoc"), "soaks", List.of(COMPONENT), List.of("work"), List.of("units", "growth")),
            new Table(Path.of("docs/reliability.adoc"), "attacks", List.of(COMPONENT), List.of("attack", "against"),
                    List.of("given", "outcome", "memory")),
            new Table(Path.of("docs/interop.adoc"), "interop", List.of(COMPONENT, "examples/browser"),
                    List.of("client", "server", "source", "output"), List.of("sent", "answered")),
            new Table(Path.of("docs/sources.adoc"), "sources-files", List.of(COMPONENT),
                    List.of("kind", "file"), List.of("shown", "answered", "likeness", "track", "end")),
            new Table(Path.of("docs/sources.adoc"), "sources-cameras", List.of(COMPONENT),
                    List.of("kind", "camera", "source"), List.of("sent", "answered", "first", "end")),
            new Table(Path.of("docs/gates.adoc"), "gate", List.of(COMPONENT), List.of("session"), List.of("seconds", "frames", "crossed"),
                    "it is measured by .ci/long gate"),
            Table.networks("networks", "it needs root and network namespaces"),
            Table.networks("networks-long", "it is measured by .ci/long networks"),
            Table.faults("faults", null),
            Table.faults("faults-network", "it needs root and network namespaces"),
            Table.faults("faults-long", "it is measured by .ci/long faults"),
            Table.faults("faults-fleet", "it is measured by .ci/long fleet-faults"));

    private MeasuredTables() {
    }

    public static void main(String[] args) throws IOException {
        boolean complete = true;
        for (Table table : TABLES) {
            TreeMap<String, String> rows = measured(table);
            String text = Files.readString(table.document);
            String begin = "// measured: " + table.name + "\n";
            int from = text.indexOf(begin) + begin.length();
            int to = text.indexOf(END, from);
            if (List.of(args).contains("--update")) {
                if (rows.isEmpty()) {
                    System.out.println(table.name + ": nothing was measured, so " + table.document + " stays as it is");
                    continue;
                }
                StringBuilder lines = new StringBuilder();
                rows.forEach((key, numbers) -> lines.append(key).append(numbers).append('\n'));
                Files.writeString(table.document, text.substring(0, from) + lines + text.substring(to));
                System.out.println(table.name + ": " + rows.size() + " rows written to " + table.document);
            } else {
                complete &= check(table, documented(table, text.substring(from, to)), new TreeSet<>(rows.keySet()));
            }
        }
        System.exit(complete ? 0 : 1);
    }

    /** Keys and numbers, each as the lines of the document. */
    private static TreeMap<String, String> measured(Table table) throws IOException {
        TreeMap<String, String> rows = new TreeMap<>();
        for (String module : table.modules) {
            Path directory = Path.of(module, "target", table.name);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        String json = Files.readString(file);
                        rows.put(lines(json, table.key), lines(json, table.values));
                    }
                }
            }
        }
        return rows;
    }

    private static TreeSet<String> documented(Table table, String rows) {
        TreeSet<String> keys = new TreeSet<>();
        for (String row : rows.split("\n\n")) {
            List<String> lines = new ArrayList<>(List.of(row.strip().split("\n")));
            if (lines.size() == table.key.size() + table.values.size()) {
                keys.add(String.join("\n", lines.subList(0, table.key.size())) + "\n");
            }
        }
        return keys;
    }

    private static boolean check(Table table, TreeSet<String> documented, TreeSet<String> measured) {
        if (measured.isEmpty() && table.elsewhere != null) {
            System.out.println(table.document + ", " + table.name + ": not measured in this build: " + table.elsewhere);
            return true;
        }
        if (documented.equals(measured)) {
            System.out.println(table.document + ", " + table.name + ": " + documented.size() + " rows, each measured in this build");
            return true;
        }
        TreeSet<String> missing = new TreeSet<>(documented);
        missing.removeAll(measured);
        measured.removeAll(documented);
        System.err.println(table.document + ", " + table.name + ": rows that no test measured: " + oneLineEach(missing)
                + "\nmeasured rows that it lacks: " + oneLineEach(measured) + "\nTo update it: java .ci/MeasuredTables.java --update");
        return false;
    }

    private static String oneLineEach(TreeSet<String> rows) {
        return rows.stream().map(row -> "\n    " + row.strip().replace("\n", " ")).collect(Collectors.joining());
    }

    private static String lines(String json, List<String> fields) {
        StringBuilder lines = new StringBuilder();
        fields.forEach(field -> lines.append(("| " + value(json, field)).strip()).append('\n'));
        return lines.toString();
    }

    private static String value(String json, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\d+))").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + field + " in " + json);
        }
        String value = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return value.replaceAll("\\\\(.)", "$1").replace("|", "\\|");
    }
}
