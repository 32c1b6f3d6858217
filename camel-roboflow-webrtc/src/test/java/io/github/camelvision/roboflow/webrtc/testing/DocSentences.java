package io.github.camelvision.roboflow.webrtc.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sentences of a page in AsciiDoc or Markdown. Code, tables, titles and generated blocks are left
 * out. A sentence ends at a full stop, at the end of its paragraph or list item, and at a colon before a capital letter.
 */
public final class DocSentences {

    private static final Pattern FENCE = Pattern.compile("-{4,}|\\.{4,}|/{4,}|\\+{4,}|\\|===|```.*");
    private static final Pattern NO_PROSE = Pattern.compile("(=|:[\\w-]+:|\\[|//|\\.[A-Z]|image::|include::|toc::|#|\\||\\+$|--$).*");
    private static final Pattern ITEM = Pattern.compile("\\s*(?:\\*+|\\.+|-|\\d+\\.) (.*)");
    private static final Pattern TERM = Pattern.compile("(.*)::(?: (.*))?");
    private static final Pattern END = Pattern.compile("(?<=[.!?])\\s+|(?<=:)\\s+(?=[A-Z])");

    private final List<Sentence> sentences = new ArrayList<>();
    private final List<String> paragraph = new ArrayList<>();
    private int begin;

    private DocSentences() {}

    /**
     * A sentence.
     *
     * @param line where its paragraph begins, from 1
     * @param text with each piece of code as the word {@code code} and each link as its text
     */
    public record Sentence(int line, String text) {

        public int words() {
            return text.split("\\s+").length;
        }
    }

    /** The sentences of a page, in its order. */
    public static List<Sentence> of(List<String> page) {
        DocSentences reader = new DocSentences();
        reader.read(page);
        return reader.sentences;
    }

    private void read(List<String> page) {
        String until = null;
        for (int i = 0; i < page.size(); i++) {
            String line = page.get(i).stripTrailing();
            if (until != null) {
                until = line.startsWith(until) ? null : until;
            } else if (line.startsWith("// generated:")) {
                endParagraph();
                until = "// end:";
            } else if (FENCE.matcher(line).matches()) {
                endParagraph();
                until = line.startsWith("```") ? "```" : line;
            } else if (line.isEmpty() || NO_PROSE.matcher(line).matches()) {
                endParagraph();
            } else {
                readProse(i + 1, line);
            }
        }
        endParagraph();
    }

    private void readProse(int number, String line) {
        Matcher item = ITEM.matcher(line);
        Matcher term = TERM.matcher(line);
        if (term.matches()) {
            add(number, term.group(1));
            endParagraph();
            add(number, term.group(2) == null ? "" : term.group(2));
        } else if (item.matches()) {
            endParagraph();
            add(number, item.group(1));
        } else {
            add(number, line);
        }
    }

    private void add(int number, String text) {
        begin = paragraph.isEmpty() ? number : begin;
        paragraph.add(text);
    }

    private void endParagraph() {
        String text = paragraph.stream().collect(Collectors.joining(" "))
                .replaceAll("`[^`]*`", "code")
                .replaceAll("(?:link:|xref:|https?://)[^\\s\\[]*\\[([^]]*)]", "$1")
                .replaceAll("<<[^,>]*,([^>]*)>>", "$1");
        Arrays.stream(END.split(text)).map(String::strip).filter(sentence -> !sentence.isEmpty())
                .forEach(sentence -> sentences.add(new Sentence(begin, sentence)));
        paragraph.clear();
    }
}
