package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.DocSentences;
import io.github.camelvision.roboflow.webrtc.testing.DocSentences.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever reads the pages in a second language does not lose the thread: sentences are short. */
class DocsSentencesTest {

    private static final int MOST_WORDS = 35;
    private static final double MEAN_BELOW = 18;
    private static final Path ROOT = Path.of("..");

    @Test
    void noSentenceIsLong() throws IOException {
        List<String> longOnes = new ArrayList<>();
        for (Path page : pages()) {
            longOnes.addAll(longSentences(ROOT.relativize(page).toString(), Files.readAllLines(page)));
        }
        assertThat(longOnes).as("sentences of more than %d words; make two of each", MOST_WORDS).isEmpty();
    }

    @Test
    void sentencesOfEachPageAreShortInTheMean() throws IOException {
        for (Path page : pages()) {
            List<Sentence> sentences = DocSentences.of(Files.readAllLines(page));
            assertThat(sentences).as("sentences of %s", ROOT.relativize(page)).isNotEmpty();
            assertThat(sentences.stream().mapToInt(Sentence::words).average().orElseThrow())
                    .as("words in a sentence of %s, in the mean", ROOT.relativize(page)).isLessThan(MEAN_BELOW);
        }
    }

    @Test
    void aLongSentenceIsToldWithPageAndLine() {
        String longOne = "it goes on, " + "and on ".repeat(17) + "still.";
        assertThat(longSentences("docs/page", List.of("= Title", "", "Short. " + longOne, "", "* an item")))
                .containsExactly("docs/page:3: " + longOne);
        assertThat(longSentences("docs/page", List.of("* one of", "  two lines: " + longOne))).hasSize(1);
    }

    @Test
    void codeTablesTitlesAndGeneratedBlocksAreNoSentences() {
        List<String> page = List.of("= A title", ":toc:", "Read `a b c`, link:page[the page] and <<here,this>>.", "----", "code", "----",
                "|===", "| cell", "|===", "// generated: table", "text", "// end: table", "```java", "code", "```", "term:: Its text:",
                "- an item", "goes on. And ends");
        assertThat(DocSentences.of(page)).containsExactly(new Sentence(3, "Read code, the page and this."), new Sentence(16, "term"),
                new Sentence(16, "Its text:"), new Sentence(17, "an item goes on."), new Sentence(17, "And ends"));
    }

    private static List<String> longSentences(String page, List<String> lines) {
        return DocSentences.of(lines).stream().filter(sentence -> sentence.words() > MOST_WORDS)
                .map(sentence -> page + ":" + sentence.line() + ": " + sentence.text()).toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md"), ROOT.resolve("examples/README.md")),
                    docs.filter(path -> path.toString().endsWith(".adoc")).sorted()).toList();
        }
    }
}
