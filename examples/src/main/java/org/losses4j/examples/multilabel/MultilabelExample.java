package org.losses4j.examples.multilabel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.examples.data.Batches;
import org.losses4j.examples.data.DigitPairs;
import org.losses4j.examples.data.ImageSplit;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.laboratory.Comparison;
import org.losses4j.examples.laboratory.ComparisonReport;
import org.losses4j.examples.laboratory.Contender;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.laboratory.Experiment;
import org.losses4j.examples.laboratory.Figure;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.ImageTraining;
import org.losses4j.examples.laboratory.Judgement;
import org.losses4j.examples.laboratory.Run;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.LabelScores;
import org.losses4j.examples.network.ImageNetwork;
import org.losses4j.loss.classification.BinaryCrossEntropy;

/** Compares cross-entropy with and without weights of positives on images with several labels, some of them rare. */
public final class MultilabelExample implements Example {
    static final Figure F1 = new Figure("macro_f1", "macro F1", "%.4f");
    private static final Figure PRECISION = new Figure("macro_precision", "macro precision", "%.4f");
    private static final Figure RECALL = new Figure("macro_recall", "macro recall", "%.4f");
    private static final int BATCH = 50;

    @Override
    public String name() {
        return "multilabel";
    }

    @Override
    public String summary() {
        return "the digits in an image of two, some of them rare: cross-entropy with and without weights of positives";
    }

    @Override
    public int defaultEpochs() {
        return 8;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(framework == Framework.DL4J ? 130 : 36);
    }

    @Override
    public int defaultRepeats() {
        return 3;
    }

    @Override
    public boolean takesData() {
        return true;
    }

    @Override
    public void run(Run run) throws IOException {
        Pairs experiment = new Pairs(run.data());
        DigitPairs data = experiment.data(run.seed());
        double[] frequencies = data.frequencies();
        run.out()
                .printf(
                        "train: %d images of two digits; test: %d; from %.1f %% with label 0 to %.1f %% with label %d%n",
                        data.train().size(),
                        data.test().size(),
                        100 * frequencies[0],
                        100 * frequencies[frequencies.length - 1],
                        frequencies.length - 1);
        run.out().flush();
        Trials<LabelScores> trials = new Comparison<>(run, experiment).train(name());
        new ComparisonReport(run, name(), trials, List.of(F1, PRECISION, RECALL))
                .write(Map.of(
                        "train_examples", data.train().size(),
                        "test_examples", data.test().size(),
                        "label_frequencies", frequencies));
        MultilabelPictures.scoresByLabel(run.framework(), trials)
                .save(run.folder().file("f1_by_label.png"));
        MultilabelPictures.precisionAndRecall(run.framework(), trials)
                .save(run.folder().file("precision_recall.png"));
        trials.lossPerEpoch(run.framework()).save(run.folder().file("loss.png"));
    }

    /** The same network with and without weights of positives. */
    record Pairs(Optional<Path> folder) implements Experiment<LabelScores> {

        DigitPairs data(long seed) throws IOException {
            ImageSplit split = ImageSplit.of(folder, seed);
            split.requireTrainable(folder, 2);
            return DigitPairs.of(split, seed);
        }

        /** Positives of each label that weigh as much in sum as its negatives; and the same without weights. */
        @Override
        public List<Contender> contenders(long seed) throws IOException {
            double[] weights = Arrays.stream(data(seed).frequencies())
                    .map(frequency -> (1 - frequency) / frequency)
                    .toArray();
            return List.of(
                    new Contender(
                            "with pos_weight",
                            Objective.of(new BinaryCrossEntropy()).fix(Role.POS_WEIGHT, weights)),
                    new Contender("without", Objective.of(new BinaryCrossEntropy())));
        }

        @Override
        public Training<LabelScores> start(Contender contender, Framework framework, long seed) throws IOException {
            SmallNetworks.useOneThread(framework);
            DigitPairs data = data(seed);
            Objective objective = contender.objective();
            Batches<Samples> batches = Batches.of(data.train(), BATCH, seed);
            return new ImageTraining<>(
                    network(objective, framework, data, seed),
                    at -> restore(objective, framework, data, at),
                    batches::epoch,
                    data.test().images(),
                    outputs -> judge(outputs, data.test().targets()));
        }

        static ImageNetwork network(Objective objective, Framework framework, DigitPairs data, long seed) {
            int labels = data.frequencies().length;
            return switch (framework) {
                case DL4J -> MultilabelDl4j.create(objective, data.height(), data.width(), labels, seed);
                case DJL -> MultilabelDjl.create(objective, data.height(), data.width(), labels, seed);
            };
        }

        static ImageNetwork restore(Objective objective, Framework framework, DigitPairs data, Path folder)
                throws IOException {
            int labels = data.frequencies().length;
            return switch (framework) {
                case DL4J -> MultilabelDl4j.restore(folder);
                case DJL -> MultilabelDjl.restore(objective, data.height(), data.width(), labels, folder);
            };
        }

        private static Judgement<LabelScores> judge(float[][] logits, float[][] labels) {
            LabelScores scores = LabelScores.of(logits, labels);
            return new Judgement<>(
                    Map.of(
                            F1.key(), LabelScores.macro(scores.f1()),
                            PRECISION.key(), LabelScores.macro(scores.precision()),
                            RECALL.key(), LabelScores.macro(scores.recall())),
                    scores);
        }
    }
}
