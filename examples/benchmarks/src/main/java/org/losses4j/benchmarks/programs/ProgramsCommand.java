package org.losses4j.benchmarks.programs;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.losses4j.benchmarks.Machine;
import org.losses4j.benchmarks.MedianRange;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the programs to copy from start to finish, with their loss and with another, by turns. */
@Command(
        name = "programs",
        description =
                "Measure how long the programs to copy take from start to finish, with their loss and with what would"
                        + " stand in its place without this library, by turns, each in a process of its own. About 25"
                        + " minutes for each of --runs.",
        mixinStandardHelpOptions = true)
public final class ProgramsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILTER",
            description = "Run only programs that have this in their name, as --list prints them.")
    private String filter = "";

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many times each runs with each loss; default ${DEFAULT-VALUE}.")
    private int runs = 1;

    @Option(names = "--list", description = "Print the names, run nothing.")
    private boolean list;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the table.")
    private Path markdown = Path.of("");

    @Option(
            names = "--with",
            paramLabel = "ARGUMENT",
            description = "An argument for the programs, such as --with=--steps --with=100; may be repeated.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Rival> chosen = Rival.matching(filter);
        if (chosen.isEmpty()) {
            throw wrong("No program has '" + filter + "' in its name; --list prints the names");
        }
        if (runs < 1) {
            throw wrong("There must be at least one run, got " + runs);
        }
        if (list) {
            chosen.forEach(rival -> out.println(rival.program));
            return CommandLine.ExitCode.OK;
        }
        List<String> lines = new ArrayList<>(List.of(
                Machine.describe(),
                "",
                "| program | without Losses4J | seconds | with it | ratio |",
                "|---|---|--:|--:|--:|"));
        for (Rival rival : chosen) {
            lines.add(row(rival));
        }
        String table = String.join(System.lineSeparator(), lines) + System.lineSeparator();

        out.print(table);
        out.flush();
        if (!markdown.toString().isEmpty()) {
            Files.writeString(markdown, table);
        }
        return CommandLine.ExitCode.OK;
    }

    private String row(Rival rival) throws IOException {
        double[] without = new double[runs];
        double[] with = new double[runs];
        for (int run = 0; run < runs; run++) {
            without[run] = run(rival, rival.peer.title, rival.without(ProgramRun.source(rival.program)));
            with[run] = run(rival, "Losses4J", ProgramRun.source(rival.program));
        }
        MedianRange others = MedianRange.of(without);
        MedianRange ours = MedianRange.of(with);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.2f |",
                rival.program,
                rival.peer.title,
                others.text("%.1f"),
                ours.text("%.1f"),
                ours.median() / others.median());
    }

    private double run(Rival rival, String loss, String source) throws IOException {
        ProgramRun run = ProgramRun.of(rival.program, source, arguments);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-20s %-24s %6.1f s: %s%n", rival.program, loss, run.seconds(), run.lastLine());
        out.flush();
        return run.seconds();
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
