package org.losses4j.examples.laboratory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.losses4j.examples.report.Progress;

/**
 * Trains the same network under several losses: for each seed with the same data, initial weights and batches. The first
 * network is saved and restored, and must then predict the same. A loss or a prediction that is not finite ends the
 * comparison.
 *
 * @param <P> the type of the data that pictures are drawn from
 */
public final class Comparison<P> {
    private final Run run;
    private final Experiment<P> experiment;
    private final List<Trial<P>> results = new ArrayList<>();
    private boolean restored;

    public Comparison(Run run, Experiment<P> experiment) {
        this.run = run;
        this.experiment = experiment;
    }

    /**
     * Trains for each seed and loss, as far as the user lets it.
     *
     * @param task what the progress bar says
     * @throws TrainingFailedException if a loss or a prediction is not finite
     */
    public Trials<P> train(String task) throws IOException {
        int losses = experiment.contenders(run.seed()).size();
        try (Progress progress = Progress.of(task, (long) run.repeats() * losses * run.epochs())) {
            for (long seed = run.seed(); seed < run.seed() + run.repeats(); seed++) {
                for (Contender contender : experiment.contenders(seed)) {
                    if (results.isEmpty() || !run.interruption().requested()) {
                        results.add(train(contender, seed, progress));
                    }
                }
            }
        }
        return new Trials<>(List.copyOf(results), restored);
    }

    private Trial<P> train(Contender contender, long seed, Progress progress) throws IOException {
        List<Double> losses = new ArrayList<>();
        try (Training<P> training = experiment.start(contender, run.framework(), seed)) {
            while (losses.size() < run.epochs()
                    && (losses.isEmpty() || !run.interruption().requested())) {
                double loss = Finite.require("the loss of epoch " + (losses.size() + 1), training.epoch());
                losses.add(loss);
                progress.step("seed " + seed + ", " + contender.name(), loss);
            }
            Judgement<P> judgement = training.judge();
            judgement.figures().forEach(Finite::require);
            if (results.isEmpty()) {
                restored = training.keep(run.folder().path());
            }
            return Trial.of(contender.name(), seed, List.copyOf(losses), judgement);
        } catch (TrainingFailedException e) {
            throw new TrainingFailedException("The training of '" + contender.name() + "' (" + run.framework()
                    + ", seed " + seed + ") has failed: " + e.getMessage()
                    + ". Nothing was written. docs/troubleshooting.md has causes");
        }
    }
}
