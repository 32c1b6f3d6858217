package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sources that are compiled and run stand in the pages as they are, where GitHub shows them, too. {@code // generated: source PATH} is the
 * whole file, {@code PATH#tag} the lines between its tags, of Java as a class of routes that can be copied.
 */
class SourcesDocsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("^// generated: source (\\S+)$", Pattern.MULTILINE);
    private static final Pattern TAG_LINE = Pattern.compile(".*\\b(tag|end)::\\w+\\[].*");

    static List<String> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return docs.map(Path::getFileName).map(Path::toString).filter(name -> name.endsWith(".adoc")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePageHasItsSources(String name) throws IOException {
        String page = Files.readString(ROOT.resolve("docs").resolve(name));
        assertThat(page.lines()).as("GitHub shows no includes; generate the source in").noneMatch(line -> line.startsWith("include::"));
        List<String> sources = new ArrayList<>();
        for (Matcher matcher = BLOCK.matcher(page); matcher.find();) {
            sources.add(matcher.group(1));
        }
        for (String source : sources) {
            DocsTest.assertSection("docs/" + name, "source " + source, block(source));
        }
    }

    /** A whole file with an attribute, since it is compiled and run where it stands, not by {@link DocsSnippetsTest}. */
    private static String block(String source) throws IOException {
        String[] pathAndTag = source.split("#");
        String language = pathAndTag[0].substring(pathAndTag[0].lastIndexOf('.') + 1);
        List<String> lines = Files.readAllLines(ROOT.resolve(pathAndTag[0]));
        if (pathAndTag.length > 1 && language.equals("java")) {
            return "[source,java]\n----\n" + routes(lines, pathAndTag[1]) + "----\n";
        }
        String text = pathAndTag.length > 1 ? region(lines, pathAndTag[1])
                : lines.stream().filter(line -> !line.startsWith("package ") && !TAG_LINE.matcher(line).matches())
                        .collect(Collectors.joining("\n"));
        return "[source%nowrap," + language + "]\n----\n" + text.strip() + "\n----\n";
    }

    private static String region(List<String> lines, String tag) {
        List<String> region = lines.stream().dropWhile(line -> !line.contains("tag::" + tag + "[]")).skip(1)
                .takeWhile(line -> !line.contains("end::" + tag + "[]")).toList();
        assertThat(region).as("lines between the tags " + tag).isNotEmpty();
        return String.join("\n", region).stripIndent();
    }

    private static String routes(List<String> lines, String tag) {
        String region = region(lines, tag);
        String imports = Stream.concat(Stream.of("import org.apache.camel.builder.RouteBuilder;"), lines.stream())
                .filter(line -> line.startsWith("import ") && !line.startsWith("import static "))
                .filter(line -> line.endsWith(".RouteBuilder;") || region.matches("(?s).*\\b" + simpleName(line) + "\\b.*"))
                .distinct().sorted().collect(Collectors.joining("\n"));
        return imports + "\n\npublic class " + Character.toUpperCase(tag.charAt(0)) + tag.substring(1) + " extends RouteBuilder {\n\n"
                + "    @Override\n    public void configure() {\n" + region.strip().indent(8) + "    }\n}\n";
    }

    private static String simpleName(String line) {
        return line.substring(line.lastIndexOf('.') + 1, line.length() - 1);
    }
}
