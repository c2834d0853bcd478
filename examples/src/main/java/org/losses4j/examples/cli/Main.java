package org.losses4j.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.losses4j.examples.laboratory.TrainingFailedException;
import org.losses4j.examples.report.FileFault;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of the tool; exit status 0 for success, 1 for a failure, 2 for a wrong command line. */
@Command(
        name = "examples/run",
        description = "Losses4J: the catalogue of losses, training examples, and acceptance cases.",
        mixinStandardHelpOptions = true,
        footer = "examples/run bench runs the benchmarks: examples/run bench --help.",
        version = "Losses4J examples 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LossesCommand.class,
            ProgramCommand.class,
            TrainCommand.class,
            VerifyCommand.class,
            FuzzCommand.class,
            ExportCommand.class
        })
public final class Main {

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        int status = commandLine()
                .setOut(utf8(FileDescriptor.out))
                .setErr(utf8(FileDescriptor.err))
                .execute(arguments);
        System.exit(status);
    }

    /** The tool, for tests with other streams. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler((error, command, parsed) -> report(error, command.getErr()));
    }

    /** What is wrong with a command line, what may have been meant, and where to read on. */
    private static int refuse(CommandLine.ParameterException error, String... arguments) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** What the user can mend is a line; what only we can mend is a stack trace. */
    private static int report(Exception error, PrintWriter err) {
        Throwable fault = error instanceof UncheckedIOException ? error.getCause() : error;
        if (fault instanceof IOException ofFile) {
            err.println("error: " + FileFault.describe(ofFile));
        } else if (error instanceof IllegalArgumentException || error instanceof TrainingFailedException) {
            err.println("error: " + error.getMessage());
        } else {
            error.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static PrintWriter utf8(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
    }
}
