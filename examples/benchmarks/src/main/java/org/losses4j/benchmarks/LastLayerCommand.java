package org.losses4j.benchmarks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.losses4j.examples.metrics.FreshJvm;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures time and memory of a last layer of many classes, each way in a fresh JVM. */
@Command(
        name = "last-layer",
        description = "Measure a linear layer under softmax cross-entropy, whole and in chunks of rows: forward and"
                + " backward, the time of a step and the memory it takes at its peak. Linux only.",
        mixinStandardHelpOptions = true)
final class LastLayerCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--rows", defaultValue = "8192", description = "Rows of a batch; default ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--features", defaultValue = "512", description = "Features of a row; default ${DEFAULT-VALUE}.")
    private int features;

    @Option(names = "--classes", defaultValue = "32768", description = "Classes; default ${DEFAULT-VALUE}.")
    private int classes;

    @Option(names = "--steps", defaultValue = "3", description = "Steps to time; default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(names = "--threads", defaultValue = "2", description = "Threads of a step; default ${DEFAULT-VALUE}.")
    private int threads;

    private record Result(double milliseconds, double bytes) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<LastLayer, Result> results = new EnumMap<>(LastLayer.class);
        out.printf(
                "| %d rows, %d features, %d classes | ms a step | ratio | peak MiB | ratio |%n",
                rows, features, classes);
        out.println("|---|---|---|---|---|");
        for (LastLayer way : LastLayer.values()) {
            Result result = measure(way);
            results.put(way, result);
            Result peer = results.getOrDefault(way.peer(), result);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.0f | %.2f |%n",
                    way.title,
                    result.milliseconds(),
                    result.milliseconds() / peer.milliseconds(),
                    result.bytes() / MIB,
                    result.bytes() / peer.bytes());
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private Result measure(LastLayer way) throws IOException {
        String[] words = FreshJvm.result(
                        LastLayerTrial.class,
                        Threads.flagsOfTrial(threads),
                        List.of(
                                way.name(),
                                Integer.toString(rows),
                                Integer.toString(features),
                                Integer.toString(classes),
                                Integer.toString(steps)))
                .orElseThrow(() -> new InterruptedIOException("The measurement was stopped"))
                .split(" ");
        return new Result(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
    }
}
