package io.github.camelvision.roboflow.webrtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A piece of code in README.md, the examples' README or docs/, as a reader would copy it.
 *
 * @param language {@code java}, {@code yaml}, {@code xml}, or what else the page calls it
 * @param where    page and line, for messages
 */
public record DocSnippet(String language, String text, String where) {

    private static final Path ROOT = Path.of("..");

    /** Every snippet of this language in the project's pages; those that are included from tested sources are left out. */
    public static List<DocSnippet> of(String language) throws IOException {
        List<DocSnippet> snippets = new ArrayList<>();
        for (Path page : pages()) {
            read(page, snippets);
        }
        return snippets.stream().filter(snippet -> snippet.language.equals(language) && !snippet.text.startsWith("include::")).toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md"), ROOT.resolve("examples/README.md")).filter(Files::exists),
                    docs.filter(path -> path.toString().endsWith(".adoc")).sorted()).toList();
        }
    }

    private static void read(Path page, List<DocSnippet> snippets) throws IOException {
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String language = null;
            if (line.startsWith("```") && line.length() > 3) {
                language = line.substring(3).strip();
            } else if (line.startsWith("[source,") && i + 1 < lines.size() && lines.get(i + 1).startsWith("----")) {
                language = line.replaceAll("\\[source,\\s*(\\w+).*", "$1");
                i++;
            }
            if (language != null) {
                int begin = i + 1;
                String fence = lines.get(i).strip().startsWith("```") ? "```" : "----";
                for (i = begin; !lines.get(i).strip().equals(fence); i++) {
                    // the snippet's own lines
                }
                snippets.add(new DocSnippet(language, String.join("\n", lines.subList(begin, i)) + "\n", page.getFileName() + ":" + begin));
            }
        }
    }

    @Override
    public String toString() {
        return where;
    }
}
