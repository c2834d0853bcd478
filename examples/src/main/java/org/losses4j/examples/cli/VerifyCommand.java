package org.losses4j.examples.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.Mismatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs recorded cases and compares the results; a case or file that cannot be read or run counts as failed. */
@Command(
        name = "verify",
        description = {
            "Run acceptance cases, values and gradients, and compare with what they recorded.",
            "Prints a line for each failure and, last, 'N passed, M failed, K skipped'; a case counts once for"
                    + " each execution. Exit status 1 if anything failed."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JSON lists of cases.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--on",
            split = ",",
            paramLabel = "EXECUTION",
            completionCandidates = Executions.Names.class,
            description = "What computes them: ${COMPLETION-CANDIDATES}; repeatable. Default: all.")
    private List<String> on = new ArrayList<>();

    private int passed;
    private int failed;

    @Override
    public Integer call() {
        List<Execution> executions = executions();
        for (Path file : files) {
            verify(file, executions);
        }
        out().println(passed + " passed, " + failed + " failed, 0 skipped");
        return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Execution> executions() {
        try {
            return Executions.named(on.isEmpty() ? List.of(Executions.ALL) : on);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void verify(Path file, List<Execution> executions) {
        List<Map<String, Object>> maps;
        try {
            maps = CaseFile.read(file);
        } catch (CaseFile.UnreadableException e) {
            fail(executions.size(), String.valueOf(e.getMessage()));
            return;
        }
        for (Map<String, Object> map : maps) {
            AcceptanceCase recorded;
            try {
                recorded = AcceptanceCase.fromMap(map);
            } catch (IllegalArgumentException e) {
                fail(executions.size(), file + ": " + e.getMessage());
                continue;
            }
            for (Execution execution : executions) {
                List<Mismatch> mismatches = recorded.check(execution);
                if (mismatches.isEmpty()) {
                    passed++;
                } else {
                    failed++;
                    mismatches.forEach(mismatch -> print(file + ": " + mismatch));
                }
            }
        }
    }

    private void fail(int times, String message) {
        failed += times;
        print(message);
    }

    private void print(String failure) {
        out().println("FAILED " + failure.replaceAll("\\s+", " "));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
