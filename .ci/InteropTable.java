import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the matrix in docs/interop.adoc of what the tests measured. After {@code ./mvnw verify} with all peers:
 * {@code java .ci/InteropTable.java} checks that every cell of the document was measured again, {@code --update} writes the new numbers.
 */
public final class InteropTable {

    private static final Path DOCUMENT = Path.of("docs/interop.adoc");
    private static final String BEGIN = "// measured\n";
    private static final String END = "// end of measured\n";

    private InteropTable() {
    }

    public static void main(String[] args) throws IOException {
        TreeMap<String, String> cells = new TreeMap<>();
        for (Path directory : List.of(Path.of("camel-roboflow-webrtc"), Path.of("examples/browser"))) {
            Path measured = directory.resolve("target/interop");
            if (Files.isDirectory(measured)) {
                try (Stream<Path> files = Files.list(measured)) {
                    for (Path file : files.toList()) {
                        String json = Files.readString(file);
                        String key = "| " + value(json, "client") + "\n| " + value(json, "server") + "\n| " + value(json, "source") + "\n| "
                                + value(json, "output");
                        cells.put(key, "| " + value(json, "sent") + "\n| " + value(json, "answered") + "\n");
                    }
                }
            }
        }
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (List.of(args).contains("--update")) {
            StringBuilder rows = new StringBuilder();
            cells.forEach((key, numbers) -> rows.append(key).append('\n').append(numbers).append('\n'));
            Files.writeString(DOCUMENT, text.substring(0, from) + rows + text.substring(to));
            System.out.println(cells.size() + " cells written to " + DOCUMENT);
            return;
        }
        TreeSet<String> documented = new TreeSet<>();
        for (String row : text.substring(from, to).split("\n\n")) {
            String[] lines = row.strip().split("\n");
            if (lines.length == 6) {
                documented.add(String.join("\n", lines[0], lines[1], lines[2], lines[3]));
            }
        }
        if (!documented.equals(cells.keySet())) {
            TreeSet<String> missing = new TreeSet<>(documented);
            missing.removeAll(cells.keySet());
            TreeSet<String> extra = new TreeSet<>(cells.keySet());
            extra.removeAll(documented);
            System.err.println("docs/interop.adoc has cells that no test measured: " + missing + "\nand lacks measured ones: " + extra
                    + "\nUpdate it: java .ci/InteropTable.java --update");
            System.exit(1);
        }
        System.out.println("docs/interop.adoc: " + documented.size() + " cells, each measured in this build");
    }

    private static String value(String json, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*(?:\"([^\"]*)\"|(\\d+))").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + field + " in " + json);
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }
}
