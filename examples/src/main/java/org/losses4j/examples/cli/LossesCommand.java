package org.losses4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.examples.catalogue.Catalogue;
import org.losses4j.examples.catalogue.ParityPage;
import org.losses4j.examples.catalogue.Snippets;
import org.losses4j.examples.catalogue.WhichLoss;
import org.losses4j.examples.catalogue.WhichLossPage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the catalogue, one loss of it in full, or losses for a task, or writes its pages. */
@Command(
        name = "losses",
        description =
                "List the losses, describe one (formula, parameters with defaults, activation, reference), or find one"
                        + " for a task.",
        mixinStandardHelpOptions = true)
final class LossesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The loss to describe.")
    private String name = "";

    @Option(
            names = "--pages",
            paramLabel = "DIR",
            description = "Write the catalogue with its pictures to DIR; the project's own is docs/losses.")
    private @Nullable Path pages;

    @Option(
            names = "--parity",
            paramLabel = "FILE",
            description =
                    "Write to FILE what the losses of other libraries are here; the project's own is docs/parity.md.")
    private @Nullable Path parity;

    @Option(
            names = "--which",
            paramLabel = "FILE",
            description =
                    "Write to FILE the questions that lead to a loss; the project's own page is docs/which-loss.md.")
    private @Nullable Path which;

    @Option(
            names = "--for",
            arity = "1..*",
            paramLabel = "WORD",
            description = "Name one to three losses for a task, with the lines to paste: --for imbalanced.")
    private List<String> task = List.of();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (parity != null) {
            demand(
                    isOnly(pages, which) && !parity.toString().isEmpty(),
                    "--parity writes one page: it takes a file, and neither another option nor a NAME");
            ParityPage.write(parity);
        } else if (which != null) {
            demand(
                    isOnly(pages) && !which.toString().isEmpty(),
                    "--which writes one page: it takes a file, and neither another option nor a NAME");
            WhichLossPage.write(which);
        } else if (pages != null) {
            demand(
                    isOnly() && !pages.toString().isEmpty(),
                    "--pages writes the pages of all losses: it takes a folder, and neither another option nor a NAME");
            new Catalogue().write(pages);
        } else if (!task.isEmpty()) {
            suggest(String.join(" ", task), out);
        } else if (name.isEmpty()) {
            list(out);
        } else {
            describe(find(), out);
        }
        return CommandLine.ExitCode.OK;
    }

    /** Whether neither a name nor words nor any of the other pages were given. */
    private boolean isOnly(@Nullable Path... others) {
        return name.isEmpty() && task.isEmpty() && Arrays.stream(others).allMatch(Objects::isNull);
    }

    private void demand(boolean holds, String message) {
        if (!holds) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    private void suggest(String words, PrintWriter out) {
        demand(name.isEmpty(), "--for finds losses by words: it takes no NAME");
        List<WhichLoss.Found> found;
        try {
            found = WhichLoss.load().find(words);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        for (WhichLoss.Found one : found) {
            Snippets snippets = Snippets.of(one.loss());
            out.println(one.loss());
            out.println("  " + one.step().question().question() + " "
                    + one.step().answer().answer() + ".");
            out.println("  Why: " + one.why() + ".");
            lines(out, "Deeplearning4j", snippets.dl4j());
            lines(out, "DJL", snippets.djl());
            out.println();
        }
        out.println("All about one loss: examples/run losses NAME. All questions: docs/which-loss.md");
    }

    private static void lines(PrintWriter out, String framework, List<String> lines) {
        out.println("  " + framework + ":");
        lines.forEach(line -> out.println("      " + line));
    }

    private LossType<?> find() {
        try {
            return Losses.registered().type(name);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static void list(PrintWriter out) {
        Map<Task, List<LossType<?>>> byTask = Losses.registered().types().stream()
                .collect(Collectors.groupingBy(
                        type -> loss(type).description().task(), TreeMap::new, Collectors.toList()));
        int width = Losses.registered().types().stream()
                .mapToInt(type -> type.name().length())
                .max()
                .orElse(0);
        byTask.forEach((task, types) -> {
            out.println(task.title() + ":");
            types.forEach(type -> out.printf(
                    "  %-" + width + "s  %s%n",
                    type.name(),
                    loss(type).description().summary()));
        });
    }

    private static void describe(LossType<?> type, PrintWriter out) {
        Loss loss = loss(type);
        LossDescription description = loss.description();
        out.println(type.name());
        line(out, "", description.summary());
        line(out, "task", description.task().title());
        line(out, "formula", description.formula());
        line(out, "inputs", loss.roles().stream().map(LossesCommand::input).collect(Collectors.joining(", ")));
        line(
                out,
                "parameters",
                type.read(loss).entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        line(out, "activation", activation(description));
        line(out, "reference", description.reference());
    }

    private static void line(PrintWriter out, String title, String text) {
        out.printf("  %-10s  %s%n", title, text.isEmpty() ? "none" : text);
    }

    private static String input(Role role) {
        return role.optional() ? "[" + role.name() + "]" : role.name();
    }

    private static String activation(LossDescription description) {
        return description.fromLogits()
                ? text(description.logits()) + ", which the loss contains: it reads the raw output"
                : text(description.activation());
    }

    private static String text(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }

    private static Loss loss(LossType<?> type) {
        return type.defaults();
    }
}
