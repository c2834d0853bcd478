package org.losses4j.examples.laboratory;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.losses4j.examples.report.Interruption;
import org.losses4j.examples.report.RunFolder;

/**
 * What the user asked an example for.
 *
 * @param framework what to train with
 * @param epochs how often to see the training data
 * @param seed the first seed
 * @param repeats how many seeds: the first and those after it
 * @param data the folder of the images to train on instead of the bundled ones
 * @param folder where to write
 * @param out the terminal
 * @param interruption whether the user has had enough
 * @param complaints whom to tell what is wrong with the result; the run then fails when all of it is written
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
