package org.losses4j.benchmarks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.losses4j.examples.metrics.FreshJvm;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures training steps of whole networks with the framework's loss and with ours, by turns. */
@Command(
        name = "networks",
        description =
                "Measure training steps of whole networks, with the framework's own loss and with ours by turns: the"
                        + " median step of the second half.",
        mixinStandardHelpOptions = true)
final class NetworksCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "How long each network is trained; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--threads", defaultValue = "1", description = "Threads of a step; default ${DEFAULT-VALUE}.")
    private int threads;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("| network | loss | own µs | ours µs | ours / own |");
        out.println("|---|---|--:|--:|--:|");
        for (Network network : Network.values()) {
            for (Subject subject : Network.SUBJECTS) {
                String[] words = FreshJvm.result(
                                NetworkTrial.class,
                                Threads.flagsOfTrial(threads),
                                List.of(network.name(), subject.name(), Integer.toString(seconds)))
                        .orElseThrow(() -> new InterruptedIOException("The measurement was stopped"))
                        .split(" ");
                double own = Double.parseDouble(words[0]);
                double ours = Double.parseDouble(words[1]);
                out.printf(
                        Locale.ROOT,
                        "| %s | %s | %.0f | %.0f | %.2f |%n",
                        network.title,
                        subject.lossName(),
                        own,
                        ours,
                        ours / own);
                out.flush();
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
