package org.losses4j.examples.catalogue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Role;
import org.losses4j.tensor.ReferenceTensor;

/** Writes the page on one loss, in Markdown, and its section on the page of its task. */
final class LossPage {
    private LossPage() {}

    static String text(LossType<?> type, LossNotes notes, List<Curve> curves) {
        Loss loss = type.defaults();
        LossDescription description = loss.description();
        StringBuilder page = new StringBuilder();
        line(page, "# " + type.name());
        line(page, "");
        line(
                page,
                "[All losses](README.md) · [" + description.task().title() + "](" + Catalogue.file(description.task())
                        + ") · [Which loss for my task?](../which-loss.md)");
        line(page, "");
        appendFormula(page, description, notes);
        line(page, "![Loss and gradient of " + type.name() + "](images/" + type.name() + ".png)");
        line(page, "<!-- plotted " + fingerprint(curves) + " -->");
        line(page, "");
        line(page, "| | |");
        line(page, "|---|---|");
        line(page, "| reads | " + reads(description) + " |");
        line(page, "| inputs | " + loss.roles().stream().map(LossPage::input).collect(Collectors.joining(", ")) + " |");
        line(page, "| parameters | " + parameters(type) + " |");
        line(page, "| class | `" + type.type().getName() + "` |");
        line(page, "| a value for each | " + unit(loss) + " |");
        line(page, "| source | " + description.reference() + " |");
        line(page, "");
        line(page, "## When to use it");
        line(page, "");
        line(page, notes.use());
        line(page, "");
        notes.advantages().forEach(text -> line(page, "- **+** " + text));
        notes.drawbacks().forEach(text -> line(page, "- **−** " + text));
        line(page, "");
        appendSnippets(page, Snippets.of(type.name()));
        appendNeighbours(page, type, notes);
        line(page, "## Elsewhere");
        line(page, "");
        line(page, "| in | it is | to port |");
        line(page, "|---|---|---|");
        notes.peers()
                .forEach(peer ->
                        line(page, "| " + peer.library() + " | " + code(peer.name()) + " | " + peer.porting() + " |"));
        return page.toString();
    }

    /** The section of a task's page that leads to the page on the loss. */
    static String summary(LossType<?> type, LossNotes notes) {
        StringBuilder page = new StringBuilder();
        line(page, "## [" + type.name() + "](" + Catalogue.file(type.name()) + ")");
        line(page, "");
        appendFormula(page, type.defaults().description(), notes);
        line(page, notes.use());
        line(page, "");
        return page.toString();
    }

    private static void appendFormula(StringBuilder page, LossDescription description, LossNotes notes) {
        line(page, description.summary());
        line(page, "");
        if (notes.latex() == null) {
            line(page, "    " + description.formula());
        } else {
            fenced(page, "math", List.of(notes.latex()));
        }
        line(page, "");
    }

    private static void line(StringBuilder page, String text) {
        page.append(text).append('\n');
    }

    private static void appendSnippets(StringBuilder page, Snippets snippets) {
        line(page, "## In Deeplearning4j");
        line(page, "");
        fenced(page, "java", snippets.dl4j());
        line(page, "");
        line(page, "## In DJL");
        line(page, "");
        fenced(page, "java", snippets.djl());
        line(page, "");
    }

    private static void appendNeighbours(StringBuilder page, LossType<?> type, LossNotes notes) {
        if (notes.neighbours().isEmpty()) {
            return;
        }
        line(page, "## Neighbours");
        line(page, "");
        notes.neighbours().forEach((name, when) -> line(page, "- " + link(type, name) + " " + when + "."));
        line(page, "");
    }

    private static void fenced(StringBuilder page, String language, List<String> lines) {
        line(page, "```" + language);
        lines.forEach(text -> line(page, text));
        line(page, "```");
    }

    private static String link(LossType<?> from, String name) {
        if (Losses.registered().find(name).isEmpty()) {
            throw new IllegalArgumentException("examples/src/main/resources/catalogue/" + from.name()
                    + ".json: the neighbour '" + name + "' is no registered loss");
        }
        return "[" + name + "](" + Catalogue.file(name) + ")";
    }

    private static String reads(LossDescription description) {
        if (description.fromLogits()) {
            return "raw output (logits): it contains the " + word(description.logits());
        }
        return switch (description.activation()) {
            case IDENTITY -> "raw output, without an activation";
            case SIGMOID -> "probabilities, behind a sigmoid";
            case SOFTMAX -> "probabilities, behind a softmax";
            case LOG_SOFTMAX -> "log-probabilities, behind a log-softmax";
            case POSITIVE -> "numbers that are not negative, as behind a softplus, ReLU or exp";
            case TANH -> "numbers from −1 to 1, behind a tanh";
        };
    }

    private static String word(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String input(Role role) {
        return role.optional() ? "[" + role.name() + "]" : role.name();
    }

    private static String parameters(LossType<?> type) {
        Map<String, @Nullable Object> values = type.read(type.defaults());
        return values.isEmpty()
                ? "none"
                : values.entrySet().stream()
                        .map(entry -> "`" + entry.getKey() + " = " + entry.getValue() + "`")
                        .collect(Collectors.joining(", "));
    }

    private static String unit(Loss loss) {
        if (loss.pointwise()) {
            return "element";
        }
        if (loss.unitMask(ReferenceTensor.scalar(1)).isEmpty()) {
            return "batch";
        }
        return loss.classAxis().isPresent() && !loss.coupled() ? "row along the class or feature axis" : "example";
    }

    private static String code(String name) {
        return name.equals("none") ? name : "`" + name + "`";
    }

    /** Tells whether a page's picture shows what the code computes, to four digits. */
    private static String fingerprint(List<Curve> curves) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Curve curve : curves) {
                digest.update(curve.title().getBytes(StandardCharsets.UTF_8));
                for (double[] series : List.of(curve.x(), curve.value(), curve.slope())) {
                    for (double number : series) {
                        String digits = String.format(Locale.ROOT, "%.3e", Math.abs(number) < 1e-9 ? 0 : number);
                        digest.update(digits.getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
