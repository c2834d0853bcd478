package org.losses4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the catalogue, or one loss of it in full, or writes its pages. */
@Command(
        name = "losses",
        description = "List the losses, or describe one: formula, parameters with defaults, activation, reference.",
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

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (parity != null) {
            if (!name.isEmpty() || pages != null || parity.toString().isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--parity writes one page: it takes a file, and neither --pages nor a NAME");
            }
            ParityPage.write(parity);
        } else if (pages != null) {
            if (!name.isEmpty() || pages.toString().isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--pages writes the pages of all losses: it takes a folder, and no NAME");
            }
            new Catalogue().write(pages);
        } else if (name.isEmpty()) {
            list(out);
        } else {
            describe(find(), out);
        }
        return CommandLine.ExitCode.OK;
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
