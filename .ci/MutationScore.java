import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many mutants the unit tests killed, after {@code .ci/long mutation}. A mutant that only ran into the time limit counts as alive, and
 * so does one that no test runs. Fails when an area is below 80 %; {@code --update} writes the table into docs/testing.adoc.
 */
public final class MutationScore {

    private static final Path REPORTS = Path.of("camel-roboflow-webrtc/target/mutation");
    private static final Path DOCUMENT = Path.of("docs/testing.adoc");
    private static final String BEGIN = "// measured: mutation\n";
    private static final String END = "// end of measured\n";
    private static final Pattern STATUS = Pattern.compile("<mutation [^>]*status='(\\w+)'");
    private static final double LEAST = 80;

    private record Score(int mutants, int killed, int timedOut, int survived) {

        Score plus(Score other) {
            return new Score(mutants + other.mutants, killed + other.killed, timedOut + other.timedOut, survived + other.survived);
        }

        double percent() {
            return 100.0 * killed / mutants;
        }

        String row(String name) {
            return "| %s | %d | %d | %d | %d | %.1f %%%n".formatted(name, mutants, killed, timedOut, survived, percent());
        }
    }

    private MutationScore() {
    }

    public static void main(String[] args) throws IOException {
        TreeMap<String, Score> areas = new TreeMap<>();
        try (Stream<Path> reports = Files.list(REPORTS)) {
            for (Path report : reports.toList()) {
                areas.put(report.getFileName().toString(), score(Files.readString(report.resolve("mutations.xml"))));
            }
        }
        Score all = areas.values().stream().reduce(new Score(0, 0, 0, 0), Score::plus);
        StringBuilder table = new StringBuilder();
        areas.forEach((name, score) -> table.append(score.row("`" + name + "`")));
        table.append(all.row("all"));
        System.out.print(table);
        if (List.of(args).contains("--update")) {
            String text = Files.readString(DOCUMENT);
            int from = text.indexOf(BEGIN) + BEGIN.length();
            Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(text.indexOf(END, from)));
        }
        List<String> weak = areas.entrySet().stream().filter(area -> area.getValue().percent() < LEAST).map(Map.Entry::getKey).toList();
        if (!weak.isEmpty()) {
            System.out.printf("Below %.0f %%: %s%n", LEAST, String.join(", ", weak));
        }
        System.exit(weak.isEmpty() ? 0 : 1);
    }

    private static Score score(String xml) {
        Map<String, Integer> counts = new TreeMap<>();
        Matcher status = STATUS.matcher(xml);
        while (status.find()) {
            counts.merge(status.group(1), 1, Integer::sum);
        }
        int mutants = counts.values().stream().mapToInt(Integer::intValue).sum();
        int killed = counts.getOrDefault("KILLED", 0);
        int timedOut = counts.getOrDefault("TIMED_OUT", 0);
        return new Score(mutants, killed, timedOut, mutants - killed - timedOut);
    }
}
