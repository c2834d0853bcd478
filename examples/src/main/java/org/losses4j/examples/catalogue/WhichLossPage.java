package org.losses4j.examples.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.losses4j.examples.catalogue.WhichLoss.Answer;
import org.losses4j.examples.catalogue.WhichLoss.Question;

/** Writes the page of questions that lead to a loss. */
public final class WhichLossPage {
    private static final String GENERATED = "<!-- Written by examples/run losses --which FILE: do not edit. -->\n";

    private WhichLossPage() {}

    /** The page, in Markdown. */
    public static String text() {
        WhichLoss tree = WhichLoss.load();
        StringBuilder page = new StringBuilder(GENERATED);
        page.append("""
                # Which loss for my task?

                What does the network put out, what are its labels, are classes imbalanced or examples hard, are labels or targets wrong now
                and then, and do examples come one at a time, in pairs or in sets? Follow the links: two to five questions lead to one or two
                losses, the first of which is the one to begin with. Each has its line for both frameworks; its name leads to formula, picture,
                parameters and neighbours. `classes`, `labels`, `outputs` and `dimensions` are the sizes of your network, and the classes to
                import are [here](losses/README.md#the-lines-of-code). The terminal has the same answers:

                    examples/run losses --for imbalanced

                """);
        for (Question question : tree.questions()) {
            page.append("## ").append(question.question()).append("\n\n");
            question.answers().forEach(answer -> append(page, tree, answer));
            endWithBlankLine(page);
        }
        page.append("## Losses for special purposes\n\n");
        tree.special()
                .forEach((name, what) -> page.append("- ")
                        .append(link(name))
                        .append(": ")
                        .append(what)
                        .append(".\n"));
        return page.toString();
    }

    /**
     * Writes the page.
     *
     * @param file a new one, or an earlier page, which is replaced
     * @throws IOException if it is another file
     */
    public static void write(Path file) throws IOException {
        if (Files.exists(file) && !Files.readString(file).startsWith(GENERATED)) {
            throw new IOException(file + " was not written as the page of questions: it is left as it is");
        }
        Files.writeString(file, text());
    }

    private static void append(StringBuilder page, WhichLoss tree, Answer answer) {
        if (answer.next() != null) {
            String question = tree.question(answer.next()).question();
            page.append("- ")
                    .append(answer.answer())
                    .append(" → [")
                    .append(question)
                    .append("](#")
                    .append(ParityPage.anchor(question))
                    .append(")\n");
            return;
        }
        page.append("- **").append(answer.answer()).append("**\n\n");
        answer.losses().forEach((loss, why) -> append(page, loss, why));
    }

    private static void endWithBlankLine(StringBuilder page) {
        if (page.charAt(page.length() - 2) != '\n') {
            page.append('\n');
        }
    }

    private static void append(StringBuilder page, String loss, String why) {
        String links = WhichLoss.names(loss).stream().map(WhichLossPage::link).collect(Collectors.joining(" + "));
        page.append("  ").append(links).append(": ").append(why).append(".\n\n");
        Snippets snippets = Snippets.of(loss);
        page.append("  ```java\n");
        for (Map.Entry<String, List<String>> framework :
                List.of(Map.entry("Deeplearning4j", snippets.dl4j()), Map.entry("DJL", snippets.djl()))) {
            page.append("  // ").append(framework.getKey()).append('\n');
            framework.getValue().forEach(line -> page.append("  ").append(line).append('\n'));
        }
        page.append("  ```\n\n");
    }

    private static String link(String name) {
        return "[" + name + "](losses/" + Catalogue.file(name) + ")";
    }
}
