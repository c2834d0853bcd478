package org.losses4j.examples.focal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.examples.Example;
import org.losses4j.examples.Run;
import org.losses4j.examples.SmallNetworks;
import org.losses4j.examples.data.Batches;
import org.losses4j.examples.data.RareMalignant;
import org.losses4j.examples.data.Table;
import org.losses4j.examples.metrics.PrecisionRecall;
import org.losses4j.examples.report.Progress;
import org.losses4j.tensor.ReferenceTensor;

/** The experiment around {@link FocalDl4j} and {@link FocalDjl}: the same data, seeds and settings for every loss. */
public final class FocalExample implements Example {
    private static final int BATCH = 32;

    @Override
    public String name() {
        return "focal";
    }

    @Override
    public String summary() {
        return "tumours of which 5 % are malignant, found by focal loss and by cross-entropy";
    }

    @Override
    public int defaultEpochs() {
        return 160;
    }

    @Override
    public void run(Run run) throws IOException {
        SmallNetworks.useOneThread(run.framework());
        Scorers scorers = Scorers.of(run.framework());
        RareMalignant first = RareMalignant.split(run.seed());
        run.out()
                .printf(
                        "train: %d examples, %d malignant; test: %d examples, %d malignant%n",
                        first.train().size(),
                        first.train().count(1),
                        first.test().size(),
                        first.test().count(1));
        run.out().flush();
        List<Trial> trials = new ArrayList<>();
        int contenders = Contender.all(first.train()).size();
        try (Progress progress = Progress.of("focal", (long) run.repeats() * contenders * run.epochs())) {
            for (long seed = run.seed(); seed < run.seed() + run.repeats(); seed++) {
                RareMalignant data = RareMalignant.split(seed);
                for (Contender contender : Contender.all(data.train())) {
                    if (!trials.isEmpty() && run.interruption().requested()) {
                        break;
                    }
                    trials.add(train(run, scorers, contender, data, seed, progress, trials.isEmpty()));
                }
            }
        }
        new FocalReport(run, first, trials).write();
    }

    private static Trial train(
            Run run,
            Scorers scorers,
            Contender contender,
            RareMalignant data,
            long seed,
            Progress progress,
            boolean keep)
            throws IOException {
        int features = data.train().features()[0].length;
        Batches batches = new Batches(data.train(), BATCH, seed);
        List<Double> losses = new ArrayList<>();
        try (Scorer scorer = scorers.create(contender.objective(), features, seed)) {
            while (losses.size() < run.epochs()
                    && (losses.isEmpty() || !run.interruption().requested())) {
                scorer.trainEpoch(batches.epoch());
                losses.add(loss(contender.objective(), scorer, data.train()));
                progress.step("seed " + seed + ", " + contender.name(), losses.get(losses.size() - 1));
            }
            double[] scores = scorer.scores(data.test().features());
            if (keep) {
                Path folder = run.folder().path();
                scorer.save(folder);
                try (Scorer restored = scorers.restore(contender.objective(), features, folder)) {
                    requireSame(scores, restored.scores(data.test().features()));
                }
            }
            return Trial.of(
                    contender.name(),
                    seed,
                    losses,
                    PrecisionRecall.of(scores, data.test().labels()));
        }
    }

    /** The loss over all training examples, computed by the library itself, so that frameworks compare. */
    private static double loss(Objective objective, Scorer scorer, Table train) {
        ReferenceTensor scores = ReferenceTensor.of(scorer.scores(train.features()), train.size(), 1);
        ReferenceTensor labels = ReferenceTensor.of(train.labels(), train.size(), 1);
        return objective.value(Inputs.of(scores, labels)).item();
    }

    private static void requireSame(double[] trained, double[] restored) {
        if (!Arrays.equals(trained, restored)) {
            throw new IllegalStateException("The restored model predicts otherwise than the one that was saved: "
                    + Arrays.toString(restored) + " instead of " + Arrays.toString(trained));
        }
    }
}
