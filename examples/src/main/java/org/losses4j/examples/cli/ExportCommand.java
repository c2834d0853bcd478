package org.losses4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.losses4j.LossObjective;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.conformance.AcceptanceCase;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exports losses as TorchScript, with inputs and the results to compare with. */
@Command(
        name = "export",
        description = {
            "Write losses as the TorchScript that the adapter for DJL runs, with recorded inputs and results, for"
                    + " examples/src/main/python/check_export.py, which needs PyTorch alone.",
            "Exit status 1 if a loss that is named cannot be expressed in TorchScript."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,5})x([1-9]\\d{0,5})");
    private static final int FEW_ROWS = 6;
    private static final int FEW_COLUMNS = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "LOSS", description = "Losses by name, or objectives as text.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "All registered losses; those that TorchScript cannot express are named.")
    private boolean all;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "A new or empty folder, or an export's.")
    private Path out = Path.of("");

    @Option(
            names = "--cases",
            paramLabel = "DIR",
            defaultValue = "core/src/test/resources/cases",
            description = "The folder of recorded cases; default ${DEFAULT-VALUE}. Where it has none of a loss, inputs"
                    + " are generated, and the results are those of the formula over float64.")
    private Path cases = Path.of("");

    @Option(
            names = "--size",
            paramLabel = "ROWSxCOLUMNS",
            defaultValue = "1024x1000",
            description = "The batch for measuring, or none; default ${DEFAULT-VALUE}. Losses that would compute much"
                    + " larger tensors get a smaller one.")
    private String size = "";

    @Override
    public Integer call() throws IOException {
        if (all == !names.isEmpty()) {
            throw wrong("Name the losses to export, or give --all");
        }
        Map<String, Objective> objectives = objectives();
        List<AcceptanceCase> recorded = recorded();
        boolean complete = true;
        try (ExportFolder folder = ExportFolder.open(out)) {
            for (Map.Entry<String, Objective> objective : objectives.entrySet()) {
                complete &= export(objective.getKey(), objective.getValue(), recorded, folder);
            }
            folder.publish();
        }
        return complete || all ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Map<String, Objective> objectives() {
        Map<String, Objective> objectives = new LinkedHashMap<>();
        if (all) {
            for (LossType<?> type : Losses.registered().types()) {
                objectives.put(type.name(), Objective.of(type.defaults()));
            }
        }
        for (String name : names) {
            try {
                objectives.put(name, Objective.parse(name));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
        return objectives;
    }

    private List<AcceptanceCase> recorded() throws IOException {
        List<AcceptanceCase> recorded = new ArrayList<>();
        if (!Files.isDirectory(cases)) {
            return recorded;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(cases)) {
            files = listed.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
        for (Path file : files) {
            try {
                CaseFile.read(file).forEach(map -> recorded.add(AcceptanceCase.fromMap(map)));
            } catch (CaseFile.UnreadableException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        return recorded;
    }

    private boolean export(String name, Objective objective, List<AcceptanceCase> recorded, ExportFolder folder)
            throws IOException {
        ExportFolder.Entry entry = folder.loss(name);
        List<AcceptanceCase> known = Losses.registered().find(name).isPresent()
                ? recorded.stream()
                        .filter(one -> one.objective() instanceof LossObjective single
                                && single.loss().name().equals(name))
                        .toList()
                : List.of();
        for (AcceptanceCase one : known) {
            entry.add(ExportedCase.of(one), false);
        }
        boolean generated = entry.cases() == 0;
        if (generated) {
            generate(entry, objective, FEW_ROWS, FEW_COLUMNS, false);
        }
        int small = entry.cases();
        int[] batch = batch();
        if (batch != null && small > 0) {
            generate(entry, objective, batch[0], batch[1], true);
        }
        report(name, generated ? "generated" : "recorded", small, entry);
        return small > 0;
    }

    private static void generate(ExportFolder.Entry entry, Objective objective, int rows, int columns, boolean timed)
            throws IOException {
        ExportedCase generated;
        try {
            generated = ExportedCase.generated(objective, rows, columns);
        } catch (IllegalArgumentException e) {
            entry.leaveOut("generated", String.valueOf(e.getMessage()));
            return;
        }
        entry.add(generated, timed);
    }

    private int @Nullable [] batch() {
        Matcher matcher = SIZE.matcher(size);
        if (matcher.matches()) {
            return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
        }
        if (size.equals("none")) {
            return null;
        }
        throw wrong("--size is rows and columns, such as 1024x1000, or none, got '" + size + "'");
    }

    private void report(String name, String kind, int small, ExportFolder.Entry entry) {
        String left = entry.reasons().isEmpty()
                ? ""
                : ", " + entry.reasons().size() + " left out: "
                        + String.join("; ", new LinkedHashSet<>(entry.reasons()));
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(
                name + ": " + small + " " + kind + " cases" + (entry.cases() > small ? " and a batch" : "") + left);
        writer.flush();
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
