package org.losses4j.benchmarks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.losses4j.examples.metrics.FreshJvm;
import org.losses4j.examples.report.Metrics;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the cumulative time of trainings from their first step, with the framework's loss and with ours by turns. */
@Command(
        name = "starts",
        description =
                "Measure the cumulative time of trainings from their first step, with the framework's own loss and"
                        + " with ours by turns, each in a fresh JVM.",
        mixinStandardHelpOptions = true)
final class StartsCommand implements Callable<Integer> {
    /** How many times as long ours may take for the steps that the table compares. */
    private static final int PATIENCE = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILTER",
            description = "Measure only trainings that have this in their name, as --list prints them.")
    private String filter = "";

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "12",
            description =
                    "How long each JVM trains; default ${DEFAULT-VALUE}. Ours goes on, for at most three times as long, until it has done"
                            + " the steps that the table compares.")
    private double seconds = 12;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of a step; 0, the default, leaves every library its own default.")
    private int threads;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many fresh JVMs train with each loss; default ${DEFAULT-VALUE}.")
    private int forks = 2;

    @Option(
            names = "--pause",
            paramLabel = "S",
            defaultValue = "0",
            description =
                    "Seconds between the making of network, loss and batches and the first step; default ${DEFAULT-VALUE}. A program that"
                            + " reads its data then has such a pause.")
    private double pause;

    @Option(names = "--list", description = "Print the names, measure nothing.")
    private boolean list;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the times of all steps.")
    private Path json = Path.of("");

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the table.")
    private Path markdown = Path.of("");

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<StartTraining> chosen = StartTraining.matching(filter);
        if (chosen.isEmpty()) {
            throw wrong("No training has '" + filter + "' in its name; --list prints the names");
        }
        if (forks < 1 || threads < 0 || !(pause >= 0)) {
            throw wrong("Forks must be at least 1, threads and pause at least 0, got " + forks + ", " + threads
                    + " and " + pause);
        }
        if (list) {
            chosen.forEach(training -> out.println(training.title));
            return CommandLine.ExitCode.OK;
        }
        List<StartRun> runs = new ArrayList<>();
        for (StartTraining training : chosen) {
            for (int fork = 1; fork <= forks; fork++) {
                StartRun own = measure(training, false, fork, 0, runs);
                List<Integer> moments = StartTable.moments(seconds);
                double last = moments.isEmpty() ? 0 : moments.get(moments.size() - 1);
                int steps = (int) Math.ceil(own.curve().stepsAt(last).orElse(0));
                measure(training, true, fork, steps, runs);
            }
        }
        String machine = Machine.describe();
        String table = machine + System.lineSeparator().repeat(2) + new StartTable(runs, seconds).markdown();

        out.print(table);
        out.flush();
        if (!json.toString().isEmpty()) {
            Metrics.write(json, Map.of("machine", machine, "threads", threads, "runs", runs));
        }
        if (!markdown.toString().isEmpty()) {
            Files.writeString(markdown, table);
        }
        return CommandLine.ExitCode.OK;
    }

    private StartRun measure(StartTraining training, boolean ours, int fork, int leastSteps, List<StartRun> runs)
            throws IOException {
        String[] result = FreshJvm.result(
                        StartTrial.class,
                        Threads.flagsOfTrial(threads),
                        List.of(
                                training.name(),
                                Boolean.toString(ours),
                                Double.toString(seconds),
                                Integer.toString(leastSteps),
                                Double.toString(PATIENCE * seconds),
                                Double.toString(pause)))
                .orElseThrow(() -> new InterruptedIOException("The measurement was stopped"))
                .split(" ", 2);
        StartRun run =
                new StartRun(training.title, ours, fork, Double.parseDouble(result[0]), TrainingCurve.parse(result[1]));
        runs.add(run);
        TrainingCurve curve = run.curve();
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                Locale.ROOT,
                "%-20s %-4s JVM %d of %d: first step %.2f s, %d steps in %.1f s; others used %.1f cores%n",
                training.title,
                ours ? "ours" : "own",
                fork,
                forks,
                curve.secondsAt(1).orElseThrow(),
                curve.steps(),
                curve.total(),
                run.otherCores());
        err.flush();
        return run;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
