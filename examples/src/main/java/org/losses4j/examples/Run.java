package org.losses4j.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.losses4j.examples.report.Interruption;
import org.losses4j.examples.report.Progress;
import org.losses4j.examples.report.RunFolder;

/**
 * What the user asked an example for.
 *
 * @param framework what to train with
 * @param epochs how often to see the training data
 * @param seed the first seed
 * @param repeats how many seeds: the first and those after it
 * @param folder where to write
 * @param out the terminal
 * @param interruption whether the user has had enough
 */
public record Run(
        Framework framework,
        int epochs,
        long seed,
        int repeats,
        RunFolder folder,
        PrintWriter out,
        Interruption interruption) {

    /**
     * Trains epoch after epoch, at least one, until all are done or the user has had enough.
     *
     * @param what is trained, for the progress bar
     * @param epoch trains one and gives its loss
     * @return the loss of each
     */
    public List<Double> train(Progress progress, String what, DoubleSupplier epoch) {
        List<Double> losses = new ArrayList<>();
        while (losses.isEmpty() || losses.size() < epochs && !interruption.requested()) {
            losses.add(epoch.getAsDouble());
            progress.step(what, losses.get(losses.size() - 1));
        }
        return List.copyOf(losses);
    }
}
