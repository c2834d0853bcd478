package org.losses4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.losses4j.Losses;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.fuzz.CaseFiles;
import org.losses4j.conformance.fuzz.Finding;
import org.losses4j.conformance.fuzz.Fuzzer;
import org.losses4j.conformance.fuzz.Tally;
import org.losses4j.examples.report.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries random cases for a while, and writes the smallest case of each fault. */
@Command(
        name = "fuzz",
        description = {
            "Try random objectives, shapes, memory layouts and extreme numbers on everything that computes losses, and"
                    + " compare with the formulas.",
            "Prints what was compared and, for each fault, a line and the file of its smallest case, which verify"
                    + " reads. Exit status 1 if anything is wrong."
        },
        mixinStandardHelpOptions = true)
final class FuzzCommand implements Callable<Integer> {
    private static final double LONGEST = 60.0 * 24 * 365;

    private static final int MOST_FAULTS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "1",
            description = "How long; default ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Makes the same cases again; another one each time by default.")
    private @Nullable Long seed;

    @Option(
            names = "--on",
            split = ",",
            paramLabel = "EXECUTION",
            completionCandidates = Executions.Names.class,
            description =
                    "What computes them: ${COMPLETION-CANDIDATES}; repeatable. Default: all, and the engine alone.")
    private List<String> on = new ArrayList<>();

    @Option(names = "--loss", paramLabel = "NAME", description = "The loss that each case is to be about.")
    private @Nullable String loss;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "target/fuzz",
            description = "Where case files go; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("target", "fuzz");

    @Override
    public Integer call() throws IOException {
        if (!(minutes > 0 && minutes <= LONGEST)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--minutes must be above 0, and at most a year's, got " + minutes);
        }
        requireWritable();
        Fuzzer fuzzer = fuzzer(executions());
        print("seed " + fuzzer.seed());
        List<Finding> findings = search(fuzzer);
        print(fuzzer.tally());
        for (int i = 0; i < findings.size(); i++) {
            Finding smallest = fuzzer.shrink(findings.get(i), PATIENCE);
            Path file = out.resolve("seed-" + fuzzer.seed() + "-fault-" + (i + 1) + ".json");
            Files.createDirectories(out);
            Files.writeString(file, CaseFiles.write(smallest));
            print("FAILED " + smallest);
            print("       examples/run verify " + file + " --on all,engine,engine32");
        }
        print(findings.isEmpty() ? "nothing wrong" : findings.size() + " faults");
        return findings.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** A fault found after hours must not get lost. */
    private void requireWritable() throws IOException {
        Path existing = out.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new IOException(
                    "Cannot write case files to " + out + ": " + existing + " is not a folder to write to");
        }
    }

    private Fuzzer fuzzer(List<Execution> executions) {
        try {
            if (loss != null) {
                Losses.registered().type(loss);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return new Fuzzer(seed == null ? System.currentTimeMillis() : seed, loss, executions);
    }

    private List<Execution> executions() {
        try {
            return Executions.fuzzed(on.isEmpty() ? List.of(Executions.ALL, "engine", "engine32") : on);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Finding> search(Fuzzer fuzzer) {
        long seconds = Math.max(1, Math.round(minutes * 60));
        long begin = System.nanoTime();
        try (Progress progress = Progress.of("fuzz", seconds)) {
            return fuzzer.run(
                    Duration.ofSeconds(seconds),
                    MOST_FAULTS,
                    tally -> progress.reach(
                            Math.min(
                                    seconds,
                                    Duration.ofNanos(System.nanoTime() - begin).toSeconds()),
                            cases(tally)));
        }
    }

    private static String cases(Tally tally) {
        return "seconds, " + tally.cases() + " cases";
    }

    private void print(Object line) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }
}
