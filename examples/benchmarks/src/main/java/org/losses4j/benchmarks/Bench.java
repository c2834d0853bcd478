package org.losses4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.losses4j.benchmarks.programs.ProgramsCommand;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The benchmarks as a command; exit status 0 for success, 1 for a failure, 2 for a wrong command line. */
@Command(
        name = "examples/run bench",
        description = "Measure value + gradient of losses against the frameworks' own, and print ratios.",
        mixinStandardHelpOptions = true,
        subcommands = {LastLayerCommand.class, NetworksCommand.class, ProgramsCommand.class, StartsCommand.class})
final class Bench implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILTER",
            description = "Measure only what has this in its name, LOSS/SIZE/CONTENDER, as --list prints them.")
    private String filter = "";

    @Option(
            names = "--full",
            description =
                    "All sizes, more JVMs and a longer warm-up: about three quarters of an hour on two cores. The default takes about 6 minutes.")
    private boolean full;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many threads each computation may use; default ${DEFAULT-VALUE}.")
    private int threads = 1;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "How many fresh JVMs measure each thing; 1, or 2 with --full.")
    private int forks;

    @Option(names = "--list", description = "Print the names, measure nothing.")
    private boolean list;

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description =
                    "Put the figures of this JSON file beside those measured, such as PyTorch's; may be repeated.")
    private List<Path> others = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures.")
    private Path json = Path.of("");

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the tables.")
    private Path markdown = Path.of("");

    @Option(names = "--verbose", description = "Print what JMH prints.")
    private boolean verbose;

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(new CommandLine(new Bench())
                .setUsageHelpAutoWidth(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    command.getErr().println("error: " + error.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        PrintWriter out = spec.commandLine().getOut();
        List<Measurement> chosen = (full ? Plan.FULL : Plan.QUICK).measurements(filter);
        if (chosen.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "No measurement has '" + filter + "' in its name; --list prints the names");
        }
        if (list) {
            chosen.forEach(out::println);
            return CommandLine.ExitCode.OK;
        }
        List<Figure> peers = new ArrayList<>();
        for (Path other : others) {
            peers.addAll(Figures.read(other));
        }
        Session session = new Session(effort(), verbose);
        for (int i = 0; i < chosen.size(); i++) {
            Figure figure = session.measure(chosen.get(i));
            out.printf(
                    Locale.ROOT,
                    "%3d of %d  %-55s %9.3f ns per element  (half within %.3f to %.3f)%s%n",
                    i + 1,
                    chosen.size(),
                    chosen.get(i),
                    figure.median(),
                    figure.low(),
                    figure.high(),
                    figure.warmingUp() ? "  still warming up" : "");
        }
        List<Figure> figures = new ArrayList<>(session.figures());
        figures.addAll(peers);
        String tables = Machine.describe()
                + System.lineSeparator()
                + System.lineSeparator()
                + new RatioTable(figures).markdown();
        out.println();
        out.print(tables);
        out.flush();
        if (!json.toString().isEmpty()) {
            Figures.write(figures, json);
        }
        if (!markdown.toString().isEmpty()) {
            Files.writeString(markdown, tables);
        }
        return CommandLine.ExitCode.OK;
    }

    private Effort effort() {
        Effort effort = full ? Effort.thorough(threads) : Effort.quick(threads);
        return forks > 0 ? effort.withForks(forks) : effort;
    }
}
