import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Checks what a release consists of, after {@code ./mvnw -Prelease package}: each jar of the build has LICENSE and NOTICE; the component and
 * the starter have sources, Javadoc and a bill of materials; the bill names the native libraries and no library of tests; and NOTICE names
 * the group of each library in the bills.
 */
public final class ReleaseJars {

    private static final Path NOTICE = Path.of("docs/NOTICE");
    private static final Pattern LIBRARY = Pattern.compile("\"purl\"\\s*:\\s*\"pkg:maven/([^/\"]+)/([^@\"]+)@([^\"]+)\"");
    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9]*(?:\\.[a-z][a-z0-9]*)+");
    private static final List<String> NATIVES = List.of("webrtc-java", "javacpp", "ffmpeg");
    private static final List<String> TESTS_ONLY = List.of("org.junit", "org.assertj", "org.wiremock", "net.jqwik");

    private final List<String> problems = new ArrayList<>();

    private ReleaseJars() {
    }

    public static void main(String[] args) throws IOException {
        ReleaseJars check = new ReleaseJars();
        List<Path> jars = jars();
        for (Path jar : jars) {
            check.licences(jar);
        }
        check.module("camel-roboflow-webrtc", List.of("", "-tests", "-sources", "-javadoc"), jars);
        check.module("camel-roboflow-webrtc-starter", List.of("", "-sources", "-javadoc"), jars);
        check.problems.forEach(System.err::println);
        System.out.println(jars.size() + " jars, " + check.problems.size() + " problems");
        System.exit(check.problems.isEmpty() ? 0 : 1);
    }

    /** Those of this build's modules, not the libraries beside them. */
    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.find(Path.of(""), 4, (file, attributes) -> file.toString().endsWith(".jar"))) {
            return files.filter(ReleaseJars::isBuilt).sorted().toList();
        }
    }

    private static boolean isBuilt(Path jar) {
        Path target = jar.getParent();
        return target != null && target.endsWith("target") && target.getParent() != null
                && Files.exists(target.resolveSibling("pom.xml"));
    }

    private void licences(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Path text : List.of(Path.of("LICENSE"), NOTICE)) {
                String name = "META-INF/" + text.getFileName();
                ZipEntry entry = zip.getEntry(name);
                if (entry == null) {
                    problems.add(jar + " has no " + name);
                } else if (!same(zip, entry, text)) {
                    problems.add(jar + ": its " + name + " is not " + text);
                }
            }
        }
    }

    private static boolean same(ZipFile zip, ZipEntry entry, Path text) throws IOException {
        return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).equals(Files.readString(text));
    }

    private void module(String name, List<String> kinds, List<Path> jars) throws IOException {
        Set<String> names = jars.stream().filter(jar -> jar.startsWith(name)).map(jar -> jar.getFileName().toString())
                .collect(Collectors.toSet());
        for (String kind : kinds) {
            Pattern wanted = Pattern.compile(Pattern.quote(name) + "-\\d[\\d.]*(-SNAPSHOT)?" + kind + "\\.jar");
            if (names.stream().noneMatch(wanted.asMatchPredicate())) {
                problems.add(name + " has no jar " + (kind.isEmpty() ? "of its classes" : kind.substring(1)));
            }
        }
        try (Stream<Path> files = Files.list(Path.of(name, "target"))) {
            List<Path> bills = files.filter(file -> file.toString().endsWith("-cyclonedx.json")).toList();
            if (bills.size() != 1) {
                problems.add(name + " has no bill of materials; Maven makes none with the option -o");
                return;
            }
            bill(bills.get(0));
        }
    }

    private void bill(Path file) throws IOException {
        List<MatchResult> libraries = LIBRARY.matcher(Files.readString(file)).results().toList();
        for (String library : NATIVES) {
            if (libraries.stream().noneMatch(found -> found.group(2).equals(library) && found.group(3).contains("classifier="))) {
                problems.add(file + " does not name the native library of " + library);
            }
        }
        Set<String> named = GROUP.matcher(Files.readString(NOTICE)).results().map(MatchResult::group).collect(Collectors.toSet());
        for (String group : new TreeSet<>(libraries.stream().map(found -> found.group(1)).toList())) {
            if (TESTS_ONLY.stream().anyMatch(test -> isIn(group, test))) {
                problems.add(file + " names " + group + ", which only tests use");
            } else if (!group.equals("io.github.camelvision") && named.stream().noneMatch(name -> isIn(group, name))) {
                problems.add(NOTICE + " does not name " + group + ", which " + file + " has");
            }
        }
    }

    private static boolean isIn(String group, String family) {
        return group.equals(family) || group.startsWith(family + ".");
    }
}
