package org.losses4j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.losses4j.examples.Examples;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Run;
import org.losses4j.examples.report.Chart;
import org.losses4j.examples.report.Interruption;
import org.losses4j.examples.report.RunFolder;
import org.losses4j.examples.report.RunPage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains an example in one framework or in both. */
@Command(
        name = "train",
        description = {
            "Train an example: writes the model, metrics.json, pictures and a page with all of it, report.html.",
            "Ctrl-C ends the training after the epoch and saves what was trained so far."
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final Path DEFAULT_FOLDER = Path.of("target", "runs");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private String name = "";

    @Option(
            names = "--framework",
            paramLabel = "FRAMEWORK",
            description = "${COMPLETION-CANDIDATES}. Default: one after the other.")
    private @Nullable Framework framework;

    @Option(names = "--epochs", paramLabel = "N", description = "Default: what suits the example.")
    private @Nullable Integer epochs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The first seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description = "How many seeds, counted up from the first. Default: what suits the example.")
    private @Nullable Integer repeats;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "For focal and multilabel: train on MNIST, Fashion-MNIST or their like instead of the bundled digits, the folder of"
                        + " the four IDX files (train-images-idx3-ubyte …), plain or gzipped.",
                "For triplet: the folder of the fonts (.ttf) that characters are drawn in."
            })
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = {
                "The folder to write: a new or empty one, or an earlier run's, whose files are replaced.",
                "Default: target/runs/NAME-FRAMEWORK.",
                "Without --framework: where to put NAME-dl4j and NAME-djl."
            })
    private @Nullable Path folder;

    @Override
    public Integer call() throws IOException {
        Example example = example();
        int trained = epochs == null ? example.defaultEpochs() : require("--epochs", epochs);
        int repeated = repeats == null ? example.defaultRepeats() : require("--repeats", repeats);
        if (seed > Long.MAX_VALUE - repeated) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--seed " + seed + " is too large to count up from");
        }
        if (data != null && data.toString().isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--data is empty; the current folder is \".\"");
        }
        if (data != null && !example.takesData()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--data is for examples that can take other data; " + name + " has data of its own");
        }
        if (folder != null && folder.toString().isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--out is empty; the current folder is \".\"");
        }
        Chart.requireDrawable();
        List<Framework> frameworks = framework == null ? List.of(Framework.values()) : List.of(framework);
        for (Framework later : frameworks.subList(1, frameworks.size())) {
            // The second folder must not turn out to be somebody's when the first training is over.
            RunFolder.open(folder(later)).close();
        }
        for (Framework each : frameworks) {
            int status = train(example, each, trained, repeated);
            if (status != CommandLine.ExitCode.OK) {
                return status;
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private Example example() {
        try {
            return Examples.named(name);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int require(String option, int value) {
        if (value < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + " must be at least 1, got " + value);
        }
        return value;
    }

    private int train(Example example, Framework with, int trained, int repeated) throws IOException {
        List<String> complaints = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        try (RunFolder run = RunFolder.open(folder(with));
                Interruption interruption = Interruption.watch()) {
            long begin = System.nanoTime();
            out.println(example.name() + " with " + with + ": " + example.summary());
            announce(example.duration(with)
                    .multipliedBy((long) trained * repeated)
                    .dividedBy(example.defaultEpochs()));
            example.run(new Run(
                    with, trained, seed, repeated, Optional.ofNullable(data), run, out, interruption, complaints::add));
            RunPage.write(
                    run,
                    example.name() + " with " + with,
                    example.summary(),
                    command(with, trained, repeated),
                    Duration.ofNanos(System.nanoTime() - begin));
            out.println("Written to " + run.publish());
            out.flush();
            complaints.forEach(complaint -> spec.commandLine().getErr().println("error: " + complaint));
            if (!complaints.isEmpty()) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            return interruption.requested() ? INTERRUPTED : CommandLine.ExitCode.OK;
        }
    }

    private void announce(Duration expected) {
        if (expected.toSeconds() >= 60) {
            spec.commandLine()
                    .getOut()
                    .printf("This takes about %d minutes on two cores.%n", Math.round(expected.toSeconds() / 60.0));
            spec.commandLine().getOut().flush();
        }
    }

    private String command(Framework with, int trained, int repeated) {
        return "examples/run train " + name + " --framework " + with + " --epochs " + trained + " --seed " + seed
                + " --repeats " + repeated + (data == null ? "" : " --data " + data);
    }

    private Path folder(Framework with) {
        if (framework != null && folder != null) {
            return folder;
        }
        return (folder == null ? DEFAULT_FOLDER : folder).resolve(name + "-" + with);
    }

    /** The names of the examples, for the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Examples.all().stream().map(Example::name).iterator();
        }
    }
}
