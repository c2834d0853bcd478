package org.losses4j.examples.laboratory;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.losses4j.examples.report.Interruption;
import org.losses4j.examples.report.RunFolder;

/**
 * The user's request to run an example.
 *
 * @param framework the framework to train with
 * @param epochs the number of passes over the training data
 * @param seed the first seed
 * @param repeats the number of seeds: the first and those after it
 * @param data the folder of the data to train on instead of the example's own
 * @param folder the folder to write to
 * @param out the terminal
 * @param interruption tells whether the user has interrupted the run
 * @param complaints takes what is wrong with the result; the run then fails when all of it is written
 */
public record Run(
        Framework framework,
        int epochs,
        long seed,
        int repeats,
        Optional<Path> data,
        RunFolder folder,
        PrintWriter out,
        Interruption interruption,
        Consumer<String> complaints) {}
