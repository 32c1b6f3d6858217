package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Code, scripts and pages cite documents that are in this repository, and sections that are in those documents. */
class CitationsTest {

    private static final Path ROOT = Path.of("..");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules", "generated");
    private static final Pattern TEXT = Pattern.compile(".*\\.(java|py|sh|js|html|xml|ya?ml|properties|adoc|md)|run|long|fuzz");
    private static final Pattern CITATION = Pattern.compile("(?<![\\w*])((?:[\\w.-]+/)*[\\w-]+\\.(?:adoc|md))\\b(?:#([\\w-]+))?");

    @Test
    void everyCitedDocumentAndSectionIsInTheRepository() throws IOException {
        List<String> broken = new ArrayList<>();
        int sections = 0;
        for (Path file : files()) {
            Matcher citation = CITATION.matcher(Files.readString(file));
            while (citation.find()) {
                Path document = document(file, citation.group(1));
                sections += citation.group(2) == null ? 0 : 1;
                if (document == null || citation.group(2) != null && !hasSection(document, citation.group(2))) {
                    broken.add(ROOT.relativize(file) + " cites " + citation.group());
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(sections).as("sections cited").isGreaterThan(80);
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_OURS.contains(directory.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (TEXT.matcher(file.getFileName().toString()).matches()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** Cited from the repository's root, from docs/ (also under the page's own address there), or from beside the file that cites it. */
    private static Path document(Path citing, String name) {
        for (Path place : List.of(ROOT, ROOT.resolve("docs"), citing.resolveSibling(""))) {
            if (Files.isRegularFile(place.resolve(name))) {
                return place.resolve(name);
            }
        }
        return null;
    }

    /** Named in the document, or, with an underscore in front, made from the section's title as Asciidoctor does. */
    private static boolean hasSection(Path document, String anchor) throws IOException {
        String text = Files.readString(document);
        return Pattern.compile("\\[\\[?#?" + Pattern.quote(anchor) + "[],]").matcher(text).find() || text.lines()
                .filter(line -> line.matches("={2,} .*"))
                .anyMatch(title -> anchor.equals(title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_")));
    }
}
